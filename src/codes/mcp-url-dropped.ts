import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

const server = (url: string): object => ({
  managedMcpServers: [{ name: 'wiki', transport: 'http', url }],
});

export const row = worded('error', 'A served MCP server is not reached by https');

export const docs = (): CodeDoc => ({
  why: 'The entry is dropped, and users miss the tools of that server without a word.',
  fix: 'Put the server behind TLS and serve its https address.',
  wrong: file({ ...BASE, ...KEY, ...server('http://wiki.example.com/mcp') }),
  right: file({ ...BASE, ...KEY, ...server('https://wiki.example.com/mcp') }),
  flags: { as: 'bootstrap' },
});

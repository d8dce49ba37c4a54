import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; name: string }> = {
  severity: 'error',
  title: 'Two entries have the same name',
  message: ({ what, name }) => `${what} names "${name}" twice; names must be unique`,
  hint: () => 'Rename or remove one of them.',
};

export const docs = (): CodeDoc => ({
  why: 'Policies and stored sign-ins hang on the name, so one of the two entries is lost.',
  fix: 'Give every entry a name of its own.',
  wrong: set({
    managedMcpServers: [
      { name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp' },
      { name: 'wiki', transport: 'http', url: 'https://wiki.example.org/mcp' },
    ],
  }),
  right: set({
    managedMcpServers: [
      { name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp' },
      { name: 'wiki-partners', transport: 'http', url: 'https://wiki.example.org/mcp' },
    ],
  }),
});

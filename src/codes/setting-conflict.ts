import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('error', 'Settings contradict each other');

export const docs = (): CodeDoc => ({
  why: 'Both cannot hold; the app refuses the entry or the configuration.',
  fix: 'Keep the one that is meant.',
  wrong: set({
    managedMcpServers: [{ name: 'search', server: 'websearch', transport: 'http', provider: 'exa' }],
  }),
  right: set({ managedMcpServers: [{ name: 'search', server: 'websearch', provider: 'exa' }] }),
});

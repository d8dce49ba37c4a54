import type { CodeRow } from './code.ts';
import { set, remote, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; field: string }> = {
  severity: 'error',
  title: 'A member is missing',
  message: ({ what, field }) => `${what} lacks "${field}"`,
  hint: ({ field }) => `Add "${field}".`,
};

export const docs = (): CodeDoc => ({
  why: 'Without the member the entry means nothing and is rejected.',
  fix: 'Add it.',
  wrong: set({ managedMcpServers: [{ name: 'wiki', transport: 'http' }] }),
  right: remote({}),
});

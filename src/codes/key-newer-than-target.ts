import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; since: string; target: string }> = {
  severity: 'error',
  title: 'The target release does not read this',
  message: ({ what, since, target }) => `${what} is read from ${since} on; the target is ${target}`,
  hint: ({ since }) => `Remove it, or raise the target to ${since}.`,
};

export const docs = (): CodeDoc => ({
  why: 'The oldest release of the fleet does not know the key, the value or the member; there it does nothing.',
  fix: 'Leave it out, update the fleet first, or let "cowork-3p migrate --target" write an older spelling.',
  wrong: set({ toolSearchEnabled: true }),
  right: set({}),
  flags: { target: '1.20186.9' },
});

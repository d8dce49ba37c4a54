import type { CodeRow, Edit } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  what: string;
  effect: string;
  fix: string;
  edits?: readonly Edit[] | undefined;
}> = {
  severity: 'warning',
  title: 'The form of the value is retired',
  message: ({ what, effect }) => `${what} is a retired form: ${effect}`,
  hint: ({ fix }) => fix,
  edit: ({ args }) => args.edits,
};

export const docs = (): CodeDoc => ({
  why: 'The value stands in a form of earlier releases, which is refused as malformed once support for it ends.',
  fix: '"cowork-3p migrate" writes the form of today.',
  wrong: set({ inferenceCustomHeaders: 'X-Team=platform,X-Site=berlin' }),
  right: set({ inferenceCustomHeaders: { 'X-Team': 'platform', 'X-Site': 'berlin' } }),
});

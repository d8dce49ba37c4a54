import { oddClause, sameName, type CodeRow, type OddCharacter } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  what: string;
  field: string;
  nearest?: string | undefined;
  /** A character that names of members do not have. */
  odd?: OddCharacter | undefined;
}> = {
  severity: 'warning',
  at: 'name',
  title: 'The object has no such member',
  message: ({ what, field, odd }) => `${what} has no member "${field}"${oddClause(odd)}`,
  hint: ({ nearest, odd }) => {
    if (nearest === undefined) return 'Remove it.';
    return odd === undefined
      ? `Did you mean "${nearest}"?`
      : `Type the name anew instead of copying it: ${nearest}`;
  },
  edit: ({ args: { field, nearest }, path, at }) =>
    nearest !== undefined && sameName(field, nearest) && at([...path.slice(0, -1), nearest]) === undefined
      ? [{ path, rename: nearest }]
      : undefined,
};

export const docs = (): CodeDoc => ({
  why: 'The member is not read, so it changes nothing; mostly it is a misspelling.',
  fix: 'Fix the spelling, or remove the member.',
  wrong: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', displayName: 'Sonnet' }] }),
  right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', labelOverride: 'Sonnet' }] }),
  fixable: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', LabelOverride: 'Sonnet' }] }),
});

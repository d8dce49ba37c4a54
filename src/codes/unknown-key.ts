import { oddClause, sameName, type CodeRow, type OddCharacter } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  key: string;
  nearest?: string | undefined;
  /** The key is a path of a nested document. */
  nested?: boolean;
  /** Where the name belongs, when it means something to another program or file. */
  elsewhere?: string;
  /** A character that names of settings do not have. */
  odd?: OddCharacter | undefined;
}> = {
  severity: 'warning',
  at: 'name',
  title: 'Claude Desktop reads no such key',
  message: ({ key, nested, odd }) =>
    nested === true
      ? `This version knows no setting at "${key}" of a nested document, so it was not read${oddClause(odd)}`
      : `Claude Desktop reads no key named "${key}"${oddClause(odd)}`,
  hint: ({ nearest, nested, elsewhere, odd }) => {
    if (elsewhere !== undefined) return elsewhere;
    if (nearest !== undefined && odd !== undefined)
      return `Type the name anew instead of copying it: ${nearest}`;
    if (nearest !== undefined) return `Did you mean ${nearest}?`;
    return nested === true
      ? 'Set the flat key in a flat document; "cowork-3p explain" lists every key.'
      : 'Remove it; "cowork-3p explain" lists every key.';
  },
  // Another name is a guess, another case is not.
  edit: ({ args: { key, nearest }, path, at }) =>
    nearest !== undefined && sameName(key, nearest) && at([nearest]) === undefined
      ? [{ path, rename: nearest }]
      : undefined,
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop does not read the key, so what it was meant to do does not happen. On Linux one unknown key was seen to void the whole file, hence it is an error there. Of a nested document not every place is known: what stands at an unknown one is told and left out.',
  fix: 'Fix the spelling, or remove the key.',
  wrong: set({ coworkTabsEnabled: false }),
  right: set({ coworkTabEnabled: false }),
  fixable: set({ coworktabenabled: false }),
});

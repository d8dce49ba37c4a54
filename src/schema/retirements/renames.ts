import type { KeyName } from '../catalogue/index.ts';
import { retirements } from './index.ts';
import type { RetirementRow } from './row.ts';

/* Names of keys that became others: the one map of them, both ways. */

/** A row that gives a key another name. */
type RenameRow = RetirementRow & { readonly renamed: NonNullable<RetirementRow['renamed']> };

const rows = retirements.filter((row): row is RenameRow => row.renamed !== undefined);
const byOld: ReadonlyMap<string, RenameRow> = new Map(rows.map((row) => [row.renamed.from, row]));

/** The retired names of keys. */
export const retiredNames: readonly string[] = [...byOld.keys()];

/** The row of a retired name. */
export function renameFrom(name: string): RenameRow | undefined {
  return byOld.get(name);
}

/** The row that gave a key its name of today; the first where it had several before. */
export function renameTo(key: string): RenameRow | undefined {
  return rows.find(({ renamed }) => renamed.to === key);
}

/** The key that replaces a retired one, when `name` is a retired key. */
export function replacementOf(name: string): KeyName | undefined {
  return byOld.get(name)?.renamed.to;
}

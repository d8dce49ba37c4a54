import { keySpec } from '../schema/index.ts';
import { replacementOf } from '../schema/forms.ts';
import { shownName } from '../text/credentials.ts';
import type { FormRow } from './form-row.ts';
import type { FormEntry, Inventory } from './inventory.ts';

/** A key, and one clause about it. */
export interface FormNote {
  readonly key: string;
  readonly why: string;
}

/** What changes for a fleet when one form replaces another. */
export interface FormComparison {
  /** Keys that only the new form offers. */
  readonly added: readonly string[];
  /** Keys of both forms that only the new one counts as retired. */
  readonly retired: readonly FormNote[];
  /** Values that only the old form can write: what it set stays on devices, and the new form cannot show it. */
  readonly orphaned: readonly FormNote[];
  /** Keys that are asked for in another way, or of whose choices some are gone. */
  readonly changed: readonly FormNote[];
}

/** Compares an old form with a new one, whose rows say why a key is retired. Names compare without regard to case. */
export function compareForms(before: Inventory, after: Inventory, rows: readonly FormRow[]): FormComparison {
  const old = new Map([...before].map(([key, entry]) => [key.toLowerCase(), { key, entry }]));
  const now = new Map([...after].map(([key, entry]) => [key.toLowerCase(), { key, entry }]));
  const both = [...now].flatMap(([name, { key, entry }]) => {
    const known = old.get(name);
    return known === undefined || known.entry.misplaced ? [] : [{ key, before: known.entry, after: entry }];
  });
  return {
    added: [...now].filter(([name]) => old.get(name)?.entry.misplaced !== false).map(([, { key }]) => key),
    retired: both
      .filter((one) => one.after.retired && !one.before.retired)
      .map(({ key }) => ({ key, why: retiredWhy(key, rows) })),
    orphaned: [...old]
      .filter(([name, { entry }]) => entry.misplaced || !now.has(name))
      .map(([, { key, entry }]) => ({ key: shownName(key), why: orphanedWhy(key, entry) })),
    changed: both.flatMap(({ key, before: was, after: is }) => {
      const why = changedWhy(was, is);
      return why === undefined ? [] : [{ key, why }];
    }),
  };
}

/** Whether the two forms set the same in the same way. */
export function isSameForm(comparison: FormComparison): boolean {
  return Object.values(comparison).every((list: readonly unknown[]) => list.length === 0);
}

function retiredWhy(key: string, rows: readonly FormRow[]): string {
  const text = rows.find((row) => row.key === key)?.retired?.join(' ') ?? '';
  return text.replace(/^Retired: /, '').replace(/\.$/, '');
}

function orphanedWhy(key: string, { misplaced }: FormEntry): string {
  if (misplaced) return 'written where Claude Desktop does not look; remove it from devices';
  const replacement = replacementOf(key);
  if (replacement !== undefined)
    return `its name is ${replacement} now; set that, and remove this from devices`;
  const spec = keySpec(key);
  if (spec === undefined) return 'no key that this version knows; remove it from devices';
  if (spec.delivery === 'console') return 'no managed source delivers it; remove it from devices';
  if (spec.removed !== undefined) return 'read by no current release; remove it from devices';
  return 'left out for the target; the oldest release does not read it';
}

function changedWhy(before: FormEntry, after: FormEntry): string | undefined {
  if (before.control !== after.control) return `was a ${before.control}, is a ${after.control}`;
  const gone = before.choices.filter((choice) => !after.choices.includes(choice));
  return gone.length === 0 ? undefined : `offers no more: ${gone.join(', ')}`;
}

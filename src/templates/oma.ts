import type { KeyRow } from '../schema/descriptions.ts';
import { anything } from '../schema/forms.ts';
import { ADMX_NAME, categoryPath } from './admx-parts.ts';
import { admxText } from './admx.ts';
import { JSON_LENGTH, type FormRow } from './form-row.ts';
import { formRows } from './rows.ts';

/** The policies of a template as an MDM addresses them once it has ingested the template. */
interface OmaPolicies {
  /** Text of the template to ingest. */
  readonly admx: string;
  /** Where it is ingested; always for the device, whoever the policies are for. */
  readonly admxUri: string;
  /** The address of the policy of a key, without `./Device` or `./User` in front. */
  path(key: string): string;
  /** Whether the policy of a key is set by its state alone. */
  isSwitch(key: string): boolean;
}

/** Category of keys that the catalogue does not know, or that the templates leave out. */
const OTHER = 'Other';

/** Policies for these keys: those of the whole template, and one for each key that has none there. */
export function omaPolicies(keys: readonly string[]): OmaPolicies {
  const known = formRows();
  const have = new Set(known.map(({ key }) => key));
  const missing = keys.filter((key) => !have.has(key));
  const rows = [...known, ...missing.map(otherRow)];
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return {
    admx: admxText(rows),
    admxUri: `./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/${ADMX_NAME}/Policy/${ADMX_NAME}-1`,
    path(key) {
      const row = byKey.get(key);
      if (row === undefined) throw new Error('a key without a policy was addressed');
      return `/Vendor/MSFT/Policy/Config/${[`${ADMX_NAME}~Policy`, ...categoryPath(row)].join('~')}/${key}`;
    },
    isSwitch: (key) => byKey.get(key)?.kind === 'switch',
  };
}

function otherRow(key: string): FormRow {
  const spec: KeyRow = { title: key, summary: 'Not a key that this version knows.', type: anything() };
  return { key, spec, kind: 'json', title: key, category: OTHER, maxLength: JSON_LENGTH, bounds: {} };
}

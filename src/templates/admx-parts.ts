import { firstRead, type FirstRead } from '../schema/forms.ts';
import { supportText } from './describe.ts';
import type { FormRow } from './form-row.ts';

/* Names and texts that both files of a Group Policy template, and the addresses of its policies, must agree on. */

/** The XML namespace of both files of a pair; the only one that Microsoft's own schema takes. */
export const ADMX_XMLNS = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions';
/** Base name of the files, and of the app in an OMA-URI; no character that either could misread. */
export const ADMX_NAME = 'Cowork3p';
/** The category that holds all others. */
export const ROOT_CATEGORY = 'Cat_Claude';
/** Largest REG_DWORD; the schema holds a maximum to unsigned 32 bits. */
const UINT32 = 0xffff_ffff;

/** Identifiers of an ADMX hold letters, digits and underscores only. */
function identifier(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '_');
}

/** The id of a category, made of its title. */
export function categoryId(category: string): string {
  return `Cat_${identifier(category)}`;
}

/** The path of categories to a policy, outermost first, as an OMA-URI spells it. */
export function categoryPath(row: FormRow): readonly string[] {
  return [ROOT_CATEGORY, categoryId(row.category)];
}

/** The identifier of a choice among the strings of the ADML. */
export function choiceId(key: string, value: string): string {
  return `${key}_${identifier(value)}`;
}

/** Categories that hold a row, in order of appearance. */
export function categories(rows: readonly FormRow[]): readonly string[] {
  return [...new Set(rows.map((row) => row.category))];
}

/** One entry of the table of what policies are supported on. */
interface Support {
  readonly id: string;
  readonly text: string;
}

/** What the rows are supported on, oldest first. */
export function supports(rows: readonly FormRow[]): readonly Support[] {
  const all = new Map(rows.map(({ key }) => firstRead(key)).map((first) => [supportId(first), first]));
  return [...all]
    .map(([id, first]) => ({ id, text: supportText(first) }))
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** The identifier of what a key is supported on: digits of a release joined by underscores. */
export function supportId({ since, after, atOrBefore }: FirstRead): string {
  const parts =
    since !== undefined
      ? [since]
      : [
          ...(after === undefined ? [] : ['after', after]),
          ...(atOrBefore === undefined ? [] : ['by', atOrBefore]),
        ];
  return identifier(['SUPPORTED', ...(parts.length === 0 ? ['unknown'] : parts)].join('_'));
}

/** The bounds of a count; without bounds in the catalogue, those of the schema, for it would assume 9999. */
export function countRange({ bounds: { min = 0, max = UINT32 } }: FormRow): {
  readonly min: number;
  readonly max: number;
} {
  return { min, max };
}

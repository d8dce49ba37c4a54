import { catalogue, sections as written, type KeyName } from './catalogue/index.ts';
import type { FieldRow, FieldSpec, KeyRow, StringFormat } from './key-spec.ts';
import { stringFormats, type FormatRow } from './string-formats.ts';

/*
 * The whole rows of the catalogue and of other tables, with what they say to people. The build gives this file the
 * tables as they are written, and everybody else tables without words: so nobody else imports `providerRows` and
 * `formatRows`.
 */

export { providerRows } from './providers.ts';
/** With the days on which they came. */
export { releases } from './releases.ts';

/** Forms of texts, with patterns, words and examples. */
export const formatRows = stringFormats as Readonly<Record<StringFormat, FormatRow>>;

/** The sections of the app's own window with their keys, in its order. */
export const sections: Readonly<Record<keyof typeof written, Readonly<Record<string, KeyRow>>>> = written;

/** The whole row of a key. */
export function keyRow(key: KeyName): KeyRow {
  return catalogue[key];
}

/** What a member is for; the member must be one of a row that this file gave away. */
export function summaryOf(field: FieldSpec): string {
  return (field as FieldRow).summary;
}

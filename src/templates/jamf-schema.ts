import {
  catalogueVersion,
  VENDOR_REFERENCE,
  firstRead,
  foldType,
  PREFERENCE_DOMAIN,
  type Kinds,
} from '../schema/forms.ts';
import { descriptionLines, supportText, unsetText } from './describe.ts';
import type { FormRow } from './form-row.ts';
import { formRows } from './rows.ts';
import type { Template } from './template.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/*
 * The form of a custom schema writes a value for every property it shows: the first choice, false, zero, an
 * empty text. Two independent spellings keep an untouched form from that, because it is not known which of
 * them a release of the console honours: `display_required_only` without any `required` shows no property
 * until the admin adds it, and `null` as the first of two branches makes "Not Configured" what a property
 * is at first. A `default` would undo both, so the app's default is told in words. An empty text of a
 * property that was added and left alone is dropped by `remove_empty_properties`.
 */

/** A custom schema for the "Application & Custom Settings" payload of Jamf Pro. */
export const jamfSchema: Template = {
  id: 'jamf-schema',
  files({ fleet }) {
    const rows = formRows(fleet);
    const schema = {
      title: `Claude Desktop (${PREFERENCE_DOMAIN})`,
      description:
        'Managed settings of Claude Desktop on third-party inference. Add the properties that you want to set; ' +
        'every other one stays as it is. Made by cowork-3p, not by the vendor of the app.',
      __version: catalogueVersion(),
      type: 'object',
      options: { display_required_only: true, remove_empty_properties: true },
      properties: Object.fromEntries(rows.map((row, index) => [row.key, property(row, index)])),
    };
    return [
      {
        name: `${PREFERENCE_DOMAIN}.jamf-schema.json`,
        bytes: new TextEncoder().encode(`${JSON.stringify(schema, undefined, 2)}\n`),
      },
    ];
  },
};

function property(row: FormRow, index: number): JsonObject {
  return {
    title: row.title,
    description: descriptionLines(row).join(' '),
    property_order: (index + 1) * 5,
    options: { infoText: `${supportText(firstRead(row.key))}. ${unsetText(row)}` },
    links: [{ rel: 'Documentation', href: VENDOR_REFERENCE }],
    anyOf: [
      { type: 'null', title: 'Not Configured' },
      { title: 'Configured', ...valueSchema(row) },
    ],
  };
}

/** What may be typed. Lists and objects are texts of JSON, for releases that read no native ones. */
function valueSchema(row: FormRow): JsonObject {
  switch (row.kind) {
    case 'switch':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: (row.choices ?? []).map(({ value }) => value) };
    case 'count':
      return { type: 'integer', ...defined({ minimum: row.bounds.min, maximum: row.bounds.max }) };
    case 'text':
    case 'json':
      return {
        type: 'string',
        minLength: 1,
        ...defined({ maxLength: row.maxLength, pattern: foldType(row.spec.type, PATTERNS) }),
      };
  }
}

/** Rough on purpose: it catches a bare word where JSON must stand; the rest is for validate. */
const PATTERNS: Kinds<string | undefined> = {
  string: () => undefined,
  boolean: () => undefined,
  number: () => '^-?\\d+(\\.\\d+)?$',
  enum: () => undefined,
  any: () => undefined,
  array: () => '^\\s*\\[[\\s\\S]*\\]\\s*$',
  map: () => OBJECT,
  object: () => OBJECT,
  either: () => undefined,
};
const OBJECT = '^\\s*\\{[\\s\\S]*\\}\\s*$';

function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

import { DEFINITIONS, EXTENDS } from './json-schema-definitions.ts';
import { keyNames, type KeyName } from './catalogue/index.ts';
import { valueFor } from './explain/example.ts';
import { fieldNotes, keyFacts } from './explain/facts.ts';
import type { FieldSpec, FieldType, KeyRow, NumberType, StringType } from './key-spec.ts';
import { fold, type Kinds, type TypePath } from './types/fold.ts';
import { wireOf, type Wire } from './types/kinds.ts';
import { retirements } from './retirements/index.ts';
import { renameFrom, retiredNames } from './retirements/renames.ts';
import type { RetirementRow } from './retirements/row.ts';
import { formatRows, keyRow, summaryOf } from './rows.ts';

/*
 * The catalogue as JSON Schema (draft-07), for editors: completion, hover texts and the plain mistakes. It
 * accepts whatever `validate` accepts, old spellings and unknown names among it, for an editor knows no
 * warnings; rules across keys are `validate`'s alone.
 */

type Schema = Readonly<Record<string, unknown>>;

const REFERENCE: Schema = { $ref: '#/definitions/reference' };

/** The JSON Schema of a configuration (draft of the generated `schema.json`). */
export function jsonSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Claude Desktop on third-party inference',
    description:
      'The managed configuration of Claude Desktop as one flat object. Unofficial: made by cowork-3p, not by Anthropic.',
    type: 'object',
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string', description: 'Where this schema is, for editors. Never exported.' },
      extends: EXTENDS,
      ...Object.fromEntries(keyNames.map((key) => [key, keySchema(key)])),
      ...Object.fromEntries(retiredNames.map((name) => [name, retiredSchema(name)])),
    },
    // Only beside "extends" does null take a setting of a base away.
    if: { required: ['extends'] },
    else: {
      properties: Object.fromEntries(
        [...keyNames, ...retiredNames].flatMap((name) => (takesNull(name) ? [] : [[name, VALUE]])),
      ),
    },
    definitions: DEFINITIONS,
  };
}

function keySchema(key: KeyName): Schema {
  const spec = keyRow(key);
  const row = retirements.find(
    ({ code, subject }) => subject === key && (code === 'deprecated-key' || code === 'removed-key'),
  );
  return {
    title: spec.title,
    ...described(spec, key),
    ...(row === undefined || row.superseded === true ? {} : deprecated(row)),
    ...(spec.default === undefined ? {} : { default: spec.default }),
    examples: [valueFor(key)],
    ...(spec.secret === true ? { writeOnly: true } : {}),
    // Nothing reads a removed key, so its value is not checked.
    ...(row?.code === 'removed-key' ? {} : unsettable(whole(spec.type, key))),
  };
}

/** The hover text: what it does, then what is known of it. */
function described(spec: KeyRow, key: string): Schema {
  const facts = keyFacts(spec, key);
  return {
    description: [spec.summary, ...facts.map(({ name, text }) => `${name}: ${text}.`)].join(' '),
    markdownDescription: [
      spec.summary,
      facts.map(({ name, text }) => `- **${name}**: ${text}`).join('\n'),
      (spec.notes ?? []).map((note) => `- ${note}`).join('\n'),
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  };
}

function deprecated(row: RetirementRow): Schema {
  return { deprecated: true, deprecationMessage: `Retired: ${row.effect}. ${row.fix}` };
}

function retiredSchema(name: string): Schema {
  const row = renameFrom(name);
  if (row === undefined) return {};
  const key = row.renamed.to;
  const spec = keyRow(key);
  const text = `The old name of ${key}: ${row.effect}. ${row.fix}`;
  return {
    title: spec.title,
    description: text,
    markdownDescription: text,
    ...deprecated(row),
    doNotSuggest: true,
    ...(spec.secret === true ? { writeOnly: true } : {}),
    ...unsettable(whole(spec.type, key)),
  };
}

const VALUE: Schema = { $ref: '#/definitions/value' };

/** Nothing is said of the value, so null is as good as any. */
function takesNull(name: string): boolean {
  const schema = keyNames.some((key) => key === name) ? keySchema(name as KeyName) : retiredSchema(name);
  return !Array.isArray(schema.anyOf);
}

/** A value, or the null that takes it away. */
function unsettable(schema: Schema): Schema {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [...branches(schema), { type: 'null' }] };
}

/** A value as it may stand at the top: native, as text, or as a reference. */
function whole(type: FieldType, key: string): Schema {
  const plain = inside(type, [key]);
  const text = TEXTS[wireOf(type)];
  return text === undefined ? plain : { anyOf: [...branches(plain), { $ref: `#/definitions/${text}` }] };
}

/** The definitions of texts that stand for something else. */
const TEXTS: Readonly<Record<Wire, string | undefined>> = {
  boolean: 'booleanText',
  number: 'numberText',
  json: 'jsonText',
  'json-or-text': 'jsonText',
  text: undefined,
  unknown: undefined,
};

function branches(schema: Schema): readonly unknown[] {
  return Object.keys(schema).length === 1 && Array.isArray(schema.anyOf) ? schema.anyOf : [schema];
}

/** A native value, with what stood there in the past. */
function inside(type: FieldType, path: TypePath, plain: Schema = fold(type, native, path)): Schema {
  const old = OLD_FORMS[path.map((step) => (step === '[]' ? '*' : step)).join('.')];
  if (type.kind === 'any' || (isFreeText(type) && old === undefined)) return plain;
  return { anyOf: [...branches(plain), ...(old === undefined ? [] : [old()]), REFERENCE] };
}

/** Any text at all, a reference among it. */
function isFreeText(type: FieldType): boolean {
  return type.kind === 'string' && patternOf(type) === undefined && type.maxLength === undefined;
}

const native: Kinds<Schema> = {
  string: textSchema,
  boolean: () => ({ type: 'boolean' }),
  number: numberSchema,
  // A value that is read as another is only worth a warning.
  enum: ({ values, otherwise }) =>
    otherwise === undefined
      ? { enum: [...values] }
      : { anyOf: [{ enum: [...values] }, { type: 'string', minLength: 1 }] },
  any: () => ({}),
  array: ({ items, maxItems }, came, path) => ({
    type: 'array',
    items: inside(items, [...path, '[]'], came),
    ...(maxItems === undefined ? {} : { maxItems }),
  }),
  map: ({ values }, came, path) => ({
    type: 'object',
    additionalProperties: inside(values, [...path, '*'], came),
  }),
  object: (_, members, path) => {
    const required = members.filter(({ field }) => field.required === true).map(({ name }) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(
        members.map(({ name, field, came }) => [name, memberSchema(field, [...path, name], came)]),
      ),
      ...(required.length === 0 ? {} : { required }),
    };
  },
  either: (_, alternatives) => ({ anyOf: alternatives.flatMap(branches) }),
};

function memberSchema(field: FieldSpec, path: TypePath, came: Schema): Schema {
  const notes = fieldNotes(field).map((note) => `${note}.`);
  return {
    description: [summaryOf(field), ...notes].join(' '),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.secret === true ? { writeOnly: true } : {}),
    ...(field.deprecated === true ? { deprecated: true, doNotSuggest: true } : {}),
    ...inside(field.type, path, came),
  };
}

function numberSchema({ kind, min, max, above }: NumberType): Schema {
  return {
    type: kind,
    ...(min === undefined ? {} : { minimum: min }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

function textSchema(type: StringType): Schema {
  const pattern = patternOf(type);
  return {
    type: 'string',
    minLength: 1,
    ...(pattern === undefined ? {} : { pattern }),
    ...(type.format === undefined ? {} : { patternErrorMessage: `Write ${formatRows[type.format].words}.` }),
  };
}

/** Lengths count without the white space around a text, which `maxLength` cannot say. */
function patternOf({ pattern, format, maxLength }: StringType): string | undefined {
  if (pattern !== undefined) return pattern;
  if (format !== undefined) return formatRows[format].pattern;
  return maxLength === undefined ? undefined : `^\\s*[\\s\\S]{0,${maxLength}}?\\s*$`;
}

/** An old form, by the row that tells of it. */
function old(id: string, schema: Schema): () => Schema {
  return () => {
    const row = retirements.find((one) => one.id === id);
    return row === undefined ? schema : { ...schema, ...deprecated(row), doNotSuggest: true };
  };
}

const oldHeaders = (key: string): (() => Schema) =>
  old(`shape-${key}-string`, {
    anyOf: [
      { type: 'string', pattern: '=' },
      { type: 'array', items: { type: 'string', pattern: ':' } },
    ],
  });

/** Old forms by place; `*` is any item or name. */
const OLD_FORMS: Readonly<Record<string, () => Schema>> = {
  inferenceCredentialKind: old('value-credentialKind-oauth', { enum: ['oauth'] }),
  inferenceGatewayAuthScheme: old('value-authScheme-sso', { enum: ['sso', 'auto'] }),
  inferenceCustomHeaders: oldHeaders('inferenceCustomHeaders'),
  otlpHeaders: oldHeaders('otlpHeaders'),
  otlpResourceAttributes: oldHeaders('otlpResourceAttributes'),
  bootstrapHeaders: oldHeaders('bootstrapHeaders'),
  'builtinToolPolicy.*': old('value-ask-session-builtin', { enum: ['ask-session'] }),
  orgPluginSettings: old('shape-orgPluginSettings-record', { type: 'object', required: ['mcpServers'] }),
  'orgPluginSettings.*.tools.*.permission': old('value-ask-session-orgplugin', { enum: ['ask-session'] }),
  'managedMcpServers.*.toolPolicy.*': old('value-ask-session-managedmcp', { enum: ['ask-session'] }),
  'managedMcpServers.*.transport': old('value-mcp-transport-builtin', { enum: ['builtin'] }),
  'managedMcpServers.*.scopes': old('shape-mcp-scopes', { type: 'string' }),
  'managedMcpServers.*.source': old('shape-mcp-source', {}),
  'managedMcpServers.*.authorityHost': old('shape-mcp-authorityHost', {}),
  'managedMcpServers.*.oauth': old('shape-mcp-oauth-string', { type: ['string', 'number'] }),
  'managedMcpServers.*.oauth.scope': old('shape-mcp-oauth-scopes', {
    type: 'array',
    items: { type: 'string' },
  }),
  'managedMcpServers.*.oauth.scopes': old('shape-mcp-oauth-scopes', { type: 'string' }),
};

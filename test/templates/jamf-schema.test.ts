import { describe, expect, test } from 'vitest';
import { checkJamfSchema } from '../../src/templates/check/jamf.ts';
import { jamfSchema } from '../../src/templates/jamf-schema.ts';
import { formRows } from '../../src/templates/rows.ts';
import { renderForm } from '../support/json-editor.ts';

interface Property {
  readonly title: string;
  readonly anyOf: readonly Readonly<Record<string, unknown>>[];
}
interface Schema {
  readonly options: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, Property>>;
}

const text = Buffer.from(jamfSchema.files({})[0]?.bytes ?? '').toString('utf8');
const schema = JSON.parse(text) as Schema;
const branch = (key: string): Readonly<Record<string, unknown>> | undefined =>
  schema.properties[key]?.anyOf[1];

/** A schema as most of the web writes it: the kind that fills a form with values nobody chose. */
const plain = {
  title: 'Claude Desktop (com.anthropic.claudefordesktop)',
  type: 'object',
  properties: {
    inferenceProvider: { type: 'string', enum: ['gateway', 'anthropic'] },
    disableAutoUpdates: { type: 'boolean', default: false },
    mcpToolTimeoutSec: { type: 'integer', minimum: 60 },
    inferenceGatewayBaseUrl: { type: 'string' },
  },
};

describe('the schema', () => {
  test('has no fault, and is the same each time', () => {
    expect(checkJamfSchema(schema)).toEqual([]);
    expect(Buffer.from(jamfSchema.files({})[0]?.bytes ?? '').toString('utf8')).toBe(text);
  });

  test('has a property for each row, in order, which is at first not configured', () => {
    expect(Object.keys(schema.properties)).toEqual(formRows().map(({ key }) => key));
    expect(schema.options.display_required_only).toBe(true);
    expect(text).not.toMatch(/"(?:default|required)":/);
    for (const { anyOf } of Object.values(schema.properties))
      expect(anyOf[0]).toEqual({ type: 'null', title: 'Not Configured' });
  });

  test('asks for lists and objects as text, with ranges and choices as they are', () => {
    expect(branch('inferenceModels')).toMatchObject({ type: 'string', minLength: 1, maxLength: 1_000_000 });
    expect(branch('mcpToolTimeoutSec')).toMatchObject({ type: 'integer', minimum: 60, maximum: 3600 });
    expect(branch('disableAutoUpdates')).toMatchObject({ type: 'boolean' });
    expect(branch('otlpProtocol')?.enum).toContain('grpc');
    expect(schema.properties.organizationPluginsUrl?.title).toMatch(/\(retired\)$/);
  });
});

describe('the form that Jamf Pro embeds', () => {
  test('writes nothing while nobody touches it', async () => {
    const { value, errors } = await renderForm(schema);
    expect(value).toEqual({});
    expect(errors).toEqual([]);
  });

  test('writes what the admin adds, and no more', async () => {
    const { value } = await renderForm(schema, { inferenceProvider: 'gateway', disableAutoUpdates: true });
    expect(value).toEqual({ inferenceProvider: 'gateway', disableAutoUpdates: true });
  });

  test.for([
    ['display_required_only alone', (one: Schema) => ({ ...one, properties: withoutNull(one) })],
    ['the null branches alone', (one: Schema) => ({ ...one, options: {} })],
  ] as const)('%s already keeps it from writing a value', async ([, change]) => {
    const { value } = await renderForm(change(schema));
    expect(Object.values(value).filter((one) => one !== null)).toEqual([]);
  });

  test('would write a plain schema as a whole, which is what the checks are for', async () => {
    const { value } = await renderForm(plain);
    expect(Object.keys(value)).toEqual(Object.keys(plain.properties));
    expect(checkJamfSchema(plain).filter(({ severity }) => severity === 'error').length).toBeGreaterThan(3);
  });
});

function withoutNull(one: Schema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(one.properties).map(([key, { anyOf, ...rest }]) => [key, { ...rest, ...anyOf[1] }]),
  );
}

describe('damaged schemas', () => {
  type Edited = Record<string, unknown> & {
    options: Record<string, unknown>;
    properties: Record<string, unknown>;
  };
  const x =
    (branch: object, rest: object = {}) =>
    (edited: Edited): void => {
      edited.properties.x = { ...rest, anyOf: [{ type: 'null' }, branch] };
    };
  const DAMAGE: Readonly<Record<string, (edited: Edited) => void>> = {
    'not-opt-in': ({ options }) => delete options.display_required_only,
    default: x({ type: 'string', default: 'grpc' }),
    required: (edited) => (edited.required = ['inferenceProvider']),
    type: x({ type: 'json' }),
    'native-structure': x({ type: 'array' }),
    'no-choice': x({ type: 'string', enum: [] }),
    range: x({ type: 'integer', minimum: 2, maximum: 1 }),
    'no-domain': (edited) => (edited.title = 'Claude'),
    'not-configured': ({ properties }) => (properties.x = { type: 'string' }),
    syntax: ({ properties }) => (properties.x = 1),
  };

  test.for(Object.entries(DAMAGE))('%s', ([rule, edit]) => {
    const edited = JSON.parse(text) as Edited;
    edit(edited);
    expect(checkJamfSchema(edited).map((one) => one.rule)).toContain(rule);
  });

  test('a default or a required beside the branches counts as well', () => {
    const edited = JSON.parse(text) as Edited;
    x({ type: 'string' }, { default: 'grpc', required: true })(edited);
    expect(checkJamfSchema(edited).map((one) => one.rule)).toEqual(['default', 'required']);
  });

  test.for([null, [], 'x', {}, { properties: [] }])('%j is none', (value) => {
    expect(checkJamfSchema(value)[0]?.rule).toBe('syntax');
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/importers/json.ts';
import { keyNames, keySpec } from '../../src/schema/catalogue/index.ts';
import { retiredNames } from '../../src/schema/retirements/renames.ts';
import { exampleFor, valueFor } from '../../src/schema/explain/example.ts';
import { jsonSchema } from '../../src/schema/json-schema.ts';
import type { FieldType } from '../../src/schema/key-spec.ts';
import { retirements } from '../../src/schema/retirements/index.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';
import { cases } from './migrate-cases.ts';

const schema = jsonSchema();
const check = new Ajv({ strict: false, allErrors: true }).compile(schema);
const problems = (settings: unknown): string[] => {
  check(settings);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
};
const refused = (settings: unknown): boolean => !check(settings);

test('is draft-07, and names every key and every retired name', () => {
  expect(new Ajv({ strict: false }).validateSchema(schema)).toBe(true);
  expect(Object.keys(schema.properties as object)).toEqual([
    '$schema',
    'extends',
    ...keyNames,
    ...retiredNames,
  ]);
});

describe('accepts what validate accepts', () => {
  test('the example of every key', () => {
    for (const key of keyNames) expect(problems(exampleFor(key)), key).toEqual([]);
  });

  test('every retired spelling, and what it becomes', () => {
    for (const { id, old, now } of cases) {
      // What no release ever reads need not be valid; it is marked as deprecated.
      if (retirements.find((row) => row.id === id)?.neverRead !== true) expect(problems(old), id).toEqual([]);
      expect(problems(now ?? {}), id).toEqual([]);
    }
  });

  test('every value as a text, and as a reference', () => {
    for (const key of keyNames) {
      const value = valueFor(key);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(problems({ [key]: text }), key).toEqual([]);
      expect(problems({ [key]: '${env:SOME_VALUE}' }), key).toEqual([]);
      expect(problems({ [key]: '${file:/run/secrets/value}' }), key).toEqual([]);
    }
  });

  const fixtures = new URL('../../fixtures/ok/', import.meta.url);
  const files = existsSync(fixtures)
    ? readdirSync(fixtures).filter((name) => /\.jsonc?$/.test(name) && !name.includes('.findings.'))
    : [];
  test.for(files)('fixtures/ok/%s', (name) => {
    const read = json.decode(readFileSync(new URL(name, fixtures)));
    if (!read.ok) throw new Error(read.failure.message);
    const settings = Object.fromEntries([...read.value.entries].map(([key, { value }]) => [key, value]));
    expect(problems(settings)).toEqual([]);
  });

  test.for(keyNames)('any value of %s', (key) => {
    const type = keySpec(key)?.type ?? { kind: 'any' };
    fc.assert(
      fc.property(whole(type), (value) => {
        const settings = { ...exampleFor(key), [key]: value };
        const findings = validate(documentOf(settings)).diagnostics;
        if (findings.some((finding) => finding.severity === 'error' && finding.key === key)) return;
        expect(problems({ [key]: value })).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

test.for<[string, unknown]>([
  ['a wrong type', { coworkTabEnabled: 'yes' }],
  ['a number out of range', { inferenceTokenWindowHours: 721 }],
  ['a value that is none of them', { inferenceProvider: 'openai' }],
  ['a text where a list goes', { inferenceModels: 'claude-sonnet-4-5' }],
  ['no https', { bootstrapUrl: 'ftp://config.example.com' }],
  ['an address without a scheme', { inferenceGatewayBaseUrl: 'gateway.example.com' }],
  ['a path that is relative', { inferenceCredentialHelper: 'bin/token' }],
  ['an empty text', { inferenceGatewayApiKey: '' }],
  ['a text that is too long', { deploymentDisplayName: 'x'.repeat(61) }],
  ['a missing member', { inferenceModels: [{ supports1m: true }] }],
  ['a wrong member', { banner: { enabled: 'yes' } }],
  ['a list that is too long', { inferenceModels: Array.from({ length: 201 }, () => 'claude-sonnet-4-5') }],
  ['a price of nothing', { inferenceModelPricingMultiplier: 0 }],
  ['a list', []],
])('refuses %s', ([, settings]) => {
  expect(refused(settings)).toBe(true);
});

test('hover texts say what a key is, and that it is retired', () => {
  const properties = schema.properties as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  expect(properties.inferenceTokenWindowHours?.description).toContain('from 1 to 720 (hours)');
  expect(properties.isDxtEnabled).toMatchObject({ deprecated: true });
  expect(properties.betaFeaturesEnabled).toMatchObject({ deprecated: true });
  expect(properties.inferenceGatewayOidc).not.toHaveProperty('deprecated');
  expect(properties.inferenceGatewayApiKey).toMatchObject({ writeOnly: true });
  for (const [key, property] of Object.entries(properties)) {
    expect(property.description, key).toMatch(/^[A-Z].*\.$/s);
    expect(JSON.stringify(property), key).not.toContain('undefined');
  }
});

/** Values of a type, good ones and bad ones, native and as texts. */
function whole(type: FieldType): fc.Arbitrary<unknown> {
  const native = valueOf(type);
  return fc.oneof(
    { arbitrary: native, weight: 5 },
    native.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    fc.constantFrom(1, 0, '1', '0', 'true', ' 12 ', '-3.5', '', '[]', '{}', 'A=b', '${env:A}', ['A: b']),
  );
}

const WORDS = [
  'example',
  ' padded ',
  '${env:VALUE}',
  'https://service.example.com',
  'HTTPS://SERVICE.EXAMPLE.COM/path?query',
  'http://localhost:8080',
  'http://127.1:80',
  '/usr/local/bin/example',
  '~/folder',
  'C:\\Program Files\\a.exe',
  '\\\\server\\share',
  '%OneDrive%\\Claude',
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  'arn:aws-us-gov:iam::123456789012:role/A',
  'us-gov-west-1',
  'europe-west4',
  'global',
  '*.example.com:443',
  '10.0.0.1',
  '*',
  '#12AB34',
  '123456789012',
  'owner/repository',
  'a'.repeat(64),
];

function valueOf(type: FieldType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'string':
      return fc.oneof(
        fc.constantFrom(...WORDS),
        fc.string({ maxLength: (type.maxLength ?? 20) + 2 }),
        fc.string({ unit: 'grapheme', maxLength: type.maxLength ?? 20 }).map((text) => `  ${text}\n `),
      );
    case 'boolean':
      return fc.constantFrom<unknown>(true, false, '${env:ON}');
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: -2, max: 40000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(type.min ?? 0, type.max ?? 1),
      );
    case 'enum':
      return fc.constantFrom<unknown>(...type.values, '${file:/a}', 'ask-session', 'something else');
    case 'array':
      return fc.array(valueOf(type.items), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.constantFrom('X-A', 'X-B', 'Bash', 'c d'), valueOf(type.values), {
        maxKeys: 3,
      });
    case 'object':
      return fc
        .record(
          Object.fromEntries(
            Object.entries(type.fields).map(([name, { type: one }]) => [name, valueOf(one)]),
          ),
          {
            requiredKeys: Object.entries(type.fields).flatMap(([name, { required }]) =>
              required === true ? [name] : [],
            ),
          },
        )
        .chain((value) => fc.constantFrom(value, { ...value, unknownMember: 1 }));
    case 'either':
      return fc.oneof(...type.of.map(valueOf));
    case 'any':
      return fc.jsonValue();
  }
}

describe('a file that extends another', () => {
  const accepts = new Ajv({ strict: false }).compile(schema);
  test.each([
    [{ extends: './base.json', disableAutoUpdates: null, inferenceModels: null, isDxtEnabled: null }, true],
    [{ extends: ['./base.json', '../site.json', '/srv/base.json', 'C:\\b.json'] }, true],
    [{ extends: './base.json', disableAutoUpdates: 'maybe' }, false],
    [{ disableAutoUpdates: null }, false],
    [{ inferenceModels: null }, false],
    [{ extends: 'base.json' }, false],
    [{ extends: 'https://example.com/base.json' }, false],
    [{ extends: 7 }, false],
  ])('%j: %s', (document, right) => {
    expect(accepts(document)).toBe(right);
  });

  test('every key may be null there that has a value at all', () => {
    for (const key of keyNames)
      expect([key, accepts({ extends: './base.json', [key]: null })]).toEqual([key, true]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  catalogue,
  keyNames,
  keySpec,
  sections,
  type Config,
  type KeyName,
} from '../../src/schema/catalogue/index.ts';
import { BARE_TOOLS, BUILTIN_TOOLS } from '../../src/schema/catalogue/tools.ts';
import { PLATFORMS, PROVIDERS, type FieldSpec, type FieldType } from '../../src/schema/key-spec.ts';
import { presets } from '../../src/schema/presets.ts';
import type { KeyRow } from '../../src/schema/key-spec.ts';
import { summaryOf } from '../../src/schema/rows.ts';
import { isSecretMember } from '../../src/text/secret-names.ts';
import { collectedFacts, INTENDED, NOT_COLLECTED, writtenFacts } from './catalogue-facts.ts';

/** Lies beside the repository on some machines; the comparison is skipped elsewhere. */
const COLLECTED = new URL('../../../shared/catalogue/keys.json', import.meta.url);

const rows = Object.entries(catalogue) as [KeyName, KeyRow][];
const RELEASE = /^(baseline|\d+\.\d+\.\d+)$/;
const SENTENCE = /^[A-Z].*[^.]\.$/;

/** Every type inside a row, with the members that carry them. */
function* inside(
  path: string,
  type: FieldType,
): Generator<{ path: string; type: FieldType; field?: FieldSpec }> {
  yield { path, type };
  if (type.kind === 'array') yield* inside(`${path}[]`, type.items);
  if (type.kind === 'map') yield* inside(`${path}{}`, type.values);
  if (type.kind === 'either') for (const one of type.of) yield* inside(path, one);
  if (type.kind === 'object')
    for (const [name, field] of Object.entries(type.fields)) {
      yield { path: `${path}.${name}`, type: field.type, field };
      yield* inside(`${path}.${name}`, field.type);
    }
}
const everything = rows.flatMap(([key, spec]) => [...inside(key, spec.type)]);
const secretRows = rows.filter(([, spec]) => spec.secret).map(([key]) => key);

describe('the catalogue', () => {
  test('has every key in exactly one section', () => {
    const named = Object.values(sections).flatMap((section) => Object.keys(section));
    expect(new Set(named).size).toBe(named.length);
    expect([...named].sort()).toEqual([...keyNames].sort());
  });

  test.for(rows)('%s is described', ([key, spec]) => {
    expect(key).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(spec.title).toMatch(/^\S.*\S$/);
    expect(spec.summary).toMatch(SENTENCE);
    for (const note of spec.notes ?? []) expect(note).toMatch(/\S\.$/);
  });

  test('describes every member of an object in one sentence', () => {
    const fields = everything.filter(({ field }) => field !== undefined);
    expect(fields.filter(({ field }) => !SENTENCE.test(summaryOf(field!))).map(({ path }) => path)).toEqual(
      [],
    );
  });

  test('dates rows, members and values by releases', () => {
    const releases = rows.flatMap(([, spec]) => [
      spec.since,
      spec.managedSince,
      spec.sinceBounds?.after,
      spec.sinceBounds?.atOrBefore,
      spec.removed?.since,
      spec.removed?.atOrBefore,
    ]);
    for (const { type, field } of everything) {
      releases.push(field?.since, ...(type.kind === 'enum' ? Object.values(type.since ?? {}) : []));
    }
    expect(releases.filter((release) => release !== undefined && !RELEASE.test(release))).toEqual([]);
  });

  test('never gives both a first release and bounds for it', () => {
    expect(rows.filter(([, spec]) => spec.since && spec.sinceBounds)).toEqual([]);
  });

  test('offers each value of an enumeration once, and dates only those it offers', () => {
    for (const { path, type } of everything) {
      if (type.kind !== 'enum') continue;
      expect(new Set(type.values).size, path).toBe(type.values.length);
      expect(type.values, path).toEqual(expect.arrayContaining(Object.keys(type.since ?? {})));
    }
  });

  test('has defaults that its own types admit', () => {
    const admits = (type: FieldType, value: unknown): boolean => {
      if (type.kind === 'enum') return type.values.includes(value as string);
      if (type.kind === 'string') return new RegExp(type.pattern ?? '').test(value as string);
      if (type.kind === 'boolean') return typeof value === 'boolean';
      if (type.kind !== 'integer' && type.kind !== 'number') return false;
      return typeof value === 'number' && value >= (type.min ?? value) && value <= (type.max ?? value);
    };
    for (const [key, spec] of rows)
      if (spec.default !== undefined) expect(admits(spec.type, spec.default), key).toBe(true);
    for (const { path, field } of everything)
      if (field?.default !== undefined) expect(admits(field.type, field.default), path).toBe(true);
  });

  test('has patterns that compile and ranges that are not empty', () => {
    for (const { path, type } of everything) {
      if (type.kind === 'string' && type.pattern)
        expect(() => new RegExp(type.pattern!, 'u'), path).not.toThrow();
      if (type.kind === 'integer' || type.kind === 'number')
        expect(type.min ?? type.above ?? 0, path).toBeLessThan(type.max ?? Infinity);
    }
  });

  test('knows the providers and platforms it names', () => {
    for (const [key, { providers = PROVIDERS, platforms = PLATFORMS }] of rows) {
      expect(PROVIDERS, key).toEqual(expect.arrayContaining([...providers]));
      expect(PLATFORMS, key).toEqual(expect.arrayContaining([...platforms]));
    }
  });

  test('masks what holds a credential', () => {
    expect([...secretRows].sort()).toEqual([
      'bootstrapHeaders',
      'inferenceAnthropicApiKey',
      'inferenceBedrockBearerToken',
      'inferenceCustomHeaders',
      'inferenceFoundryApiKey',
      'inferenceGatewayApiKey',
      'inferenceVertexOAuthClientSecret',
      'managedMcpServers',
      'otlpHeaders',
      'selfHostedToken',
    ]);
    expect(everything.filter(({ field }) => field?.secret).map(({ path }) => path)).toEqual([
      'managedMcpServers[].headers',
      'managedMcpServers[].oauth.clientSecret',
      'managedMcpServers[].env',
    ]);
  });

  test('masks whatever says by its name that it holds a credential', () => {
    const telling = [
      ...rows.filter(([key, { secret }]) => isSecretMember(key) && secret !== true).map(([key]) => key),
      ...everything
        .filter(({ path, field }) => isSecretMember(path) && field !== undefined && field.secret !== true)
        .map(({ path }) => path),
    ];
    // The path of a program that prints one.
    expect(telling).toEqual(['managedMcpServers[].oauth.clientSecretHelper']);
  });

  test('finds rows by name and nothing else', () => {
    expect(keySpec('inferenceProvider')).toBe(catalogue.inferenceProvider);
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'inferenceGatewayHeaders',
      'InferenceProvider',
    ])
      expect(keySpec(name)).toBeUndefined();
  });

  test('infers the native values', () => {
    type Model = NonNullable<Config['inferenceModels']>[number];
    type Server = NonNullable<Config['managedMcpServers']>[number];
    expectTypeOf<Config['inferenceProvider']>().toEqualTypeOf<
      'gateway' | 'anthropic' | 'bedrock' | 'mantle' | 'vertex' | 'foundry' | undefined
    >();
    expectTypeOf<Extract<Model, string>>().toEqualTypeOf<string>();
    expectTypeOf<Exclude<Model, string>['name']>().toEqualTypeOf<string>();
    expectTypeOf<Exclude<Model, string>['supports1m']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<Config['allowedWorkspaceFolders']>().toExtend<
      readonly (string | { path: string })[] | undefined
    >();
    expectTypeOf<Config['inferenceCustomHeaders']>().toEqualTypeOf<
      Readonly<Record<string, string>> | undefined
    >();
    expectTypeOf<Config['builtinToolPolicy']>().toEqualTypeOf<
      Readonly<Record<string, 'allow' | 'ask'>> | undefined
    >();
    expectTypeOf<Config['forceLoginOrgUUID']>().toEqualTypeOf<string | readonly string[] | undefined>();
    expectTypeOf<Config['inferenceMaxTokensPerWindow']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Extract<Server['oauth'], boolean>>().toEqualTypeOf<boolean>();
    expectTypeOf<Exclude<Server['oauth'], boolean | undefined>['callbackPort']>().toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf<Server['transport']>().toEqualTypeOf<'http' | 'sse' | 'stdio' | 'policy-only' | undefined>();
    expectTypeOf<NonNullable<Config['inferenceGatewayOidc']>['clientId']>().toEqualTypeOf<string>();
    expectTypeOf<Config['dangerousMaxVersion']>().toEqualTypeOf<unknown>();
  });
});

test('built-in tools are named once, and bare ones are among them', () => {
  expect(new Set(BUILTIN_TOOLS).size).toBe(BUILTIN_TOOLS.length);
  expect(BUILTIN_TOOLS).toEqual(expect.arrayContaining([...BARE_TOOLS]));
});

test.for(Object.entries(presets))('preset %s never sets what it asks for', ([, preset]) => {
  expect(preset.title).toMatch(/\S/);
  expect(preset.summary).toMatch(SENTENCE);
  for (const key of preset.ask) expect(preset.values).not.toHaveProperty(key);
  for (const key of [...Object.keys(preset.values), ...preset.ask]) {
    expect(keySpec(key)).toBeDefined();
    expect(secretRows).not.toContain(key);
  }
});

test.skipIf(!existsSync(COLLECTED))('agrees with the collected facts but for the listed differences', () => {
  const collected = collectedFacts(readFileSync(COLLECTED, 'utf8'));
  const written = writtenFacts();
  const paths = [...new Set([...Object.keys(collected), ...Object.keys(written)])];
  const differing = paths
    .filter((path) => JSON.stringify(collected[path]) !== JSON.stringify(written[path]))
    .filter((path) => !NOT_COLLECTED.includes(/^[^.#]+/.exec(path)?.[0] ?? ''));
  expect(paths.length).toBeGreaterThan(1000);
  expect(differing.sort()).toEqual(Object.values(INTENDED).flat().sort());
});

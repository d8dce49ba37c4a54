import { describe, expect, test } from 'vitest';
import { keySpec } from '../../src/schema/catalogue/index.ts';
import { effective } from '../../src/schema/effective.ts';
import { PROVIDERS } from '../../src/schema/key-spec.ts';
import { exampleWith, keysOfSignIn, providerRows, signInsOf } from '../../src/schema/descriptions.ts';
import { formatRows as stringFormats } from '../../src/schema/rows.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

describe.each(PROVIDERS)('the row of %s', (provider) => {
  const row = providerRows[provider];

  test.each(row.sources.map(({ kind }) => kind))('the example with %s is valid and uses it', (kind) => {
    const example = exampleWith(provider, kind);
    const checked = validate(documentOf(example));
    expect(checked.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
    // A helper beside what needs no key of its own stays the credential; a lone kind needs nothing set.
    const uses = effective(checked, { platform: 'macos' });
    expect(uses.provider).toBe(provider);
    expect(uses.credential?.kind).toBe(kind);
    expect(uses.credential?.missing).toEqual([]);
  });

  test('every way to sign in is offered once', () => {
    const ids = row.sources.flatMap(({ offers }) => offers.map(({ id }) => id));
    expect([...row.offered].sort()).toEqual([...ids].sort());
    expect(signInsOf(provider).map(({ id }) => id)).toEqual(row.offered);
    expect(signInsOf(provider)).toBe(signInsOf(provider));
  });

  test('what is asked for belongs to the source, and the provider reads it', () => {
    for (const source of row.sources)
      for (const { fields } of source.offers)
        for (const { key } of fields) expect([...source.keys, ...(source.also ?? [])]).toContain(key);
    const keys = [...row.fields.map(({ key }) => key), ...signInsOf(provider).flatMap(keysOfSignIn)];
    for (const key of keys) {
      const readers = keySpec(key)?.providers;
      expect(readers === undefined || readers.includes(provider), key).toBe(true);
    }
  });

  test('no two sources share a place in the order', () => {
    const ranks = row.sources.flatMap(({ rank }) => rank ?? []);
    expect(new Set(ranks).size).toBe(ranks.length);
  });
});

test.each(Object.entries(stringFormats))('the example of the form %s passes its own tests', (_, row) => {
  expect(row.check(row.example, undefined)).toEqual([]);
  if (row.pattern !== undefined) expect(row.example).toMatch(new RegExp(row.pattern));
});

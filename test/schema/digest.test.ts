import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compareSettings } from '../../src/schema/compare.ts';
import { comparable } from '../../src/schema/compare/comparable.ts';
import { canonicalJson } from '../../src/schema/compare/canonical.ts';
import { settingsDigest } from '../../src/schema/compare/digest.ts';

const digest = (settings: Readonly<Record<string, unknown>>): string =>
  settingsDigest(new Map(Object.entries(settings)));

describe('the digest of a configuration', () => {
  test('is SHA-256 of the canonical JSON of its decoded settings', () => {
    const json =
      '{"disableAutoUpdates":true,"inferenceModels":["claude-opus-5"],"inferenceProvider":"gateway"}';
    expect(
      digest({ inferenceProvider: 'gateway', inferenceModels: ['claude-opus-5'], disableAutoUpdates: true }),
    ).toBe(createHash('sha256').update(json, 'utf8').digest('hex'));
  });

  test.for([
    ['the order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    [
      'the order of members',
      { banner: { text: 'x', enabled: true } },
      { banner: { enabled: true, text: 'x' } },
    ],
    ['what no export writes', { a: 1 }, { a: 1, b: '', c: null, d: undefined }],
    [
      'a text for what a key of unknown type holds',
      { claudeCodeProcessWrapperEnabled: true },
      { claudeCodeProcessWrapperEnabled: 'true' },
    ],
    ['JSON as text in an unknown key', { futureKey: { b: 1, a: [2] } }, { futureKey: '{"a":[2],"b":1}' }],
  ] as const)('does not see %s', ([, one, other]) => {
    expect(digest(one)).toBe(digest(other));
  });

  test.for([
    ['a value', { a: 'x' }, { a: 'y' }],
    ['a key', { a: 'x' }, { a: 'x', b: 'x' }],
    ['the order of a list', { inferenceModels: ['a', 'b'] }, { inferenceModels: ['b', 'a'] }],
    ['the type of a documented key', { disableAutoUpdates: true }, { disableAutoUpdates: 'true' }],
    ['an empty list', {}, { coworkEgressAllowedHosts: [] }],
  ] as const)('sees %s', ([, one, other]) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  test('a text of very many brackets stays a text', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(comparable('futureKey', deep)).toBe(deep);
    expect(digest({ futureKey: deep })).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('canonical JSON is that of RFC 8785', () => {
  // Example of section 3.2.3, without the number that needs more than JSON can say.
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '1': 'One',
    '\u0080': 'Control',
    '\ud83d\ude02': 'Smiley',
  };
  expect(canonicalJson(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u20ac":"Euro Sign","\ud83d\ude02":"Smiley"}',
  );
  expect(canonicalJson([1e21, 0.5, -0, null, 'a"\\'])).toBe('[1e+21,0.5,0,null,"a\\"\\\\"]');
});

test('a key of unknown type compares by what its text encodes', () => {
  const left = new Map<string, unknown>([
    ['claudeCodeProcessWrapperEnabled', true],
    ['futureKey', { a: 1 }],
  ]);
  const right = new Map<string, unknown>([
    ['claudeCodeProcessWrapperEnabled', 'true'],
    ['futureKey', '{"a":2}'],
  ]);
  expect(compareSettings(left, right)).toEqual([
    { path: ['futureKey', 'a'], kind: 'changed', left: 1, right: 2 },
  ]);
});

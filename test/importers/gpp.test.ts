import { describe, expect, test } from 'vitest';
import { importerById } from '../../src/importers/index.ts';
import type { Document } from '../../src/schema/document.ts';

/* One item of Group Policy preferences -> the value that it writes, and what is said of it. */

const KEY = 'SOFTWARE\\Policies\\Claude';
const USUAL = { action: 'U', hive: 'HKEY_LOCAL_MACHINE', key: KEY, name: 'k', type: 'REG_SZ', value: 'v' };

const attributes = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');

interface Item {
  readonly properties?: Readonly<Record<string, string>>;
  readonly outer?: Readonly<Record<string, string>>;
  readonly filters?: string;
}

const item = ({ properties = {}, outer = {}, filters = '' }: Item): string =>
  `<Registry${attributes(outer)}><Properties${attributes({ ...USUAL, ...properties })}/>${filters}</Registry>`;

function decoded(items: string): Document {
  const outcome = importerById('gpp').decode(Buffer.from(`<RegistrySettings>${items}</RegistrySettings>`));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** What the document holds for `k`, and the codes of its findings, but for the one that nothing is there. */
function read(items: string): readonly unknown[] {
  const { entries, findings } = decoded(items);
  const entry = entries.get('k');
  return [
    entry?.value,
    entry?.encoding,
    findings.map(({ code }) => code).filter((code) => code !== 'wrong-shape'),
  ];
}

test.each<[string, Item, readonly unknown[]]>([
  ['a text', {}, ['v', 'REG_SZ', []]],
  ['an empty text', { properties: { value: '' } }, ['', 'REG_SZ', []]],
  [
    'a type in small letters',
    { properties: { type: 'reg_dword', value: '0000000a' } },
    [10, 'REG_DWORD', []],
  ],
  [
    'a number of eight digits',
    { properties: { type: 'REG_DWORD', value: 'FFFFFFFF' } },
    [4294967295, 'REG_DWORD', []],
  ],
  ['a number of one digit', { properties: { type: 'REG_DWORD', value: '1' } }, [1, 'REG_DWORD', []]],
  [
    'a number of nine digits',
    { properties: { type: 'REG_DWORD', value: '000000001' } },
    [undefined, undefined, ['reg-type-unreadable']],
  ],
  [
    'no number',
    { properties: { type: 'REG_DWORD', value: '0x1' } },
    [undefined, undefined, ['reg-type-unreadable']],
  ],
  [
    'bytes',
    { properties: { type: 'REG_BINARY', value: '01' } },
    [undefined, undefined, ['reg-type-unreadable']],
  ],
  ['an unknown type', { properties: { type: 'REG_ODD' } }, ['v', 'REG_SZ', []]],
  ['the action update, unsaid', { properties: { action: '' } }, ['v', 'REG_SZ', []]],
  ['the action replace', { properties: { action: 'R' } }, ['v', 'REG_SZ', []]],
  ['the action create', { properties: { action: 'C' } }, ['v', 'REG_SZ', ['gpo-unusual']]],
  ['the action create, in a small letter', { properties: { action: 'c' } }, ['v', 'REG_SZ', ['gpo-unusual']]],
  ['switched off', { outer: { disabled: '1' } }, [undefined, undefined, ['gpo-unusual']]],
  ['not switched off', { outer: { disabled: '0' } }, ['v', 'REG_SZ', []]],
  ['targeted', { filters: '<Filters><FilterUser/></Filters>' }, ['v', 'REG_SZ', ['gpo-unusual']]],
  ['targeted at nothing', { filters: '<Filters/>' }, ['v', 'REG_SZ', []]],
  ['as the user', { outer: { userContext: '1' } }, ['v', 'REG_SZ', ['gpo-unusual']]],
  [
    'as the user, in the hive of the user',
    { outer: { userContext: '1' }, properties: { hive: 'HKEY_CURRENT_USER' } },
    ['v', 'REG_SZ', ['reg-user-hive']],
  ],
  [
    'as the user, the hive in small letters',
    { outer: { userContext: '1' }, properties: { hive: 'hkey_local_machine' } },
    ['v', 'REG_SZ', ['gpo-unusual']],
  ],
  [
    'the value of another key',
    { properties: { key: 'SOFTWARE\\Other', action: 'C' }, filters: '<Filters><F/></Filters>' },
    [undefined, undefined, ['reg-wrong-key']],
  ],
  [
    'a key that is nearly the one, switched off',
    { properties: { key: 'SOFTWARE\\Policies\\Claude Desktop' }, outer: { disabled: '1' } },
    [undefined, undefined, ['gpo-unusual']],
  ],
  [
    'another key, switched off',
    { properties: { key: 'SOFTWARE\\Other' }, outer: { disabled: '1' } },
    [undefined, undefined, ['reg-wrong-key']],
  ],
  [
    'another key, as the user',
    { properties: { key: 'SOFTWARE\\Other' }, outer: { userContext: '1' } },
    [undefined, undefined, ['reg-wrong-key']],
  ],
  ['the default value', { properties: { default: '1' } }, [undefined, undefined, ['reg-default-value']]],
])('%s', (_, one, expected) => {
  expect(read(item(one))).toEqual(expected);
});

describe('what deletes', () => {
  const before = item({}) + item({ properties: { name: 'l', value: 'w' } });
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['a value', { action: 'D' }, ['l']],
    ['a value by a small letter', { action: 'd', value: '' }, ['l']],
    ['a value without a type', { action: 'D', type: '' }, ['l']],
    ['a key', { action: 'D', name: '', type: '', value: '' }, []],
    ['a key with a type deletes nothing', { action: 'D', name: '', value: '' }, ['k', 'l']],
    ['the default value', { action: 'D', name: '', type: '', default: '1' }, ['k', 'l']],
    ['no name is no value', { name: '', type: '', value: '' }, ['k', 'l']],
  ])('%s', (_, properties, left) => {
    expect([...decoded(before + item({ properties })).entries.keys()]).toEqual(left);
  });
});

describe('collections', () => {
  const inside = (outer: string, filters = ''): string =>
    `<Collection${outer}>${filters}<Collection>${item({})}</Collection></Collection>`;
  test.each<[string, string, readonly unknown[]]>([
    ['plain', inside(''), ['v', 'REG_SZ', []]],
    ['switched off', inside(' disabled="1"'), [undefined, undefined, ['gpo-unusual']]],
    ['targeted', inside('', '<Filters><F/></Filters>'), ['v', 'REG_SZ', ['gpo-unusual']]],
    ['something else around it', `<Other>${item({})}</Other>`, [undefined, undefined, []]],
    ['an item without properties', '<Registry/>', [undefined, undefined, []]],
    ['prefixes', '<a:Registry><a:Properties' + attributes(USUAL) + '/></a:Registry>', ['v', 'REG_SZ', []]],
  ])('%s', (_, items, expected) => {
    expect(read(items)).toEqual(expected);
  });
});

test('a finding stands at its item, and names the value', () => {
  const [finding] = decoded(`\n  ${item({ properties: { action: 'C' } })}`).findings;
  expect(finding).toMatchObject({ code: 'gpo-unusual', path: ['k'], line: 2, column: 3 });
  expect(finding?.message).toMatch(/^k is only created/);
  const [nameless] = decoded(item({ properties: { action: 'C', default: '1' } })).findings;
  expect(nameless).toMatchObject({ path: [] });
  expect(nameless?.message).toMatch(/^The item is only created/);
});

test('XML that breaks off is a syntax error with its place', () => {
  expect(decoded('\n<Registry>').findings).toMatchObject([{ code: 'syntax', line: 2 }]);
});

test.for<[string, unknown, readonly string[]]>([
  ['utf-8', 'é', []],
  ['windows-1252', 'Ã©', []],
  ['ISO-8859-1', 'Ã©', []],
  ['utf-16', undefined, ['syntax']],
  ['us-ascii', undefined, ['syntax']],
  ['macintosh', undefined, ['syntax']],
])('UTF-8 that declares %s', ([encoding, value, codes]) => {
  const outcome = importerById('gpp').decode(
    Buffer.from(
      `<?xml version="1.0" encoding="${encoding}"?><RegistrySettings>${item({ properties: { value: 'é' } })}</RegistrySettings>`,
    ),
  );
  expect(outcome.ok && outcome.value.entries.get('k')?.value).toBe(value);
  expect(outcome.ok && outcome.value.findings.map(({ code }) => code)).toEqual(codes);
});

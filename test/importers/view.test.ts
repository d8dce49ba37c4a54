import { describe, expect, test } from 'vitest';
import { RegistryViewer } from '../../src/importers/registry/view.ts';

/* Exports of a device's registry -> values by hive, keys beside the policy key, lines that say nothing. */

type RegistryView = RegistryViewer['view'];
const HEADER = 'Windows Registry Editor Version 5.00';
const KEY = 'SOFTWARE\\Policies\\Claude';
const SID = 'S-1-5-21-1111111111-2222222222-3333333333-1001';

function view(...exports: readonly (readonly string[])[]): RegistryView {
  const viewer = new RegistryViewer();
  for (const lines of exports)
    expect(viewer.add(Buffer.from(lines.join('\r\n')))).toMatchObject({ ok: true });
  return viewer.view;
}

const hives = ({ hives: all }: RegistryView): unknown =>
  Object.fromEntries(
    [...all].map(([hive, values]) => [
      hive,
      Object.fromEntries([...values.values()].map(({ name, value }) => [name, value])),
    ]),
  );

test.each<[string, readonly string[], unknown]>([
  ['the machine', [`[HKEY_LOCAL_MACHINE\\${KEY}]`, '"k"="v"'], { HKLM: { k: 'v' } }],
  ['the machine in short', [`[HKLM\\${KEY}]`, '"k"="v"'], { HKLM: { k: 'v' } }],
  ['the user', [`[HKEY_CURRENT_USER\\${KEY}]`, '"k"="v"'], { HKCU: { k: 'v' } }],
  ['the user in short', [`[hkcu\\${KEY}]`, '"k"="v"'], { HKCU: { k: 'v' } }],
  ['a user by number', [`[HKEY_USERS\\${SID}\\${KEY}]`, '"k"="v"'], { [SID]: { k: 'v' } }],
  [
    'a user in short, in small letters',
    [`[HKU\\${SID.toLowerCase()}\\${KEY}]`, '"k"="v"'],
    { [SID]: { k: 'v' } },
  ],
  ['a user of Entra ID', [`[HKU\\S-1-12-1-1-2-3-4\\${KEY}]`, '"k"="v"'], { 'S-1-12-1-1-2-3-4': { k: 'v' } }],
  ['the profile of new users', [`[HKU\\.DEFAULT\\${KEY}]`, '"k"="v"'], {}],
  ['a service', [`[HKU\\S-1-5-18\\${KEY}]`, '"k"="v"'], {}],
  ['classes of a user', [`[HKU\\${SID}_Classes\\${KEY}]`, '"k"="v"'], {}],
  ['another hive', [`[HKEY_CLASSES_ROOT\\${KEY}]`, '"k"="v"'], {}],
  ['a key in other letters', ['[HKLM\\Software\\POLICIES\\claude\\]', '"k"="v"'], { HKLM: { k: 'v' } }],
  ['a key without values', [`[HKLM\\${KEY}]`], { HKLM: {} }],
  ['values of no key', ['"k"="v"'], {}],
  [
    'a later value wins, under its own spelling',
    [`[HKLM\\${KEY}]`, '"k"="v"', '"K"="w"'],
    { HKLM: { K: 'w' } },
  ],
  ['a value that is deleted', [`[HKLM\\${KEY}]`, '"k"="v"', '"l"="w"', '"K"=-'], { HKLM: { l: 'w' } }],
  ['a key that is deleted', [`[HKLM\\${KEY}]`, '"k"="v"', `[-HKLM\\${KEY}]`, '"l"="w"'], {}],
  [
    'a key that is opened again',
    [`[HKLM\\${KEY}]`, '"k"="v"', `[HKLM\\${KEY}]`, '"l"="w"'],
    { HKLM: { k: 'v', l: 'w' } },
  ],
  [
    'another key that is deleted',
    [`[HKLM\\${KEY}]`, '"k"="v"', '[-HKLM\\SOFTWARE\\Other]', '"l"="w"'],
    { HKLM: { k: 'v' } },
  ],
])('%s', (_, lines, expected) => {
  expect(hives(view([HEADER, '', ...lines]))).toEqual(expected);
});

test.each([
  [HEADER, 'utf8', '"k"=hex(1):76,00,e9,00,00,00', 'v\u00E9'],
  ['REGEDIT4', 'utf8', '"k"=hex(1):76,e9,00', 'v\u00E9'],
  ['REGEDIT4', 'utf16le', '"k"=hex(1):76,00,e9,00,00,00', 'v\u00E9'],
] as const)('bytes of a text under %s in %s', (header, encoding, line, value) => {
  const viewer = new RegistryViewer();
  const mark = encoding === 'utf8' ? '' : '\uFEFF';
  viewer.add(Buffer.from(`${mark}${header}\r\n\r\n[HKLM\\${KEY}]\r\n${line}\r\n`, encoding));
  expect(hives(viewer.view)).toEqual({ HKLM: { k: value } });
});

test('a later file adds to what is there', () => {
  expect(
    hives(view([HEADER, `[HKLM\\${KEY}]`, '"k"="v"', '"l"="v"'], [HEADER, `[HKLM\\${KEY}]`, '"l"="w"'])),
  ).toEqual({ HKLM: { k: 'v', l: 'w' } });
});

describe('keys beside the policy key', () => {
  test('below it, and near it', () => {
    const { subkeys, nearKeys } = view([
      HEADER,
      `[HKLM\\${KEY}\\Sub]`,
      '"a"="1"',
      '"b"=-',
      '"c"=dword:00000001',
      `[HKLM\\${KEY}\\Sub]`,
      '"d"="1"',
      '[HKLM\\SOFTWARE\\Policies\\Claude Desktop]',
      '[HKLM\\SOFTWARE\\Other]',
      '"e"="1"',
    ]);
    expect([...subkeys]).toEqual([[`HKLM\\${KEY}\\Sub`, ['a', 'c', 'd']]]);
    for (const name of nearKeys.keys()) expect(name).toContain('Claude Desktop');
  });

  test('a hundred keys are told, and a hundred names of each', () => {
    const keys = Array.from({ length: 101 }, (_, index) => [`[HKLM\\${KEY}\\${String(index)}]`, '"a"="1"']);
    const names = Array.from({ length: 101 }, (_, index) => `"n${String(index)}"="1"`);
    const { subkeys } = view([HEADER, ...keys.flat(), `[HKLM\\${KEY}\\0]`, ...names]);
    expect([subkeys.size, subkeys.get(`HKLM\\${KEY}\\0`)?.length]).toEqual([100, 100]);
  });
});

test('lines that say nothing are told by their number, a hundred of them', () => {
  const odd = Array.from({ length: 101 }, () => 'odd');
  expect(view(['', HEADER, `[HKLM\\${KEY}]`, 'odd']).dropped.map(({ line }) => line)).toEqual([4]);
  expect(view([HEADER, `[HKLM\\${KEY}]`, ...odd]).dropped).toHaveLength(100);
});

test.each([
  [HEADER, true],
  ['REGEDIT4', true],
  [`\n  ${HEADER}  `, true],
  ['regedit4', false],
  [`x ${HEADER}`, false],
  ['', false],
])('%j begins an export: %s', (first, ok) => {
  expect(new RegistryViewer().add(Buffer.from(`${first}\r\n`)).ok).toBe(ok);
});

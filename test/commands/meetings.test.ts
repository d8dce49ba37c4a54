import { expect, test } from 'vitest';
import { meetings } from '../../src/commands/export/meet.ts';

type Rings = Parameters<typeof meetings>[0];
type Flags = Parameters<typeof meetings>[1];

/* Rings that are written side by side -> what happens on a device that gets two of them. */

const ring = (ids: readonly string[], settings: Readonly<Record<string, unknown>> = {}): unknown => ({
  name: 'a',
  writers: ids.map((id) => ({
    id,
    platform: id === 'mobileconfig' ? 'macos' : id === 'json' ? undefined : 'windows',
  })),
  settings: new Map(Object.entries(settings)),
});

test.each<[string, readonly unknown[], Flags, readonly RegExp[]]>([
  ['one ring', [ring(['gpp', 'mobileconfig'])], {}, []],
  ['two of no platform', [ring(['json']), ring(['json'])], {}, []],
  ['one of each platform', [ring(['gpp']), ring(['mobileconfig'])], {}, []],
  [
    'two of Windows',
    [ring(['gpp']), ring(['gpp'])],
    {},
    [/^gpp: 2 rings write the same values under HKEY_LOCAL_MACHINE/],
  ],
  [
    'two of Windows, for users',
    [ring(['gpp']), ring(['gpp'])],
    { hive: 'user' },
    [/^gpp: HKEY_CURRENT_USER keeps/],
  ],
  [
    'three of macOS',
    [ring(['mobileconfig']), ring(['mobileconfig']), ring(['mobileconfig'])],
    {},
    [/^mobileconfig: 3 rings set one preference domain/],
  ],
  [
    'two of macOS, for users',
    [ring(['mobileconfig']), ring(['mobileconfig'])],
    { scope: 'user' },
    [/^mobileconfig: a value of a user's profile wins/],
  ],
  [
    'registry files that differ in their keys',
    [ring(['reg'], { disableAutoUpdates: true }), ring(['reg'])],
    {},
    [/^reg: 2 rings/, /^reg: a device that moves .*\(disableAutoUpdates.*\)\. --replace/],
  ],
  [
    'the same, replaced',
    [ring(['reg'], { disableAutoUpdates: true }), ring(['reg'])],
    { replace: true },
    [/^reg: 2 rings/],
  ],
  [
    'registry files of the same keys',
    [ring(['reg'], { disableAutoUpdates: true }), ring(['reg'], { disableAutoUpdates: false })],
    {},
    [/^reg: 2 rings/],
  ],
])('%s', (_, rings, flags, expected) => {
  const told = meetings(rings as Rings, flags);
  expect(told).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(told[index]).toMatch(text);
});

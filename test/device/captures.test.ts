import { describe, expect, test } from 'vitest';
import { captureOf, desktopConfigOf, platformOf } from '../../src/device/captures.ts';
import { digestIn } from '../../src/device/expect.ts';
import { isMask } from '../../src/device/mask.ts';
import { Notes } from '../../src/device/notes.ts';
import { releaseOfDevice } from '../../src/device/release.ts';
import { asksServer } from '../../src/device/sources/bootstrap.ts';
import { isBehaviour, isKnown } from '../../src/device/sources/managed.ts';
import type { Captures } from '../../src/device/types.ts';
import { parseRelease, type Release } from '../../src/schema/releases.ts';

/* What a file of captures is by its name; undefined for every other. */
test.each([
  ['managed-machine.plist', 'machine'],
  ['MANAGED-MACHINE.PLIST', 'machine'],
  ['com.anthropic.claudefordesktop.plist', 'machine'],
  ['managed-user-anna.plist', 'user anna'],
  ['managed-user-.plist', undefined],
  [`managed-user-${'a'.repeat(100)}.plist`, `user ${'a'.repeat(100)}`],
  [`managed-user-${'a'.repeat(101)}.plist`, undefined],
  ['profiles.plist', 'profiles'],
  ['profiles-system.plist', 'profiles'],
  ['profiles-.plist', undefined],
  ['hklm.reg', 'registry'],
  ['x.REG', 'registry'],
  ['.reg', undefined],
  ['.hidden.reg', undefined],
  [`a${'b'.repeat(200)}.reg`, 'registry'],
  [`a${'b'.repeat(201)}.reg`, undefined],
  ['a.reg.txt', undefined],
  ['managed-settings.json', 'settings'],
  ['stat.txt', 'stat'],
  ['bootstrap.json', 'bootstrap'],
  ['main.log', 'log'],
  ['custom3p-setup.log', 'setup-log'],
  ['old-custom3p-setup.log', undefined],
  ['version.txt', 'version'],
  ['claude_desktop_config.json', 'desktop-config'],
  ['digest.txt', 'digest'],
])('%s: %s', (name, kind) => {
  const found = captureOf(name);
  expect(found === undefined ? undefined : 'user' in found ? `user ${found.user}` : found.kind).toBe(kind);
  for (const other of [`x${name}`, `${name}x`, name.replace('.', 'x')])
    if (kind !== 'registry' && kind !== undefined)
      expect([other, captureOf(other)]).toEqual([other, undefined]);
});

test.each([
  ['{"deploymentMode":"1p"}', { mode: '1p', enterprise: false }],
  ['{"deploymentMode":7,"enterpriseConfig":{"a":1}}', { mode: undefined, enterprise: true }],
  ['{"enterpriseConfig":{}}', { mode: undefined, enterprise: false }],
  ['{"enterpriseConfig":[1]}', { mode: undefined, enterprise: false }],
  ['no JSON', { mode: undefined, enterprise: false }],
])('the state file %s', (text, expected) => {
  expect(desktopConfigOf(Buffer.from(text))).toEqual(expected);
});

test.each([
  [`${'A'.repeat(63)}0`, `${'a'.repeat(63)}0`],
  [` sha256:${'a'.repeat(64)}\n`, 'a'.repeat(64)],
  [`SHA256:${'a'.repeat(64)}`, 'a'.repeat(64)],
  ['a'.repeat(63), undefined],
  ['a'.repeat(65), undefined],
  [`x${'a'.repeat(64)}`, undefined],
  ['g'.repeat(64), undefined],
])('the digest in %j: %s', (text, digest) => {
  expect(digestIn(text)).toBe(digest);
});

test.each([
  ['masked-by-cowork-3p', true],
  ['\u2022\u2022\u2022\u2022', true],
  ['\u2022\u2022\u2022\u2022wxyz', true],
  ['x masked-by-cowork-3p', false],
  ['', false],
  [7, false],
  [undefined, false],
])('%j is a mask: %s', (value, mask) => {
  expect(isMask(value)).toBe(mask);
});

test.each<[Readonly<Record<string, unknown>>, boolean]>([
  [{}, false],
  [{ bootstrapUrl: '' }, false],
  [{ bootstrapEnabled: true }, false],
  ...[undefined, true, 'true', 1, '1', 'no'].map((bootstrapEnabled): [Record<string, unknown>, boolean] => [
    { bootstrapUrl: 'https://a.example', bootstrapEnabled },
    true,
  ]),
  ...[false, 'false', 0, '0'].map((bootstrapEnabled): [Record<string, unknown>, boolean] => [
    { bootstrapUrl: 'https://a.example', bootstrapEnabled },
    false,
  ]),
])('a device with %j asks a bootstrap server: %s', (settings, asks) => {
  const found = Object.entries(settings).map(
    ([key, value]) => [key, { value, from: 'machine', reason: '' }] as const,
  );
  expect(asksServer(new Map(found))).toBe(asks);
});

describe('keys of app behaviour, by release', () => {
  const release = (text: string): Release => parseRelease(text) ?? [0, 0, 0];
  test.each([
    ['disableAutoUpdates', '1.0.0', true],
    ['autoUpdaterEnforcementHours', '1.0.0', true],
    ['updateViaUpdatesHost', '1.0.0', true],
    ['relaunchEnforcementHours', '1.46387.9', false],
    ['relaunchEnforcementHours', '1.46388.0', true],
    ['configRecheckIntervalMinutes', '1.46388.0', true],
    ['egressProxyUrl', '1.46387.9', false],
    ['egressProxyUrl', '1.46388.0', true],
    ['egressProxyPacUrl', '1.46388.0', true],
    ['disableWslSessions', '2.9939.1', false],
    ['disableWslSessions', '2.9939.2', true],
    ['inferenceProvider', '9.0.0', false],
    ['noSuchKey', '9.0.0', false],
  ])('%s at %s: %s', (key, at, behaviour) => {
    expect(isBehaviour(key, release(at))).toBe(behaviour);
  });

  test.each([
    ['inferenceProvider', true],
    ['inferenceGatewayHeaders', true],
    ['noSuchKey', false],
  ])('%s is known: %s', (key, known) => {
    expect(isKnown(key)).toBe(known);
  });
});

describe('the release of a device', () => {
  const version = (text: string) => ({ name: 'version.txt', bytes: Buffer.from(text) });
  const target = { oldest: [1, 46388, 0] as Release, newest: [2, 0, 0] as Release };
  test.each<[string, boolean, string | undefined, string | undefined, string, readonly string[]]>([
    ['what the caller says', true, '2.1.0', '2.1.0', '1.46388.0 target', []],
    ['what the caller says, of two others', true, '2.1.0', '2.2.0', '1.46388.0 target', ['version-differs']],
    ['what was started last', false, '1.46388.1', undefined, '1.46388.1 log', []],
    ['started, and installed', false, '1.46388.1', '1.46388.1', '1.46388.1 log', []],
    ['started, and another installed', false, '1.46388.1', '1.46388.2', '1.46388.1 log', ['version-differs']],
    ['what is installed', false, undefined, 'Claude v1.46388.1 (abc)', '1.46388.1 version', []],
    [
      'what is installed, behind another number',
      false,
      'no',
      '1.2\n1.46388.1\n2.0.0',
      '1.46388.1 version',
      [],
    ],
    ['the first three numbers of four', false, undefined, '1.46388.1.9', '1.46388.1 version', []],
    ['a number inside another word', false, undefined, 'a.1.46388.1', '', ['version-unknown']],
    ['nothing', false, undefined, 'unknown', '', ['version-unknown']],
    ['far beyond', false, '99.0.0', undefined, '99.0.0 log', ['version-beyond']],
  ])('%s', (_, given, logged, installed, expected, notes) => {
    const found = releaseOfDevice(
      given ? target : undefined,
      logged,
      installed === undefined ? undefined : version(installed),
    );
    if (expected === '') expect(found.from).toBe('newest');
    else expect(`${found.release.join('.')} ${found.from}`).toBe(expected);
    expect(found.notes.map(({ code }) => code)).toEqual(notes);
  });
});

const FILE = { name: 'x', bytes: new Uint8Array() };

/* Whose captures these are; of two platforms none, and that is said. */
test.each<[string, Partial<Captures>, string | undefined, boolean]>([
  ['nothing', {}, undefined, false],
  ['a preference file of the machine', { machine: FILE }, 'macos', false],
  ['one of a user', { users: [{ ...FILE, user: 'anna' }] }, 'macos', false],
  ['profiles', { profiles: FILE }, 'macos', false],
  ['several of one platform', { machine: FILE, profiles: FILE }, 'macos', false],
  ['a registry file', { registry: [FILE] }, 'windows', false],
  ['settings', { settings: FILE }, 'linux', false],
  ['owners alone', { stat: FILE }, 'linux', false],
  ['two platforms', { machine: FILE, registry: [FILE] }, undefined, true],
  ['two others', { registry: [FILE], settings: FILE }, undefined, true],
])('%s', (_name, captures, platform, unclear) => {
  const notes = new Notes();
  const all: Captures = {
    users: [],
    registry: [],
    libraries: [],
    notes: [],
    empty: false,
    incomplete: false,
    ...captures,
  };
  expect(platformOf(all, notes)).toBe(platform);
  expect(notes.all.map(({ code }) => code)).toEqual(unclear ? ['platform-unclear'] : []);
});

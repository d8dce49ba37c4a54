import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { keyNames, keySpec } from '../../src/schema/catalogue/index.ts';
import { retiredNames } from '../../src/schema/retirements/renames.ts';
import { latestRelease, neighbours, releaseOf, type Release } from '../../src/schema/releases.ts';
import { boundsText, firstRead, checkTarget, readBy } from '../../src/schema/target.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

/** Codes and arguments of what a target makes of settings. */
function checked(settings: Readonly<Record<string, unknown>>, target: Release | string): [string, unknown][] {
  const found: [string, unknown][] = [];
  checkTarget(
    new Map(Object.entries(settings)),
    typeof target === 'string' ? releaseOf(target) : target,
    (code, _path, args) => found.push([code, args]),
  );
  return found;
}
const codesOf = (settings: Readonly<Record<string, unknown>>, target: Release | string): string[] =>
  checked(settings, target).map(([code]) => code);

test.each<[Readonly<Record<string, unknown>>, string, readonly unknown[]]>([
  [
    { builtinToolPolicy: { Bash: 'ask', 'Bash(git *)': 'ask' } },
    '1.34493.1',
    ['builtinToolPolicy', 'Bash(git *)'],
  ],
  [
    { inferenceIdpOidc: { clientId: 'a', resource: 'urn:example:gateway' } },
    '2.7032.0',
    ['inferenceIdpOidc', 'resource'],
  ],
  [
    { managedMcpServers: [{ name: 'a' }, { name: 'b', server: 'github' }] },
    '1.24012.0',
    ['managedMcpServers', 1, 'server'],
  ],
])('%j is told at its place', (settings, target, place) => {
  const places: unknown[] = [];
  checkTarget(new Map(Object.entries(settings)), releaseOf(target), (_code, path) => places.push(path));
  expect(places).toEqual([place]);
});

describe('every key of the catalogue, and every retired name', () => {
  test.for([...keyNames, ...retiredNames])('%s', (key) => {
    const first = firstRead(key);
    const { since, after, atOrBefore } = first;
    if (since !== undefined && since !== 'baseline') {
      const release = releaseOf(since);
      const before = releaseOf(neighbours(release).before?.version ?? '0.0.0');
      expect(codesOf({ [key]: null }, before)).toEqual(['key-newer-than-target']);
      expect(codesOf({ [key]: null }, release)).toEqual([]);
    }
    if (since === 'baseline') expect(codesOf({ [key]: null }, '1.2581.0')).toEqual([]);
    if (since === undefined) {
      // Unknown is said to be unknown, and what is certain is checked.
      if (after !== undefined) expect(codesOf({ [key]: null }, after)).toEqual(['key-newer-than-target']);
      if (atOrBefore !== undefined) {
        expect(codesOf({ [key]: null }, atOrBefore)).toEqual([]);
        const between = neighbours(releaseOf(atOrBefore)).before?.version ?? '';
        if (between !== after) expect(codesOf({ [key]: null }, between)).toEqual(['release-unknown']);
      }
    }
    expect(codesOf({ [key]: null }, latestRelease)).toEqual([]);
  });
});

test('since, a later name and a later managed source: the latest counts', () => {
  expect(firstRead('inferenceCustomHeaders')).toEqual({ since: '1.8089.0' });
  expect(firstRead('trustBootstrapDelivery')).toEqual({ since: '1.26832.0' });
  expect(firstRead('trustBootstrapLocalExec')).toEqual({ since: '1.25927.0' });
  expect(firstRead('endUserAttribution')).toEqual({ since: '1.25927.0' });
  expect(firstRead('enduserAttribution')).toEqual({ since: '1.24012.0' });
  expect(firstRead('isDxtEnabled')).toEqual({ since: 'baseline' });
  expect(firstRead('noSuchKey')).toEqual({});
  for (const key of keyNames) {
    const managed = keySpec(key)?.managedSince;
    if (managed !== undefined) expect(firstRead(key), key).toEqual({ since: managed });
  }
});

test.for<[string, Readonly<Record<string, unknown>>, string, string[]]>([
  ['a value', { inferenceCredentialKind: 'external-idp' }, '2.2553.13', ['key-newer-than-target']],
  ['a value at its release', { inferenceCredentialKind: 'external-idp' }, '2.7032.0', []],
  [
    'the key before the value',
    { inferenceCredentialKind: 'workforce' },
    '1.8089.0',
    ['key-newer-than-target'],
  ],
  ['a retired value', { inferenceGatewayAuthScheme: 'sso' }, '1.5186.0', []],
  [
    'a member',
    { allowedWorkspaceFolders: [{ path: '/a', mode: 'ro' }] },
    '1.25927.0',
    ['key-newer-than-target'],
  ],
  ['a member at its release', { allowedWorkspaceFolders: [{ path: '/a', mode: 'ro' }] }, '1.26832.0', []],
  ['the other form of an item', { allowedWorkspaceFolders: ['/a'] }, '1.2581.0', []],
  [
    'a member inside a member',
    { managedMcpServers: [{ name: 'a', oauth: { authFlow: 'browser' } }] },
    '1.24012.0',
    ['key-newer-than-target'],
  ],
  [
    'a value inside an item',
    { managedMcpServers: [{ name: 'a', server: 'github' }] },
    '1.24012.0',
    ['key-newer-than-target'],
  ],
  ['a list of plugin tools', { orgPluginSettings: [] }, '1.14271.0', ['key-newer-than-target']],
  ['a record of plugin tools', { orgPluginSettings: { mcpServers: {} } }, '1.14271.0', []],
  [
    'a rule about arguments',
    { builtinToolPolicy: { 'Bash(git *)': 'ask' } },
    '1.34493.1',
    ['key-newer-than-target'],
  ],
  ['a rule about a tool', { builtinToolPolicy: { Bash: 'ask' } }, '1.34493.1', []],
  ['a value of an unknown release', { microsoftAuthBroker: 'required' }, '1.46388.1', ['release-unknown']],
  ['the same, newest release', { microsoftAuthBroker: 'required' }, '6.28899.2', []],
  [
    'the same, at the release that first reads the key',
    { microsoftAuthBroker: 'required', inferenceFoundryAuthFlow: 'broker' },
    '1.19367.0',
    ['key-newer-than-target', 'key-newer-than-target'],
  ],
  [
    'another value of the same keys',
    { microsoftAuthBroker: 'auto', inferenceFoundryAuthFlow: 'browser' },
    '1.19367.0',
    [],
  ],
  [
    'values of the wrong type',
    { orgPluginSettings: 1, builtinToolPolicy: [], inferenceModels: null },
    '1.40609.0',
    [],
  ],
  ['a key nobody knows', { noSuchKey: 1 }, '1.2581.0', []],
])('%s', ([, settings, target, codes]) => {
  expect(codesOf(settings, target)).toEqual(codes);
});

test('the message says what, since when and for which target', () => {
  expect(checked({ inferenceCredentialKind: 'external-idp' }, '2.110.0')).toEqual([
    [
      'key-newer-than-target',
      { what: 'inferenceCredentialKind "external-idp"', since: '2.7032.0', target: '2.110.0' },
    ],
  ]);
  expect(checked({ desktopHome: 'standard' }, '1.49585.0')).toEqual([
    [
      'key-newer-than-target',
      { what: 'desktopHome', since: 'a release after 1.49585.0', target: '1.49585.0' },
    ],
  ]);
  expect(checked({ desktopHome: 'standard' }, '2.110.0')).toEqual([
    [
      'release-unknown',
      {
        what: 'desktopHome',
        known: 'not yet by 1.49585.0, by 2.2553.1 at the latest',
        target: '2.110.0',
      },
    ],
  ]);
});

test('what is known of a first release, in words', () => {
  expect(boundsText({ since: 'baseline' })).toBe('by every known release');
  expect(boundsText({ since: '1.8089.0' })).toBe('from 1.8089.0 on');
  expect(boundsText({ after: '2.2553.1' })).toBe('not yet by 2.2553.1');
  expect(boundsText({})).toBe('by some release');
  expect(readBy({}, releaseOf('1.2581.0'))).toBe('unknown');
  expect(readBy({}, latestRelease)).toBe('yes');
});

test('a retired spelling is checked as it is written, not as what replaced it', () => {
  const findings = (settings: Readonly<Record<string, unknown>>, target: string): readonly Diagnostic[] =>
    validate(documentOf(settings), { target: releaseOf(target) }).diagnostics;
  const base = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gateway.example.com' };
  const errors = (list: readonly Diagnostic[]): string[] =>
    list.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  expect(errors(findings({ ...base, inferenceGatewayAuthScheme: 'sso' }, '1.3036.0'))).toEqual([]);
  expect(errors(findings({ ...base, inferenceCredentialKind: 'interactive' }, '1.3036.0'))).toEqual([
    'inferenceCredentialKind is read from 1.8555.0 on; the target is 1.3036.0',
  ]);
});

test.each<[object, Release, string]>([
  [{ since: '1.20000.0' }, [1, 20000, 0], 'yes'],
  [{ since: '1.20000.0' }, [1, 19999, 9], 'no'],
  [{ atOrBefore: '1.20000.0' }, [1, 20000, 0], 'yes'],
  [{ atOrBefore: '1.20000.0' }, [1, 19999, 9], 'unknown'],
  [{ after: '1.20000.0' }, [1, 20000, 0], 'no'],
  [{ after: '1.20000.0', atOrBefore: '1.20000.2' }, [1, 20000, 1], 'unknown'],
  [{ after: '1.20000.0', atOrBefore: '1.20000.2' }, [1, 20000, 2], 'yes'],
  [{}, latestRelease, 'yes'],
  [{}, [1, 20000, 0], 'unknown'],
])('what is known to be read %j: by %j %s', (known, release, expected) => {
  expect(readBy(known, release)).toBe(expected);
});

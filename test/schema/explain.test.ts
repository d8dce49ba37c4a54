import { describe, expect, test } from 'vitest';
import { codes } from '../../src/codes/index.ts';
import { keyNames, sections, type KeyName } from '../../src/schema/catalogue/index.ts';
import { retiredNames } from '../../src/schema/retirements/renames.ts';
import {
  explain,
  explainIndex,
  explainKey,
  nearestEntry,
  type KeyExplained,
} from '../../src/schema/explain.ts';
import { exampleFor, valueFor } from '../../src/schema/explain/example.ts';
import { latestRelease } from '../../src/schema/releases.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

test('every key, retired key and code has an entry, in any case of letters', () => {
  for (const key of keyNames) expect(explain(key)).toMatchObject({ kind: 'key', key });
  for (const key of retiredNames) expect(explain(key)).toMatchObject({ kind: 'retired-key', key });
  for (const code of codes) expect(explain(` ${code} `)).toMatchObject({ kind: 'code', code });
  expect(explain('ISDXTENABLED')).toMatchObject({ kind: 'retired-key', key: 'isDxtEnabled' });
  expect(explain('Coworktabenabled')).toMatchObject({ key: 'coworkTabEnabled' });
  // These two differ in one letter's case.
  expect(explain('enduserAttribution')).toMatchObject({ kind: 'retired-key' });
  expect(explain('ENDUSERATTRIBUTION')).toMatchObject({ kind: 'key', key: 'endUserAttribution' });
  expect(explain('noSuchThing')).toBeUndefined();
  expect(explain('__proto__')).toBeUndefined();
  expect(explain('')).toBeUndefined();
});

test('a misspelt name finds the one that was meant', () => {
  expect(nearestEntry('inferenceTokenWindowHour')).toBe('inferenceTokenWindowHours');
  expect(nearestEntry('isDxtEnable')).toBe('isDxtEnabled');
  expect(nearestEntry('url-no-https')).toBe('url-not-https');
  expect(nearestEntry('zzzzzzzz')).toBeUndefined();
});

test('the lists hold everything once', () => {
  const index = explainIndex();
  expect(index.sections.map(({ section }) => section)).toEqual(Object.keys(sections));
  expect(index.sections.flatMap(({ keys }) => keys.map(({ key }) => key)).sort()).toEqual(
    [...keyNames].sort(),
  );
  expect(index.codes.map(({ code }) => code)).toEqual(codes);
  expect(index.retired.map(({ key }) => key)).toEqual(retiredNames);
});

describe('the entry of a key', () => {
  const key = (name: string): KeyExplained => {
    const entry = explain(name);
    if (entry?.kind !== 'key') throw new Error(`no key ${name}`);
    return entry;
  };

  test('tells type, bounds, default and release', () => {
    expect(key('relaunchEnforcementHours').facts).toEqual(
      expect.arrayContaining([
        { name: 'Default', text: '24' },
        // Read from a bootstrap server before; from a managed source only since then.
        { name: 'Read since', text: '1.46388.1' },
      ]),
    );
    expect(key('inferenceTokenWindowHours').facts[0]).toEqual({
      name: 'Type',
      text: 'an integer from 1 to 720 (hours)',
    });
    expect(key('deploymentDisplayName').facts[0]?.text).toBe('a string of at most 60 characters');
    expect(key('desktopHome').facts).toContainEqual({
      name: 'Read since',
      text: 'not known; after 1.49585.0, by 2.2553.1 at the latest',
    });
    expect(key('betaFeaturesEnabled').facts).toContainEqual({
      name: 'Removed',
      text: 'by 1.24012.9',
    });
  });

  test('tells values and the release of each', () => {
    expect(key('inferenceCredentialKind').values).toContainEqual({
      value: 'external-idp',
      since: '2.7032.0',
    });
    expect(key('builtinToolPolicy').values.map(({ value }) => value)).toEqual(['allow', 'ask']);
  });

  test('tells members, those inside members too', () => {
    const paths = key('managedMcpServers').members.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['[].name', '[].oauth.clientId']));
    expect(key('inferenceModels').members[0]).toMatchObject({ path: '[].name', notes: ['Required'] });
  });

  test('tells old spellings', () => {
    expect(key('inferenceGatewayAuthScheme').retired.map(({ id }) => id)).toEqual([
      'value-authScheme-sso',
      'value-authScheme-auto',
    ]);
    // Not those of a key whose name merely begins the same.
    expect(key('inferenceGatewayOidc').retired.map(({ id }) => id)).toEqual(['key-inferenceGatewayOidc']);
  });

  test('tells what it needs', () => {
    expect(key('inferenceCredentialHelperArgs').needs).toEqual(['inferenceCredentialHelper']);
    expect(key('inferenceMaxTokensPerWindow').needs).toEqual(['inferenceTokenWindowHours']);
    expect(key('inferenceGatewayOidc').needs).toEqual(['inferenceCredentialKind']);
    expect(key('otlpProtocol').needs).toEqual(['otlpEndpoint']);
    expect(key('coworkTabEnabled').needs).toEqual([]);
  });
});

test('of two keys that exclude each other one has no effect', () => {
  const told = (name: KeyName, other: KeyName): boolean => {
    const beside = Object.entries({ ...exampleFor(name), [other]: valueFor(other) });
    const settings = Object.fromEntries(beside.filter(([key]) => key !== 'inferenceCredentialKind'));
    return validate(documentOf(settings)).diagnostics.some(
      ({ key, severity }) => severity !== 'info' && (key === name || key === other),
    );
  };
  for (const name of keyNames)
    for (const other of explainKey(name).excludes)
      expect(told(name, other as KeyName) || told(other as KeyName, name), `${name} and ${other}`).toBe(true);
});

test('a retired key is shown before and after, and after is right today', () => {
  for (const name of retiredNames) {
    const entry = explain(name);
    if (entry?.kind !== 'retired-key') throw new Error(name);
    expect(Object.keys(entry.before)).toContain(name);
    expect(Object.keys(entry.after)).not.toContain(name);
    const findings = validate(documentOf(entry.after), { target: latestRelease }).diagnostics;
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  }
});

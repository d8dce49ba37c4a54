import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { wireText, writable } from '../../src/exporters/wire.ts';
import { admx } from '../../src/templates/admx.ts';
import { checkAdmx } from '../../src/templates/check/admx.ts';
import { profileManifest } from '../../src/templates/profile-manifest.ts';
import { exporters, folderExporters } from '../support/exporters.ts';
import { checked, complaintsOfXmllint, readManyWithPlistlib, readWithPlistlib } from '../support/oracles.ts';
import {
  complaintsOfAdmxSchema,
  complaintsOfPowerShell,
  complaintsOfReferences,
  readGppWithPython,
  readOmaWithPython,
  readPolWithSamba,
} from '../support/oracles-forms.ts';

const KEY = 'SOFTWARE\\Policies\\Claude';
const SETTINGS = new Map<string, unknown>([
  ['inferenceProvider', 'gateway'],
  ['inferenceGatewayBaseUrl', 'https://gw.example.com/a?b=1&c=<2>'],
  ['disableAutoUpdates', true],
  ['chatTabEnabled', false],
  ['inferenceCredentialHelperTtlSec', 3600],
  ['coworkEgressAllowedHosts', []],
  ['inferenceModels', [{ name: 'claude-opus-5', labelOverride: 'Opus "big" \\ \'x\' `n $env:X' }]],
  [
    'banner',
    { enabled: true, text: "Line\r\n'@\r\n\tMüller’s 日本 🚀 \u2028 ]]>", linkUrl: 'https://example.com' },
  ],
  ['deploymentDisplayName', "Müller’s 日本 🚀\r\n'@\n\u0085\u2028 ]]> %PATH% ${x} $(y)"],
  ['futureKey', { a: [1, null, 'x'] }],
]);
const TEXTS = Object.fromEntries(writable(SETTINGS).map(([key, value]) => [key, wireText(key, value)]));

/** Writes files below a folder and returns their paths. */
function put(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): string[] {
  return files.map(({ name, bytes }) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    return file;
  });
}

describe('the Group Policy template', () => {
  checked("is valid by Microsoft's schema", ['xmllint', 'admx-xsd'], (folder) => {
    for (const file of put(folder, admx.files({}))) expect(complaintsOfAdmxSchema(file, folder)).toBe('');
  });

  checked('has no fault by the reference rules', ['python3', 'admx-references'], (folder) => {
    const [form = '', texts = ''] = put(folder, admx.files({}));
    expect(complaintsOfReferences(form, texts)).toBe('');
  });

  checked("what Microsoft's schema refuses, ours does", ['xmllint', 'admx-xsd'], (folder) => {
    const base = 'fixtures/templates/admx';
    for (const name of [
      '02-no-supportedOn',
      '03-order-supportedOn-before-category',
      '18-revision-1',
      '00-good',
    ]) {
      const read = (ending: string): string => readFileSync(`${base}/${name}.${ending}`, 'utf8');
      const theirs = complaintsOfAdmxSchema(`${base}/${name}.admx`, folder) !== '';
      const ours = checkAdmx({ admx: read('admx'), adml: read('adml') }).some(
        ({ rule }) => rule === 'schema',
      );
      expect([name, ours]).toEqual([name, theirs]);
    }
  });
});

describe('Registry.pol', () => {
  checked('Samba reads every value, and would write the same bytes', ['python3-samba'], (folder) => {
    const [file = ''] = put(folder, [{ name: 'Registry.pol', bytes: exporters.pol.encode(SETTINGS, {}) }]);
    const { version, same, entries } = readPolWithSamba(file);
    expect([version, same]).toEqual([1, true]);
    expect(entries).toEqual(Object.entries(TEXTS).map(([name, text]) => [KEY, name, 1, text]));
  });

  checked('Samba reads the deletion before the values', ['python3-samba'], (folder) => {
    const bytes = exporters.pol.encode(SETTINGS, { replace: true });
    const [file = ''] = put(folder, [{ name: 'Registry.pol', bytes }]);
    const { same, entries } = readPolWithSamba(file);
    expect(same).toBe(true);
    expect(entries[0]).toEqual([KEY, '**delvals.', 1, ' ']);
  });
});

checked('Group Policy preferences: expat reads every value', ['python3'], (folder) => {
  const [file = ''] = put(folder, [{ name: 'Registry.xml', bytes: exporters.gpp.encode(SETTINGS, {}) }]);
  const items = readGppWithPython(file);
  expect(Object.fromEntries(items.map(({ name, value }) => [name, value]))).toEqual(TEXTS);
});

checked('the custom profile: expat reads template and values', ['python3'], (folder) => {
  const [file = ''] = put(folder, [{ name: 'a.json', bytes: exporters['oma-uri'].encode(SETTINGS, {}) }]);
  const { values, declared } = readOmaWithPython(file);
  const texts = Object.entries(values).map(([key, [state, value]]) => [
    key,
    value ?? (state === 'enabled' ? 'true' : 'false'),
  ]);
  expect(Object.fromEntries(texts)).toEqual(TEXTS);
  expect(Object.keys(TEXTS).filter((key) => !declared.includes(key))).toEqual([]);
});

checked('the preference file: plistlib reads every value', ['python3'], () => {
  const pairs = Buffer.from(exporters['preference-file'].encode(SETTINGS, {})).toString('utf8');
  expect(readWithPlistlib(Buffer.from(`<plist version="1.0"><dict>${pairs}</dict></plist>`))).toEqual(TEXTS);
});

describe('the manifest', () => {
  const bytes = profileManifest.files({})[0]?.bytes ?? new Uint8Array();

  checked('plistlib reads it, with a domain, a date and its subkeys', ['python3'], () => {
    const [manifest] = readManyWithPlistlib([bytes]) as Readonly<Record<string, unknown>>[];
    expect(manifest?.pfm_domain).toBe('com.anthropic.claudefordesktop');
    expect(manifest?.pfm_last_modified).toMatch(/^\d{4}-\d\d-\d\d 00:00:00$/);
    expect((manifest?.pfm_subkeys as unknown[]).length).toBeGreaterThan(150);
  });

  checked("is valid by Apple's DTD", ['xmllint', 'plist-dtd'], (folder) => {
    expect(complaintsOfXmllint(bytes, folder, true)).toBe('');
  });
});

describe('the remediation pair', () => {
  for (const [name, identity] of [
    ['as it is', {}],
    ['with --replace', { replace: true }],
  ] as const)
    checked(`parses by the PowerShell grammar, ${name}`, ['powershell-grammar'], async () => {
      for (const { bytes } of folderExporters['intune-remediation'].files(SETTINGS, identity))
        expect(await complaintsOfPowerShell(Buffer.from(bytes).toString('latin1'))).toEqual([]);
      // The checker does see faults.
      expect(await complaintsOfPowerShell('if ($true) {')).not.toEqual([]);
    });
});

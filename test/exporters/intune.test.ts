import { describe, expect, test } from 'vitest';
import { intuneRemediation } from '../../src/exporters/intune-remediation.ts';
import { omaUri } from '../../src/exporters/oma-uri.ts';
import { preferenceFile } from '../../src/exporters/preference-file.ts';
import { importerById } from '../../src/importers/index.ts';
import { Unwritable } from '../../src/exporters/unwritable.ts';
import { settingsDigest } from '../../src/schema/compare/digest.ts';
import { parseXml } from '../../src/text/xml-read.ts';
import { childElements } from '../../src/text/xml-tree.ts';

const SETTINGS = new Map<string, unknown>([
  ['inferenceProvider', 'gateway'],
  ['disableAutoUpdates', true],
  ['chatTabEnabled', false],
  ['inferenceCredentialHelperTtlSec', 3600],
  ['inferenceModels', ['claude-opus-5', 'a "b" \\ & <c>\n\'@ $env:X `n']],
  ['deploymentDisplayName', 'Müller’s 日本 🚀\u007F'],
  ['futureKey', { a: [1] }],
  ['inferenceGatewayApiKey', ''],
]);
const TEXTS = {
  inferenceProvider: 'gateway',
  disableAutoUpdates: 'true',
  chatTabEnabled: 'false',
  inferenceCredentialHelperTtlSec: '3600',
  inferenceModels: JSON.stringify(['claude-opus-5', 'a "b" \\ & <c>\n\'@ $env:X `n']),
  deploymentDisplayName: 'Müller’s 日本 🚀\u007F',
  futureKey: '{"a":[1]}',
};

describe('the remediation pair', () => {
  const files = (identity = {}): Record<string, string> =>
    Object.fromEntries(
      intuneRemediation
        .files(SETTINGS, identity)
        .map(({ name, bytes }) => [name, Buffer.from(bytes).toString('latin1')]),
    );
  const pair = files();

  test('is two scripts of printable ASCII with CRLF', () => {
    expect(Object.keys(pair)).toEqual(['detect.ps1', 'remediate.ps1']);
    for (const text of Object.values(pair)) {
      expect(text).toMatch(/^[\r\n -~]*$/);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });

  test.for(['detect.ps1', 'remediate.ps1'])(
    '%s holds the wanted values as JSON, each on a line that ends nothing',
    (name) => {
      const [, json = ''] = /@'\r\n(.*?)\r\n'@ \| ConvertFrom-Json/s.exec(pair[name] ?? '') ?? [];
      expect(JSON.parse(json)).toEqual(TEXTS);
      expect(json.split('\r\n').filter((line) => line.startsWith("'"))).toEqual([]);
    },
  );

  test.for(['detect.ps1', 'remediate.ps1'])(
    '%s looks at the 64-bit view, ends with an exit code on every path, names the configuration',
    (name) => {
      const text = pair[name] ?? '';
      expect(text).toContain('[Microsoft.Win32.RegistryView]::Registry64');
      expect(text).toContain("$ErrorActionPreference = 'Stop'");
      expect(text.trimEnd().split('\r\n').at(-1)).toMatch(/^exit [01]$/);
      expect(text).toContain(settingsDigest(SETTINGS));
      // One line of output on each path, and nothing of a value in it.
      const outputs = text.split('\r\n').filter((line) => line.includes('Write-Output'));
      expect(outputs).toHaveLength(2);
      for (const line of outputs) expect(line).not.toMatch(/Value/);
    },
  );

  test('touches other values only where asked to', () => {
    expect(pair['remediate.ps1']).toContain('$replace = $false');
    expect(files({ replace: true })['remediate.ps1']).toContain('$replace = $true');
  });

  test('writes no policy of a user, and nothing larger than Intune takes', () => {
    expect(() => files({ hive: 'user' })).toThrow(Unwritable);
    const large = new Map([['futureKey', 'x'.repeat(200_000)]]);
    expect(() => intuneRemediation.files(large, {})).toThrow(/200000/);
  });
});

interface Row {
  readonly displayName: string;
  readonly omaUri: string;
  readonly value: string;
}

describe('the custom profile', () => {
  const body = (identity = {}): { description: string; omaSettings: Row[] } =>
    JSON.parse(Buffer.from(omaUri.encode(SETTINGS, identity)).toString('utf8')) as ReturnType<typeof body>;
  const { omaSettings, description } = body();
  const [admx, ...rows] = omaSettings;

  test('ingests a template that declares each policy under the path it is set by', () => {
    expect(admx?.omaUri).toBe(
      './Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/Cowork3p/Policy/Cowork3p-1',
    );
    const root = parseXml(admx?.value ?? '');
    const policies = childElements(childElements(root).find(({ name }) => name === 'policies') ?? root);
    for (const { omaUri: uri } of rows) {
      const [, area = '', policy] =
        /^\.\/Device\/Vendor\/MSFT\/Policy\/Config\/Cowork3p~Policy~Cat_Claude~(\w+)\/(\w+)$/.exec(uri) ?? [];
      const declared = policies.find((one) => one.attributes.get('name')?.value === policy);
      const category = declared && childElements(declared).find(({ name }) => name === 'parentCategory');
      expect(category?.attributes.get('ref')?.value).toBe(area);
    }
  });

  test('sets each value as text, switches by their state', () => {
    const read = rows.map(({ displayName, value }) => {
      const [state, data] = childElements(parseXml(`<r>${value}</r>`));
      const text = data?.attributes.get('value')?.value ?? (state?.name === 'enabled' ? 'true' : 'false');
      if (data !== undefined) expect(data.attributes.get('id')?.value).toBe(displayName);
      return [displayName, text];
    });
    expect(Object.fromEntries(read)).toEqual(TEXTS);
    expect(rows.find(({ displayName }) => displayName === 'chatTabEnabled')?.value).toBe('<disabled/>');
  });

  test('a key that no template has gets a policy of its own', () => {
    expect(rows.find(({ displayName }) => displayName === 'futureKey')?.omaUri).toMatch(
      /~Cat_Other\/futureKey$/,
    );
    expect(admx?.value).toContain('name="futureKey"');
  });

  test('names the configuration, stays below the limits, serves users where asked to', () => {
    expect(description).toContain(settingsDigest(SETTINGS));
    expect(admx?.value.length).toBeLessThan(350_000);
    expect(body({ hive: 'user' }).omaSettings[1]?.omaUri).toMatch(/^\.\/User\//);
    expect(body({ hive: 'user' }).omaSettings[0]?.omaUri).toMatch(/^\.\/Device\//);
    expect(() => omaUri.encode(new Map([['futureKey', 'x'.repeat(350_000)]]), {})).toThrow(/350000/);
    const rows = (count: number): Map<string, unknown> =>
      new Map(Array.from({ length: count }, (_, at) => [`futureKey${at}`, 'v'] as const));
    // One row more is the template, which is too long here for a reason of its own.
    expect(() => omaUri.encode(rows(999), {})).toThrow(/^ADMX is longer/);
    expect(() => omaUri.encode(rows(1000), {})).toThrow(/at most 1000 rows/);
  });
});

describe('the preference file', () => {
  test('is bare pairs, texts kept as they are', () => {
    const text = Buffer.from(
      preferenceFile.encode(
        new Map<string, unknown>([
          ['a', '<dict>\n\t<key>x</key></dict>'],
          ['b', true],
        ]),
        {},
      ),
    ).toString('utf8');
    expect(text).toBe(
      '<key>a</key>\n<string>&lt;dict&gt;\n\t&lt;key&gt;x&lt;/key&gt;&lt;/dict&gt;</string>\n<key>b</key>\n<string>true</string>\n',
    );
  });

  test('native types where asked for; nothing at all is refused', () => {
    const native = preferenceFile.encode(new Map<string, unknown>([['b', true]]), { nativeTypes: true });
    expect(Buffer.from(native).toString('utf8')).toBe('<key>b</key>\n<true/>\n');
    expect(() => preferenceFile.encode(new Map(), {})).toThrow(Unwritable);
  });

  test.each(['a\n\tb', 'a\n\t', '\t', '\n\t\n', '\n\t<\n\t&', '\ta\n'])(
    'white space of a text stays: %j',
    (value) => {
      const bytes = preferenceFile.encode(new Map([['a', value]]), {});
      const read = importerById('plist').decode(bytes);
      expect(read.ok && read.value.entries.get('a')?.value).toBe(value);
    },
  );
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkManifest } from '../../src/templates/check/manifest.ts';
import { parsePlist, type PlistValue } from '../../src/templates/check/plist-read.ts';
import { profileManifest } from '../../src/templates/profile-manifest.ts';
import { formRows } from '../../src/templates/rows.ts';

const text = Buffer.from(profileManifest.files({})[0]?.bytes ?? '').toString('utf8');
const root = parsePlist(text);

const member = (value: PlistValue | undefined, name: string): PlistValue | undefined =>
  value?.kind === 'dict' ? value.members.get(name) : undefined;
const plain = (value: PlistValue | undefined): unknown => {
  if (value === undefined) return undefined;
  if (value.kind === 'list') return value.items.map(plain);
  if (value.kind === 'dict')
    return Object.fromEntries([...value.members].map(([name, one]) => [name, plain(one)]));
  return value.value;
};
const subkeys = member(root, 'pfm_subkeys');
const items = subkeys?.kind === 'list' ? subkeys.items : [];
const subkey = (name: string): Readonly<Record<string, unknown>> =>
  plain(items.find((item) => plain(member(item, 'pfm_name')) === name)) as Readonly<Record<string, unknown>>;

describe('the manifest', () => {
  test('has no fault, and is the same each time', () => {
    expect(checkManifest(text)).toEqual([]);
    expect(Buffer.from(profileManifest.files({})[0]?.bytes ?? '').toString('utf8')).toBe(text);
  });

  test('lists the payload first, then each row in order', () => {
    const names = items.map((item) => plain(member(item, 'pfm_name')));
    expect(names.slice(0, 7)).toEqual([
      'PayloadDescription',
      'PayloadDisplayName',
      'PayloadIdentifier',
      'PayloadType',
      'PayloadUUID',
      'PayloadVersion',
      'PayloadOrganization',
    ]);
    expect(names.slice(7)).toEqual(formRows().map(({ key }) => key));
  });

  test('has no default for a key: a converter would turn it into a value that a form writes', () => {
    for (const item of items.slice(7)) expect(member(item, 'pfm_default')).toBeUndefined();
  });

  test('says types, ranges, choices, releases and secrets', () => {
    expect(subkey('mcpToolTimeoutSec')).toMatchObject({
      pfm_type: 'integer',
      pfm_range_min: 60,
      pfm_range_max: 3600,
      pfm_value_unit: 'seconds',
    });
    expect(subkey('disableAutoUpdates').pfm_type).toBe('boolean');
    expect(subkey('inferenceModels').pfm_type).toBe('string');
    expect(subkey('otlpProtocol').pfm_range_list).toContain('grpc');
    expect(subkey('configRecheckIntervalMinutes').pfm_app_min).toBe('1.46388.1');
    expect(subkey('inferenceGatewayApiKey').pfm_sensitive).toBe(true);
    expect(subkey('organizationPluginsUrl').pfm_app_deprecated).toBe('1.25927.0');
  });

  test('hides keys of other providers, and requires what the chosen one cannot do without', () => {
    expect(subkey('inferenceGatewayBaseUrl').pfm_conditionals).toEqual([
      {
        pfm_require: 'always',
        pfm_target_conditions: [{ pfm_target: 'inferenceProvider', pfm_range_list: ['gateway'] }],
      },
    ]);
    expect(subkey('inferenceAnthropicApiKey').pfm_exclude).toEqual([
      { pfm_target_conditions: [{ pfm_target: 'inferenceProvider', pfm_n_range_list: ['anthropic'] }] },
    ]);
  });
});

describe('damaged manifests', () => {
  /** Puts one thing into the dictionary of a subkey. */
  const into = (name: string, put: string): string =>
    text.replace(`<key>pfm_name</key>\n\t\t\t<string>${name}</string>`, (found) => `${found}\n\t\t\t${put}`);

  test.for([
    [
      'require-sometimes',
      'require',
      into('disableAutoUpdates', '<key>pfm_require</key><string>sometimes</string>'),
    ],
    [
      'default-wrong-type',
      'default-type',
      into('disableAutoUpdates', '<key>pfm_default</key><string>false</string>'),
    ],
    ['type-json', 'type', text.replace('<string>boolean</string>', '<string>json</string>')],
    ['no-domain', 'missing', text.replace(/\t<key>pfm_domain<\/key>\n\t<string>.*\n/, '')],
    [
      'version-string',
      'type',
      text.replace(
        /<key>pfm_version<\/key>\n\t<integer>\d+<\/integer>/,
        '<key>pfm_version</key><string>1</string>',
      ),
    ],
    ['range-min-string', 'range', into('disableAutoUpdates', '<key>pfm_range_min</key><string>1</string>')],
    [
      'duplicate-subkey',
      'duplicate-name',
      text.replace('<string>chatTabEnabled</string>', '<string>coworkTabEnabled</string>'),
    ],
    [
      'default-outside-range',
      'default-outside',
      into('mcpToolTimeoutSec', '<key>pfm_default</key><integer>1</integer>'),
    ],
    [
      'default-not-in-list',
      'default-outside',
      into('otlpProtocol', '<key>pfm_default</key><string>udp</string>'),
    ],
    [
      'titles-shorter',
      'titles',
      into('otlpProtocol', '<key>pfm_range_list_titles</key><array><string>a</string></array>'),
    ],
    ['platform-windows', 'platform', text.replace('<string>macOS</string>', '<string>Windows</string>')],
    ['target-device', 'target', text.replace('<string>system</string>', '<string>device</string>')],
    [
      'range-list-of-another-type',
      'range',
      into('disableAutoUpdates', '<key>pfm_range_list</key><array><string>x</string></array>'),
    ],
    ['range-upside-down', 'range', text.replace('<integer>3600</integer>', '<integer>1</integer>')],
    ['format-version-5', 'version', text.replace(/(<key>pfm_format_version<\/key>\n\t<integer>)1/, '$15')],
    [
      'url-without-scheme',
      'url',
      text.replace('<string>https://claude.com/download', '<string>claude.com/download'),
    ],
    [
      'no-name',
      'missing',
      text.replace(/\t\t\t<key>pfm_name<\/key>\n\t\t\t<string>otlpProtocol<\/string>\n/, ''),
    ],
    [
      'sensitive-as-text',
      'type',
      text.replace(/(<key>pfm_sensitive<\/key>\n\t\t\t)<true\/>/, '$1<string>yes</string>'),
    ],
    ['cut', 'syntax', text.slice(0, 5000)],
    ['no-dictionary', 'syntax', '<plist><array/></plist>'],
    ['key-twice', 'syntax', '<plist><dict><key>a</key><true/><key>a</key><true/></dict></plist>'],
  ] as const)('%s', ([, rule, damaged]) => {
    expect(damaged).not.toBe(text);
    expect(checkManifest(damaged).map((one) => one.rule)).toContain(rule);
  });

  const SAMPLES = '../shared/deploy/samples/manifests/bad';
  test.skipIf(!existsSync(SAMPLES))('each damaged sample beside the repository is found', () => {
    for (const name of readdirSync(SAMPLES))
      expect([name, checkManifest(readFileSync(`${SAMPLES}/${name}`, 'utf8')).length]).not.toEqual([name, 0]);
  });
});

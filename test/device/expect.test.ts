import { describe, expect, test } from 'vitest';
import { compareDevice, expectSettings } from '../../src/device/expect.ts';
import type { Note } from '../../src/device/notes.ts';
import type { DeviceKey, SourceId } from '../../src/device/setting.ts';
import type { DeviceStatus } from '../../src/device/types.ts';
import { capturesOf, type DeviceCase } from '../support/device-case.ts';
import { golden } from '../support/golden.ts';
import { runCli } from '../support/io.ts';

const broken = (source: SourceId): Note => ({
  code: 'malformed',
  severity: 'error',
  message: 'cannot be read',
  source,
});

const device = (notes: readonly Note[]): DeviceStatus => ({
  platform: 'windows',
  user: undefined,
  release: [2, 0, 0],
  releaseFrom: 'newest',
  source: 'managed',
  sentence: '',
  keys: [],
  beside: [],
  base: [],
  sources: [],
  notes,
  log: undefined,
  digest: undefined,
});

test.for([
  ['nothing is broken', [], 'in-line'],
  ['a managed source is', [broken('machine')], 'unreadable'],
  ['a local library is, which managed sources hide', [broken('local')], 'in-line'],
] as const)('a device where %s', ([, notes, state]) => {
  expect(compareDevice(device(notes), expectSettings('x', new Map())).state).toBe(state);
});

describe('what of a device is compared', () => {
  const key = (name: string, value: unknown): DeviceKey => ({
    key: name,
    value,
    from: 'machine',
    reason: '',
  });
  const ASKS = { bootstrapUrl: 'https://bootstrap.example.com', disableAutoUpdates: true };
  const keysOf = (settings: object): DeviceKey[] =>
    Object.entries(settings).map(([name, value]) => key(name, value));

  test.for<[string, Partial<DeviceStatus>, object, string, readonly string[]]>([
    ['nothing, where nothing is expected', {}, {}, 'in-line', []],
    [
      'another value',
      { keys: keysOf({ disableAutoUpdates: false }) },
      { disableAutoUpdates: true },
      'differs',
      ['disableAutoUpdates'],
    ],
    [
      'a value too many',
      { keys: keysOf({ disableAutoUpdates: true }) },
      {},
      'differs',
      ['disableAutoUpdates'],
    ],
    ['a value that is missing', {}, { disableAutoUpdates: true }, 'differs', ['disableAutoUpdates']],
    [
      'the same, where no source counts',
      { source: 'none' },
      { disableAutoUpdates: true },
      'not-arrived',
      ['disableAutoUpdates'],
    ],
    [
      'the same, where the library of the user counts',
      { source: 'local' },
      { disableAutoUpdates: true },
      'not-arrived',
      ['disableAutoUpdates'],
    ],
    ['an empty value, which is none', { keys: keysOf({ otlpEndpoint: '' }) }, {}, 'in-line', []],
    ['an expected null, which is none', {}, { otlpEndpoint: null }, 'in-line', []],
    [
      'a key that the app does not know',
      { keys: keysOf({ nobodys: 1 }) },
      { nobodysEither: 1 },
      'in-line',
      [],
    ],
    [
      'what a server delivers',
      { source: 'bootstrap', keys: keysOf({ disableAutoUpdates: true }), base: keysOf(ASKS) },
      { disableAutoUpdates: true },
      'in-line',
      [],
    ],
    [
      'what leads to a server',
      { source: 'bootstrap', keys: keysOf({ inferenceProvider: 'gateway' }), base: keysOf(ASKS) },
      ASKS,
      'in-line',
      [],
    ],
    [
      'what leads to a server that has not answered',
      { source: 'bootstrap-missing', base: keysOf(ASKS) },
      ASKS,
      'in-line',
      [],
    ],
    [
      'settings in force that name a server and ask none',
      { keys: keysOf(ASKS), base: [] },
      ASKS,
      'in-line',
      [],
    ],
  ])('%s', ([, status, expected, state, drift]) => {
    const compared = compareDevice(
      { ...device([]), ...status },
      expectSettings('x', new Map(Object.entries(expected))),
    );
    expect([compared.state, compared.drift.map((one) => one.key)]).toEqual([state, drift]);
  });
});

/* What is told of devices that are held against an expectation, one by one and as a fleet, in each format. */
describe('devices beside what is expected of them', () => {
  const KEY = 'sk-live-0123456789abcdefghij';
  const SHORT = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gw.example.corp',
    inferenceGatewayApiKey: KEY,
    inferenceModels: [{ name: 'claude-opus-5', labelOverride: 'Opus' }, 'claude-haiku-4-5'],
  };
  const RIGHT = { ...SHORT, disableAutoUpdates: true };
  const EXPECTED = { ...RIGHT, isLocalDevMcpEnabled: null, noSuchKey: 1 };
  const release = '6.28899.2';
  const mac = (machine: object, more: Partial<DeviceCase> = {}): Partial<DeviceCase> => ({
    platform: 'macos',
    machine: machine as Record<string, unknown>,
    release,
    ...more,
  });
  const DEVICES: Readonly<Record<string, Partial<DeviceCase>>> = {
    'in line': mac(RIGHT),
    'in line, with a fault': mac(RIGHT, { user: { x: '<data>AA==</data>' } }),
    'in line, a value from the user': mac(RIGHT, { user: { inferenceProvider: 'gateway' } }),
    'another model name': mac({
      ...RIGHT,
      inferenceModels: [{ name: 'claude-opus-4', labelOverride: 'Opus' }, 'claude-haiku-4-5'],
    }),
    'two keys differ': mac({ ...RIGHT, inferenceGatewayApiKey: `${KEY}k`, disableAutoUpdates: false }),
    'one is missing, two too many': mac({ ...SHORT, banner: { text: 'x' }, inferenceMaxTokensPerWindow: 5 }),
    'one value is masked': mac({ ...RIGHT, inferenceGatewayApiKey: 'masked-by-cowork-3p' }),
    'a masked value too many': mac({ ...RIGHT, otlpHeaders: '••••' }),
    'two short keys differ': mac({ ...RIGHT, inferenceProvider: 'vertex', banner: { text: 'x' } }),
    'nothing arrived': { platform: 'windows', HKLM: {}, release },
    'the local library alone': { platform: 'windows', HKLM: {}, local: RIGHT, release },
    'a broken file': { platform: 'linux', file: { text: '{ "inferenceProvider": ' }, release },
    'no evidence': {
      platform: 'windows',
      files: { 'query.reg': 'HKEY_LOCAL_MACHINE\\x\r\n    a    REG_SZ    b\r\n' },
    },
  };
  const files: Record<string, string | Uint8Array> = { 'expected.json': JSON.stringify(EXPECTED) };
  for (const [name, one] of Object.entries(DEVICES))
    for (const [file, content] of Object.entries(capturesOf(one as DeviceCase)))
      files[`fleet/${name}/${file}`] = content;

  const texts = golden('device/expected.txt');
  test.each(Object.keys(DEVICES))('%s', async (name) => {
    const { stdout, code } = await runCli(['status', `fleet/${name}`, '--expect', 'expected.json'], {
      files,
      columns: 100,
    });
    texts.check(`${name}: exit ${String(code)}`, stdout);
  });

  test('one device as json', async () => {
    const { stdout } = await runCli(
      ['status', 'fleet/one is missing, two too many', '--expect', 'expected.json', '--format', 'json'],
      { files },
    );
    texts.check('one device as json', JSON.stringify(JSON.parse(stdout), null, 2));
  });

  test.each([
    ['text', '--expect', 'expected.json'],
    ['csv', '--expect', 'expected.json'],
    ['junit', '--expect', 'expected.json'],
    ['text'],
    ['csv'],
    ['junit'],
    ['text', '--quiet', '--expect', 'expected.json'],
  ])('a fleet as %s', async (format, ...flags) => {
    const { stdout, stderr, code } = await runCli(['status', 'fleet', '--format', format, ...flags], {
      files,
      columns: 100,
    });
    expect(stderr).toBe('');
    expect(stdout).not.toContain(KEY.slice(3));
    texts.check(`fleet as ${[format, ...flags].join(' ')}: exit ${String(code)}`, stdout);
  });
});

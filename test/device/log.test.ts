import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Expected } from '../../src/device/log/kind.ts';
import { logKinds } from '../../src/device/log/kinds/index.ts';
import { joined, readLog } from '../../src/device/log/read.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

const SAMPLES = path.join(import.meta.dirname, '../../fixtures/device/samples/logs');
const at = '2026-11-20 09:00:01 [info] ';
const log = (...lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((line) => at + line).join('\n'));
const first = (line: string): { id: string; text: string; isFault?: true } => {
  const [fact] = readLog(log(line)).facts;
  expect(fact).toBeDefined();
  return { id: fact?.id ?? '', text: fact?.text ?? '', ...(fact?.isFault === true && { isFault: true }) };
};

/** One line or more of each kind, with what it says and whether that is a fault. */
const LINES: readonly (readonly [id: string, line: string, says: RegExp, fault: boolean])[] = [
  [
    'source',
    "[custom-3p] Credentials loaded from managed config { provider: 'gateway', mcpServerCount: 0 }",
    /provider gateway/,
    false,
  ],
  [
    'source',
    "[custom-3p] Credentials loaded from enterprise config { provider: 'bedrock' }",
    /provider bedrock/,
    false,
  ],
  ['active', "[custom-3p] 3P mode active { provider: 'gateway' }", /third-party mode/, false],
  ['host', '[custom-3p] inference apiHost=https://a.example.corp', /https:\/\/a\.example\.corp/, false],
  ['host', '[custom-3p] inference apiHost=http://custom-3p-unused.invalid', /degraded/, true],
  ['picker', 'Model discovery: 1 found in 115ms; picker = 1 (discovery)', /holds 1 \(discovery/, false],
  ['picker', 'Model discovery: not supported by provider; picker = 2 (inferenceModels)', /holds 2/, false],
  [
    'picker',
    'Model discovery: skipped (inferenceModels obviates discovery); picker = 0 (empty)',
    /holds 0/,
    true,
  ],
  [
    'model-removed',
    'inferenceModels: "gpt-5" is not an Anthropic model and was removed from the list',
    /gpt-5/,
    true,
  ],
  ['mode', "deploymentMode written { mode: '3p' }", /3p/, false],
  ['mode', "deploymentMode written { mode: '1p' }", /1p/, true],
  ['health', "ConfigHealth recomputed { state: 'healthy', provider: 'gateway' }", /healthy/, false],
  [
    'health',
    "ConfigHealth recomputed { state: 'provider_error', provider: 'gateway' }",
    /provider_error/,
    true,
  ],
  ['config-error', '[custom-3p] configError: baseUrl: must use https', /must use https/, true],
  ['config-error', '[custom-3p] configError: null', /no error/, false],
  ['credentials-failed', '[custom-3p] Credentials read failed: baseUrl: Required', /baseUrl: Required/, true],
  [
    'unreadable',
    'Failed to parse managed config "managedMcpServers": .: invalid_type',
    /managedMcpServers/,
    true,
  ],
  [
    'unknown-local',
    'Ignoring local configuration value "models": not a recognized configuration key',
    /models/,
    false,
  ],
  ['unknown-local', 'Ignoring local configuration key "models": not recognized', /models/, false],
  [
    'unknown-managed',
    '[managedConfig] Ignoring inferenceProvidr: unrecognized configuration key',
    /inferenceProvidr/,
    true,
  ],
  ['mcp-dropped', 'managedMcpServers entry 2 dropped - url is not https', /entry 2.*not https/, true],
  [
    'helper-run',
    "[custom-3p] running helper { helperPath: '/usr/local/bin/claude-token', args: [] }",
    /claude-token/,
    false,
  ],
  [
    'helper-exit',
    '[custom-3p] helper exited code=1 (elapsed=1008ms stdoutBytes=0)',
    /ended with 1 after 1008 ms/,
    true,
  ],
  ['helper-exit', '[custom-3p] helper exited code=0 (elapsed=8ms stdoutBytes=40)', /ended with 0/, false],
  ['helper-failed', '[custom-3p] credential helper failed (reason=spawn-failed)', /spawn-failed/, true],
  [
    'bootstrap-fields',
    "bootstrap supplied config overlay { fields: [ 'inferenceProvider', 'inferenceModels' ] }",
    /inferenceProvider, inferenceModels/,
    false,
  ],
  [
    'bootstrap-failed',
    '[bootstrap] Eager fetch failed: Bootstrap request failed: 503 Service Unavailable',
    /503/,
    true,
  ],
  ['consent', '[bootstrap] inferenceGatewayBaseUrl stripped pending consent', /until the user agrees/, true],
  ['health', "ConfigHealth recomputed { state: 'not_testable', provider: 'vertex' }", /not_testable/, false],
  [
    'helper-exit',
    '[custom-3p] helper exited code=0 (elapsed=8ms stdoutBytes=0)',
    /ended with 0 .* printed 0 bytes/,
    true,
  ],
  ['config-error', '[custom-3p] configError: none', /no error/, false],
  ['config-error', '[custom-3p] configError: nonesuch', /nonesuch/, true],
];

describe('each kind of line', () => {
  test.each(LINES)('%s: %s', (id, line, says, fault) => {
    const fact = first(line);
    expect([fact.id, fact.isFault === true]).toEqual([id, fault]);
    expect(fact.text).toMatch(says);
  });

  test('all nineteen have one', () => {
    expect(logKinds).toHaveLength(19);
    expect(logKinds.map(({ id }) => id).filter((id) => !LINES.some(([one]) => one === id))).toEqual([]);
  });
});

const nothing: Expected = {
  source: 'managed',
  release: [2, 26454, 2],
  keys: new Map(),
  address: undefined,
  models: [],
  held: new Set(),
};
const key = (name: string, value: unknown, from: 'HKLM' | 'local' | 'bootstrap' = 'HKLM'): Expected['keys'] =>
  new Map([[name, { key: name, value, from, reason: '' }]]);

const masked = (name: string): Expected['keys'] =>
  new Map([[name, { key: name, value: undefined, from: 'HKLM', reason: '', isMasked: true }]]);

/** Lines against captures: what contradicts, and the like that does not. */
const AGAINST: readonly (readonly [line: string, captures: Partial<Expected>, contradicts: boolean])[] = [
  [LINES[0]?.[1] ?? '', { source: 'none' }, true],
  [LINES[0]?.[1] ?? '', { source: 'local' }, false],
  [LINES[0]?.[1] ?? '', { keys: key('inferenceProvider', 'bedrock') }, true],
  [LINES[2]?.[1] ?? '', { keys: key('inferenceProvider', 'gateway') }, false],
  [LINES[2]?.[1] ?? '', { keys: key('inferenceProvider', 'vertex') }, true],
  [LINES[3]?.[1] ?? '', { address: 'https://A.example.corp/' }, false],
  [LINES[3]?.[1] ?? '', { address: 'https://b.example.corp' }, true],
  [LINES[4]?.[1] ?? '', { address: 'https://b.example.corp' }, true],
  [LINES[4]?.[1] ?? '', {}, false],
  [LINES[6]?.[1] ?? '', {}, true],
  [LINES[6]?.[1] ?? '', { models: ['a', 'b'] }, false],
  [LINES[8]?.[1] ?? '', { models: ['gpt-5'] }, false],
  [LINES[8]?.[1] ?? '', { models: ['claude-opus-5'] }, true],
  [LINES[11]?.[1] ?? '', { source: 'none' }, true],
  [LINES[15]?.[1] ?? '', { address: 'https://b.example.corp' }, true],
  [LINES[16]?.[1] ?? '', { keys: key('managedMcpServers', []) }, true],
  [LINES[16]?.[1] ?? '', { held: new Set(['managedMcpServers']) }, false],
  [LINES[16]?.[1] ?? '', {}, true],
  [LINES[17]?.[1] ?? '', { keys: key('models', 1, 'local') }, true],
  [LINES[19]?.[1] ?? '', { keys: key('inferenceProvidr', 'x') }, true],
  [LINES[21]?.[1] ?? '', { keys: key('inferenceCredentialHelper', '/opt/other') }, true],
  [LINES[21]?.[1] ?? '', { keys: key('inferenceCredentialHelper', '/usr/local/bin/claude-token') }, false],
  [LINES[25]?.[1] ?? '', { source: 'managed' }, true],
  [LINES[25]?.[1] ?? '', { source: 'bootstrap-missing' }, false],
  [
    LINES[25]?.[1] ?? '',
    { source: 'bootstrap', keys: key('inferenceProvider', 'gateway', 'bootstrap') },
    true,
  ],
  [
    "bootstrap supplied config overlay { fields: [ 'inferenceProvider' ] }",
    { source: 'bootstrap', keys: key('inferenceProvider', 'gateway', 'bootstrap') },
    false,
  ],
  [LINES[25]?.[1] ?? '', { source: 'local' }, true],
  [LINES[25]?.[1] ?? '', { source: 'none' }, true],
  // A mask says neither that the app could read the value nor that it could not.
  [LINES[16]?.[1] ?? '', { keys: masked('managedMcpServers'), held: new Set(['managedMcpServers']) }, false],
  [LINES[6]?.[1] ?? '', { source: 'none' }, false],
  [LINES[6]?.[1] ?? '', { source: 'bootstrap-missing' }, false],
  [LINES[5]?.[1] ?? '', {}, false],
  [LINES[8]?.[1] ?? '', {}, false],
  [LINES[11]?.[1] ?? '', {}, false],
  [LINES[12]?.[1] ?? '', { source: 'none' }, false],
  ['Credentials read failed: apiKey: Required', { address: 'https://b.example.corp' }, false],
  [LINES[15]?.[1] ?? '', {}, false],
  [LINES[17]?.[1] ?? '', { keys: key('models', 1) }, false],
  [LINES[19]?.[1] ?? '', { keys: key('inferenceProvidr', 'x', 'local'), source: 'local' }, false],
  [LINES[19]?.[1] ?? '', {}, false],
  [LINES[21]?.[1] ?? '', {}, false],
  [
    LINES[21]?.[1] ?? '',
    { keys: key('inferenceCredentialHelper', '/opt/other', 'bootstrap'), source: 'bootstrap' },
    false,
  ],
  [
    "running helper { helperPath: 'C:\\\\Tools\\\\token.exe', args: [] }",
    { keys: key('inferenceCredentialHelperWindows', 'C:\\Tools\\token.exe') },
    false,
  ],
];

test.each(AGAINST)('%s beside %o contradicts: %s', (line, captures, contradicts) => {
  const [fact] = readLog(log(line)).facts;
  const said = fact?.contradicts?.({ ...nothing, ...captures });
  expect(said === undefined ? false : said.startsWith('The log says')).toBe(contradicts);
});

describe('a log', () => {
  const sample = (name: string): ReturnType<typeof readLog> =>
    readLog(readFileSync(path.join(SAMPLES, name)));

  test('that is healthy says the version and six things', () => {
    const { version, since, facts } = sample('main-healthy.log');
    expect([version, since]).toEqual(['2.26454.2', '2026-11-20 09:00:01']);
    expect(facts.map(({ id }) => id)).toEqual(['source', 'active', 'host', 'picker', 'health', 'helper-run']);
    expect(facts.filter(({ isFault }) => isFault === true)).toEqual([]);
  });

  test('that is degraded says every fault', () => {
    const { facts } = sample('main-degraded.log');
    expect(facts.map(({ id }) => id)).toEqual([
      'host',
      'model-removed',
      'health',
      'credentials-failed',
      'unreadable',
      'unknown-local',
      'helper-exit',
      'helper-failed',
    ]);
  });

  test('of the bootstrap is read with the main one, but not what was before the launch', () => {
    const setup = sample('custom3p-setup-bootstrap.log');
    expect(setup.facts.map(({ id }) => id)).toEqual(['bootstrap-fields', 'bootstrap-failed']);
    const main = readLog(Buffer.from("2026-11-20 09:15:00 [info] Starting app { appVersion: '2.1.0' }"));
    expect(joined(main, setup)?.facts.map(({ id }) => id)).toEqual(['bootstrap-fields']);
  });

  test.each([
    ['before the launch', '2026-11-20 09:14:59', ['active']],
    ['in the second of the launch', '2026-11-20 09:15:00', ['bootstrap-failed', 'active']],
    ['after it', '2026-11-20 09:15:01', ['bootstrap-failed', 'active']],
  ])('of two, what the other says %s', (_, when, ids) => {
    const main = readLog(
      Buffer.from(
        "2026-11-20 09:15:00 [info] Starting app { appVersion: '2.1.0' }\n2026-11-20 09:15:02 [info] 3P mode active { provider: 'gateway' }",
      ),
    );
    const setup = readLog(Buffer.from(`${when} [warn] [bootstrap] Eager fetch failed: 503`));
    expect(
      joined(main, setup)
        ?.facts.map(({ id }) => id)
        .sort(),
    ).toEqual(ids.toSorted());
    expect(joined(undefined, setup)?.facts.map(({ id }) => id)).toEqual(['bootstrap-failed']);
  });

  test('counts from the last launch on', () => {
    const { version, facts } = readLog(
      log(
        "Starting app { appVersion: '1.2.3' }",
        'inference apiHost=https://old.example.corp',
        "Starting app { appVersion: '2.3.4' }",
        "3P mode active { provider: 'gateway' }",
      ),
    );
    expect([version, facts.map(({ id }) => id)]).toEqual(['2.3.4', ['active']]);
  });

  test('tells a repeated line once, with its number, and ends after twenty of a kind', () => {
    const twice = readLog(log(...Array.from({ length: 2 }, () => LINES[17]?.[1] ?? '')));
    expect(twice.facts.map(({ times }) => times)).toEqual([2]);
    const many = Array.from({ length: 500 }, (_, i) => `Ignoring local configuration value "k${i}": x`);
    expect(readLog(log(...many)).facts).toHaveLength(20);
  });

  test.each([
    ['a line without time and level', "3P mode active { provider: 'x' }"],
    ['a continuation', "    [custom-3p] 3P mode active { provider: 'x' }"],
    ['a line longer than any', `${at}${' '.repeat(5000)}3P mode active { provider: 'x' }`],
    ['another program', `${at}3P mode actived { provider: 'x' }`],
  ])('%s says nothing', (_, text) => {
    expect(readLog(Buffer.from(text)).facts).toEqual([]);
  });

  test('shows no secret and drives no terminal', () => {
    const texts = readLog(
      log(
        'Credentials read failed: token sk-ant-REDACTED0123456789 \u001b[31mred\u001b[0m',
        "running helper { helperPath: '/opt/h --key=sk-abcdefgh12345678', args: [] }",
        'inference apiHost=https://user:hunter2secret@a.example.corp/?key=sk-abcdefgh12345678',
        '[custom-3p] configError: Authorization: Bearer abcdefgh12345678',
      ),
    ).facts.map(({ text }) => text);
    expect(texts).toHaveLength(4);
    // eslint-disable-next-line no-control-regex
    expect(texts.join('\n')).not.toMatch(/sk-a|hunter2|abcdefgh|\u001b/);
  });

  test('costs linear time, whatever is in it', async () => {
    const hostile = (n: number): Uint8Array =>
      log(...Array.from({ length: n }, (_, i) => `Model discovery: ${'; picker = '.repeat(200)}${i}`));
    expect(await exponentOf(300, hostile, (bytes) => readLog(bytes))).toBeLessThan(NOT_QUADRATIC);
  });
});

import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

const NESTED = `{
  "$schemaVersion": 2,
  "inference": {
    "provider": "gateway",
    "baseUrl": "http://gw.example.com",
    "credential": { "kind": "static", "apiKey": "\${env:KEY}", "authScheme": "bearer" }
  },
  // cowork-3p-ignore out-of-range: tried out
  "sessionRetention": { "chatDays": 0 },
  "mcp": { "managedServers": [{ "name": "wiki", "transport": "http", "url": "http://wiki.example.com/mcp" }] }
}
`;
const GOOD = JSON.stringify({
  inference: {
    provider: 'gateway',
    baseUrl: 'https://gw.example.com',
    credential: { kind: 'static', apiKey: '${env:KEY}' },
  },
  workspace: { toolSearchEnabled: true },
  models: { discoveryEnabled: true },
});
const FLAT = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceCredentialKind: 'static',
  inferenceGatewayApiKey: '${env:KEY}',
  toolSearchEnabled: true,
  modelDiscoveryEnabled: true,
};

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly key: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

async function findings(
  text: string,
  flags: readonly string[] = [],
  file = 'a.json',
): Promise<{ code: number; found: readonly Finding[] }> {
  const run = await runCli(['validate', file, '--format', 'json', ...flags], { files: { [file]: text } });
  const report = JSON.parse(run.stdout) as { files: { diagnostics: Finding[] }[] };
  return { code: run.code, found: report.files[0]?.diagnostics ?? [] };
}

const brief = ({ code, severity, key, path, line, column }: Finding): string =>
  `${severity} ${code} ${key} ${path.join('.')} ${line ?? 0}:${column ?? 0}`;

describe('a nested document', () => {
  test('is validated, and each finding stands at its nested place', async () => {
    const { code, found } = await findings(NESTED);
    expect(code).toBe(1);
    expect(found.filter(({ severity }) => severity === 'error').map(brief)).toEqual([
      'error url-not-https inferenceGatewayBaseUrl inference.baseUrl 5:16',
      'error mcp-url-dropped managedMcpServers mcp.managedServers.0.url 10:77',
    ]);
  });

  test('is exported, compared and migrated as the flat settings it stands for', async () => {
    const files = { 'v2.json': GOOD, 'flat.json': JSON.stringify(FLAT) };
    const exported = await runCli(['export', 'v2.json', '--format', 'json'], { files, env: { KEY: 'k' } });
    expect(JSON.parse(exported.stdout)).toEqual({ ...FLAT, inferenceGatewayApiKey: 'k' });
    expect((await runCli(['diff', 'v2.json', 'flat.json'], { files })).code).toBe(0);
    const migrated = await runCli(['migrate', 'v2.json'], { files });
    expect(JSON.parse(migrated.stdout)).toEqual(FLAT);
    const written = await runCli(['migrate', 'v2.json', '--write'], { files });
    expect(written).toMatchObject({ code: 2, stderr: expect.stringContaining('nested (v2)') as string });
    expect(written.files.get('v2.json')?.toString()).toBe(GOOD);
    const hosts = await runCli(['egress', 'v2.json', '--format', 'hosts'], { files });
    expect(hosts.stdout).toContain('gw.example.com');
  });

  test.for<[string, object, readonly string[], number, readonly string[]]>([
    [
      'a key beside a cluster',
      { inference: { provider: 'gateway' }, inferenceGatewayApiKey: 'x' },
      [],
      1,
      ['error mixed-shape inferenceGatewayApiKey inferenceGatewayApiKey'],
    ],
    [
      'a member without a known place',
      { inference: { provider: 'bedrock', region: 'eu-west-1' } },
      [],
      0,
      ['warning unknown-key inference inference.region'],
    ],
    [
      'a flat name inside a cluster',
      { inference: { provider: 'gateway', inferenceGatewayBaseUrl: 'x' } },
      [],
      1,
      ['error nested-config inference inference.inferenceGatewayBaseUrl'],
    ],
    [
      'a cluster that is no object',
      { inference: { provider: 'gateway' }, models: [] },
      [],
      1,
      ['error wrong-type models models'],
    ],
    [
      'the local library',
      { mcp: { managedServers: [] } },
      ['--as', 'library'],
      1,
      ['error nested-config managedMcpServers mcp.managedServers'],
    ],
    [
      'a managed source',
      { mcp: { managedServers: [] } },
      ['--as', 'managed'],
      1,
      ['error nested-config managedMcpServers mcp.managedServers'],
    ],
    [
      'the file of Linux',
      { mcp: { managedServers: [] } },
      ['--platform', 'linux'],
      1,
      ['error nested-config managedMcpServers mcp.managedServers'],
    ],
    [
      'a bootstrap server',
      {
        inference: {
          provider: 'gateway',
          baseUrl: 'https://gw.example.com',
          credential: { kind: 'interactive' },
        },
        expiresAt: 4102444800,
      },
      ['--as', 'bootstrap'],
      0,
      [],
    ],
    [
      'a place that moved',
      { mcp: { managedServers: [] }, bootstrap: { relaunchEnforcementHours: 24 } },
      [],
      0,
      ['warning deprecated-key relaunchEnforcementHours bootstrap.relaunchEnforcementHours'],
    ],
    [
      'a place that moved before the target',
      { bootstrap: { relaunchEnforcementHours: 24 } },
      ['--target', 'latest'],
      1,
      ['error deprecated-key relaunchEnforcementHours bootstrap.relaunchEnforcementHours'],
    ],
  ])('%s', async ([, document, flags, code, wanted]) => {
    const result = await findings(JSON.stringify(document), flags);
    const told = result.found.map(brief).map((line) => line.replace(/ \d+:\d+$/, ''));
    for (const line of wanted) expect(told).toContain(line);
    expect(told.filter((line) => line.startsWith('error')).length).toBe(
      wanted.filter((line) => line.startsWith('error')).length,
    );
    expect(result.code).toBe(code);
  });

  test('a file in the folder of the local library is taken as such', async () => {
    const { found } = await findings(GOOD, [], 'Claude-3p/configLibrary/0b7f.json');
    expect(found.map(({ code }) => code)).toContain('nested-config');
  });

  test('a hundred thousand unknown members cost no more findings than are told', async () => {
    const inference = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`member${i}`, i]));
    const { found } = await findings(JSON.stringify({ inference }));
    expect(found.length).toBeLessThan(2100);
  });
});

describe('JSON files that are no configuration are named', () => {
  test.for<[string, object, RegExp]>([
    [
      'the index of the library',
      { appliedId: 'a', entries: [{ id: 'a', name: 'A' }] },
      /_meta\.json.*appliedId/s,
    ],
    ['settings of Claude Code', { permissions: { deny: [] }, env: {} }, /Claude Code/],
    ['the file of local servers', { mcpServers: {} }, /claude_desktop_config\.json.*managed/s],
    ['a schema', { title: 'Claude', properties: { inferenceProvider: { type: 'string' } } }, /schema/],
  ])('%s', async ([, document, words]) => {
    const files = { 'a.json': JSON.stringify(document) };
    for (const command of ['validate', 'export', 'diff', 'migrate', 'egress']) {
      const args =
        command === 'diff'
          ? ['a.json', 'a.json']
          : command === 'export'
            ? ['a.json', '--format', 'json']
            : ['a.json'];
      const run = await runCli([command, ...args], { files });
      expect(run.code).toBe(2);
      expect(run.stdout + run.stderr).toMatch(words);
    }
  });

  test('a file that sets a key is never one of them', async () => {
    const { found } = await findings(JSON.stringify({ permissions: {}, mcpServers: {}, ...FLAT }));
    expect(found.map(({ code }) => code)).toContain('unknown-key');
  });
});

describe('JSON of the largest size', () => {
  test('more values than any configuration has are refused', async () => {
    const { code, found } = await findings(`{"a":[${'1,'.repeat(200_000)}1]}`);
    expect(code).toBe(1);
    expect(found.map(({ message }) => message)).toEqual([
      'The JSON does not parse: it holds more than 150000 values',
    ]);
  });

  test('findings of one kind have an end', async () => {
    const members = Array.from({ length: 50_000 }, (_, i) => `"unknown${i}":1`);
    const { found } = await findings(`{${members.join(',')}}`);
    expect(found.filter(({ code }) => code === 'unknown-key')).toHaveLength(1000);
  });
});

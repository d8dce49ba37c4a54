import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

const GATEWAY = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
  inferenceModels: ['claude-sonnet-4-5'],
};
const LOCKED = {
  ...GATEWAY,
  disableEssentialTelemetry: true,
  disableNonessentialTelemetry: true,
  disableNonessentialServices: true,
  skipWebFetchPreflight: true,
  modelCatalogEnabled: false,
  disableAutoUpdates: true,
  isLocalDevMcpEnabled: false,
  userPluginMarketplacesEnabled: false,
};

const egress = (settings: object, ...argv: string[]): ReturnType<typeof runCli> =>
  runCli(['egress', 'a.json', ...argv], {
    files: { 'a.json': JSON.stringify(settings) },
    env: { URL: 'x.example.com' },
  });

describe('egress', () => {
  test('text, by cause, with both boundaries', async () => {
    const run = await egress({ ...LOCKED, coworkEgressAllowedHosts: ['pypi.org:443'] });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toBe(
      `Perimeter firewall: hosts that devices connect to

Inference
  gw.example.com:443
    inferenceGatewayBaseUrl: Every conversation goes to this host.

Cowork and Code components
  downloads.claude.ai:443
    coworkTabEnabled: The virtual machine of Cowork and the Claude CLI are
    fetched at the start of a session; without them no session starts. Not
    needed where the app came from the offline installer, which holds both.

Tools of the agent
  pypi.org:443 (optional)
    coworkEgressAllowedHosts[0]: Web fetches, shell commands and package
    installs may go here. Code sessions read the entry without its port.

Allowlist of the app: what the agent’s tools may reach, once the firewall lets
them

  pypi.org:443 coworkEgressAllowedHosts[0]
  gw.example.com added by the app (inferenceGatewayBaseUrl)

3 entries, 2 required
`,
    );
  });

  test('json, for scripts', async () => {
    const run = await egress(LOCKED, '--format', 'json');
    expect(JSON.parse(run.stdout)).toEqual({
      version: 1,
      command: 'egress',
      exitCode: 0,
      file: 'a.json',
      hosts: [
        {
          host: 'gw.example.com',
          port: 443,
          protocol: 'https',
          wildcard: false,
          cause: 'inference',
          key: 'inferenceGatewayBaseUrl',
          why: 'Every conversation goes to this host.',
          required: true,
          audience: 'perimeter',
        },
        expect.objectContaining({ host: 'downloads.claude.ai', cause: 'downloads', required: true }),
      ],
      toolAllowlist: [
        {
          pattern: 'gw.example.com',
          from: 'app',
          key: 'inferenceGatewayBaseUrl',
          why: 'The inference endpoint is always allowed.',
        },
      ],
      remarks: [],
    });
  });

  test('hosts: each once, sorted, a port where it is not 443', async () => {
    const run = await egress(
      { ...GATEWAY, otlpEndpoint: 'https://otel.example.com:4318' },
      '--format',
      'hosts',
    );
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines).toEqual([...new Set(lines)].sort());
    expect(lines).toContain('otel.example.com:4318');
    expect(lines).toContain('*.sentry.io');
    expect(lines.join('\n')).toMatch(/^[\w*.\-:\n]+$/);
  });

  test('a reference is not resolved: an address that is one leaves a gap, a credential leaves none', async () => {
    const fine = await egress({ ...LOCKED, inferenceGatewayApiKey: '${env:URL}' }, '--format', 'hosts');
    expect([fine.code, fine.stderr]).toEqual([0, '']);
    for (const address of ['https://${env:URL}', '${env:GONE}']) {
      const gap = await egress({ ...LOCKED, inferenceGatewayBaseUrl: address }, '--format', 'hosts');
      expect(gap.code).toBe(1);
      expect(gap.stderr).toContain('inferenceGatewayBaseUrl holds a reference, which is not resolved here');
      expect(gap.stdout).toBe('downloads.claude.ai\n');
    }
  });

  test('other formats, retired spellings and values of the wrong kind', async () => {
    const plist = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string>
<key>inferenceGatewayBaseUrl</key><string>https://gw.example.com</string>
<key>coworkEgressAllowedHosts</key><string>["pypi.org"]</string></dict></plist>`;
    const run = await runCli(['egress', '-', '--format', 'hosts'], { stdin: plist });
    expect(run.stdout).toContain('gw.example.com\n');
    expect(run.stdout).toContain('pypi.org\n');

    const wrong = await egress({ ...LOCKED, otlpEndpoint: 'otel.example.com' });
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('otlpEndpoint could not be read as an address');
    expect(wrong.stderr).toContain('otlpEndpoint');

    const file = await runCli(['egress', '-', '--format', 'hosts'], { stdin: '["not settings"]' });
    expect([file.code, file.stderr]).toEqual([1, expect.stringContaining('error')]);

    // A fault that moves no host is for validate to tell.
    expect((await egress({ ...LOCKED, inferenceModels: ['gpt-5'] })).code).toBe(0);
  });

  test('no secret, no control character, no escape sequence comes through', async () => {
    const run = await egress({
      ...LOCKED,
      inferenceGatewayApiKey: 'sk-secret-secret-secret',
      managedMcpServers: [
        {
          name: 'x\u001b[31m\nGateway\u202e',
          transport: 'http',
          url: 'https://user:hunter2@mcp.example.com/?token=abc',
        },
      ],
    });
    // eslint-disable-next-line no-control-regex -- none may be left
    expect(run.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|^Gateway/m);
    expect(run.stdout + run.stderr).not.toMatch(/sk-secret|hunter2|token=/);
    expect(run.stdout).toContain('mcp.example.com:443');
  });

  test('a narrow terminal, quiet, wrong usage', async () => {
    const files = { 'cowork-3p.json': JSON.stringify(LOCKED) };
    expect((await runCli(['egress', '--quiet'], { files })).stdout).toBe(
      'Inference\n  gw.example.com:443\n\nCowork and Code components\n  downloads.claude.ai:443\n\n' +
        '  gw.example.com added by the app (inferenceGatewayBaseUrl)\n',
    );
    const narrow = await runCli(['egress'], { files, columns: 40 });
    expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).toBeLessThan(60);
    expect((await runCli(['egress', 'gone.json'])).code).toBe(2);
    expect((await runCli(['egress', '--format', 'csv'], { files })).code).toBe(2);
  });
});

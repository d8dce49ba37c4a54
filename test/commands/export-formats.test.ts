import { describe, expect, test } from 'vitest';
import { WRITE_FORMATS } from '../../src/exporters/index.ts';
import { runCli } from '../support/io.ts';

const SIGN_IN = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceCredentialKind: 'interactive',
  inferenceIdpOidc: { clientId: 'claude', issuer: 'https://login.example.com' },
  inferenceModels: ['claude-opus-5'],
});
const WITH_KEY = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
});
const SECRET = 'sk-ant-0123456789abcdef';
const files = { 'cowork-3p.json': SIGN_IN, 'key.json': WITH_KEY };
const env = { KEY: SECRET };

describe('a format that is a folder', () => {
  test('needs a folder, makes it, and says what it wrote', async () => {
    const without = await runCli(['export', '--format', 'intune-remediation'], { files });
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(/folder of 2 files/);
    const run = await runCli(['export', '--format', 'intune-remediation', '-o', 'pair'], { files });
    expect(run.code).toBe(0);
    expect([...run.files.keys()].filter((name) => name.startsWith('pair'))).toEqual([
      'pair/detect.ps1',
      'pair/remediate.ps1',
    ]);
    expect(run.stderr).toMatch(/wrote pair\/detect\.ps1[\s\S]*wrote pair\/remediate\.ps1/);
  });

  test('is checked file by file', async () => {
    const { files: written } = await runCli(['export', '--format', 'intune-remediation', '-o', 'pair'], {
      files,
    });
    const world = Object.fromEntries([...written].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    const check = ['export', '--format', 'intune-remediation', '--check', 'pair'];
    expect((await runCli(check, { files: world })).code).toBe(0);
    const tampered = { ...world, 'pair/remediate.ps1': 'exit 0\n' };
    const run = await runCli(check, { files: tampered });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/pair\/remediate\.ps1 is not what would be written/);
  });

  test('holds no credential unless the caller insists, and names keys only', async () => {
    const argv = ['export', 'key.json', '--format', 'intune-remediation', '-o', 'pair'];
    const refused = await runCli(argv, { files, env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/inferenceGatewayApiKey[\s\S]*--allow-secret/);
    expect(refused.stderr).not.toContain(SECRET);
    expect([...refused.files.keys()].some((name) => name.startsWith('pair'))).toBe(false);

    const allowed = await runCli([...argv, '--allow-secret'], { files, env });
    expect(allowed.code).toBe(0);
    expect(allowed.files.get('pair/remediate.ps1')?.toString()).toContain(SECRET);
    expect(allowed.written.get('pair/remediate.ps1')?.secret).toBe(true);
    expect(allowed.stderr).not.toContain(SECRET);
  });
});

describe('a credential in what Group Policy or Intune shows', () => {
  test.for(['pol', 'gpp', 'oma-uri'])('%s: is written, with a word of who can read it', async (format) => {
    const run = await runCli(['export', 'key.json', '--format', format, '-o', 'out'], { files, env });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/carries a credential: .*(SYSVOL|Intune)/);
    expect(run.stderr).not.toContain(SECRET);
  });
});

describe('a bootstrap body', () => {
  test('expires when asked to, counted from now', async () => {
    const run = await runCli(['export', '--format', 'bootstrap', '--expires-in', '8h'], {
      files,
      now: () => 1_800_000_000_000,
    });
    expect(run.code).toBe(0);
    expect((JSON.parse(run.stdout) as { expiresAt: number }).expiresAt).toBe(1_800_000_000 + 8 * 3600);
    expect((await runCli(['export', '--format', 'bootstrap'], { files })).stdout).not.toContain('expiresAt');
  });

  test.for(['8', '0h', '-1h', '400d', '1w', ''])('--expires-in %s is refused', async (duration) => {
    const run = await runCli(['export', '--format', 'bootstrap', '--expires-in', duration], { files });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/such as 8h/);
  });

  test('holds no key that a server cannot deliver', async () => {
    const source = JSON.stringify({
      ...(JSON.parse(SIGN_IN) as object),
      egressProxyUrl: 'http://proxy.example.com:8080',
    });
    const run = await runCli(['export', '--format', 'bootstrap', '-o', 'out.json'], {
      files: { 'cowork-3p.json': source },
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/error +never-delivered[\s\S]*egressProxyUrl[\s\S]*policy of the\s+device/);
    expect(run.files.has('out.json')).toBe(false);
  });
});

test('the ending .pol asks for a policy file; its bytes go to a pipe, never to a terminal', async () => {
  const written = await runCli(['export', '-o', 'Registry.pol'], { files });
  expect(written.files.get('Registry.pol')?.toString('latin1').slice(0, 5)).toBe('PReg\u0001');
  const piped = await runCli(['export', '--format', 'pol'], { files });
  expect(piped.stdoutBytes).toEqual(written.files.get('Registry.pol'));
  expect((await runCli(['export', '--format', 'pol'], { files, isTTY: true })).code).toBe(2);
});

test('--all keeps to the formats that every console knows', async () => {
  const run = await runCli(['export', '--all', 'deploy'], { files });
  expect([...run.files.keys()].filter((name) => name.startsWith('deploy/'))).toHaveLength(4);
});

test('without a format the message lists all of them', async () => {
  const run = await runCli(['export'], { files });
  expect(run.code).toBe(2);
  for (const format of WRITE_FORMATS) expect(run.stderr).toContain(format);
});

import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

const BODY = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceCredentialKind: 'interactive',
  coworkEgressAllowedHosts: [],
};

interface Report {
  readonly files: readonly { readonly diagnostics: readonly { readonly code: string }[] }[];
}

async function told(
  files: Readonly<Record<string, string | Uint8Array>>,
  ...flags: string[]
): Promise<{ code: number; stderr: string; codes: readonly string[] }> {
  const run = await runCli(['validate', 'body.json', '--format', 'json', ...flags], { files });
  const report = JSON.parse(run.stdout) as Report;
  return {
    code: run.code,
    stderr: run.stderr,
    codes: report.files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
  };
}

describe('validate of the answer of a bootstrap server', () => {
  test('is silent about a good one', async () => {
    const run = await runCli(['validate', '--as', 'bootstrap', 'body.json'], {
      files: { 'body.json': JSON.stringify({ ...BODY, expiresAt: 4102444800 }) },
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/No errors|no finding/i);
  });

  test('says when it found out by itself what the file is', async () => {
    const files = { 'body.json': JSON.stringify({ ...BODY, expiresAt: 1 }) };
    const found = await told(files);
    expect(found.codes).toEqual(['expires-at-past']);
    expect(found.stderr).toMatch(/answer of a bootstrap server; "--as managed"/);
    expect((await told(files, '--quiet')).stderr).toBe('');
    expect((await told(files, '--as', 'managed')).codes).toEqual(['behaviour-changed', 'unknown-key']);
  });

  test('an expired answer is an error where somebody says that it is one, and a warning in a kept file', async () => {
    const files = { 'body.json': JSON.stringify({ ...BODY, expiresAt: 1 }) };
    expect((await told(files)).code).toBe(0);
    expect((await told(files, '--strict')).code).toBe(1);
    expect((await told(files, '--as', 'bootstrap')).code).toBe(1);
  });

  test('names a body that is no JSON, or none at all', async () => {
    for (const [body, words] of [
      ['', /it is empty/],
      ['<!doctype html><title>Sign in</title>', /HTML page/],
    ] as const) {
      const run = await runCli(['validate', '--as', 'bootstrap', 'body.json'], {
        files: { 'body.json': body },
      });
      expect(run.code).toBe(1);
      expect(run.stdout).toMatch(words);
    }
  });

  test.for<[string, object, number, readonly string[]]>([
    [
      'with bootstrapOidc an address may be anywhere',
      { bootstrapOidc: { clientId: 'a', issuer: 'https://i.example.com', scopes: 'b' } },
      0,
      [],
    ],
    ['without it not', {}, 1, ['origin-pinned']],
    [
      'what is not served is lost',
      { disableAutoUpdates: true, inferenceProvider: 'gateway' },
      1,
      ['setting-lost', 'origin-pinned'],
    ],
    [
      'and users are asked where nobody vouches for the server',
      { trustBootstrapDelivery: false },
      1,
      ['needs-consent', 'origin-pinned'],
    ],
  ])('against the policy: %s', async ([, more, code, codes]) => {
    const policy = { bootstrapUrl: 'https://config.example.com/user/bootstrap', ...more };
    const found = await told(
      { 'body.json': JSON.stringify(BODY), 'policy.json': JSON.stringify(policy) },
      '--managed',
      'policy.json',
    );
    expect([found.code, [...found.codes].sort()]).toEqual([code, [...codes].sort()]);
  });

  test('a policy in the registry of the user is not trusted', async () => {
    const policy =
      'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]\r\n' +
      '"bootstrapUrl"="https://llm-gateway.example.com/user/bootstrap"\r\n';
    const files = (hive: string): Record<string, string> => ({
      'body.json': JSON.stringify(BODY),
      'policy.reg': policy.replace('HKEY_CURRENT_USER', hive),
    });
    expect((await told(files('HKEY_CURRENT_USER'), '--managed', 'policy.reg')).codes).toEqual([
      'needs-consent',
    ]);
    expect((await told(files('HKEY_LOCAL_MACHINE'), '--managed', 'policy.reg')).codes).toEqual([]);
  });

  test('a policy that cannot be read is wrong usage', async () => {
    const run = await runCli(['validate', 'body.json', '--managed', 'none.json'], {
      files: { 'body.json': JSON.stringify(BODY) },
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/none\.json/);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, type Run } from '../support/io.ts';

/* Configurations that once brought a secret out, or were written for everybody to read. */

const FOLDER = path.join(import.meta.dirname, '../../fixtures/trust');
const files = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, readFileSync(path.join(FOLDER, name))]),
);
const SECRET = 'sk-test-Zq7CANARYx9Kw2Lm';
const REFERENCED = 'q-resolved-canary-of-this-run';
const env = { MCP_KEY: REFERENCED, GW: REFERENCED, NO_PROXY: '127.0.0.1' };

const run = (...argv: string[]): Promise<Run> => runCli(argv, { files, env });
const codes = async (name: string): Promise<string[]> => {
  const { stdout } = await run('validate', name, '--format', 'json');
  return (JSON.parse(stdout) as { files: { diagnostics: { code: string }[] }[] }).files.flatMap((file) =>
    file.diagnostics.map(({ code }) => code),
  );
};

function expectSilent({ stdout, stderr }: Run): void {
  // The last four characters may show.
  for (const piece of [SECRET.slice(0, -4), 'Zq7CANARY', 'CANARYx9', REFERENCED, 'resolved-canary'])
    expect(stdout + stderr).not.toContain(piece);
}

describe('nothing secret comes out', () => {
  const names = Object.keys(files).filter((name) => name !== 'base.json');
  test.each(names)('%s', async (name) => {
    for (const format of ['text', 'json', 'github', 'sarif', 'junit'])
      expectSilent(await run('validate', name, '--format', format));
    for (const format of ['text', 'json'])
      expectSilent(await run('diff', 'base.json', name, '--format', format));
    expectSilent(await run('validate', name, '--resolve'));
    expectSilent(await run('export', name, '--format', 'json', '--check', 'base.json'));
    expectSilent(await run('egress', name));
    expectSilent(
      await run('probe', name, '--format', 'json', '--timeout', '500', '--url', 'http://127.0.0.1:9'),
    );
  });

  test('a path that a reference resolves to, on stderr and in "gateway"', async () => {
    const probe = await run('probe', 'ref-in-path.json', '--format', 'json', '--timeout', '500');
    expect(JSON.parse(probe.stdout)).toMatchObject({
      gateway: expect.stringContaining('127.0.0.1') as string,
    });
    expectSilent(probe);
  });
});

describe('what is told instead', () => {
  test.each([
    ['nested-refs.json', 'reference-malformed'],
    ['same-key.json', 'duplicate-key'],
    ['ignores.json', 'unknown-key'],
    // Blank is space and tab only, type names are small letters, and no blank stands inside a byte.
    ['nbsp.reg', 'reg-line-ignored'],
    ['upper-type.reg', 'reg-line-ignored'],
    ['split-byte.reg', 'reg-line-ignored'],
    // Read by its declared encoding: byte 93 is a control character of ISO-8859-1.
    ['latin1.plist', 'control-character'],
    ['zero-width.json', 'bad-format'],
    ['shell-default.json', 'reference-malformed'],
    ['header-as-name.json', 'header-invalid'],
    ['mode.json', 'secret-literal'],
  ])('%s: %s', async (name, code) => {
    expect(await codes(name)).toContain(code);
  });

  test('an attribute of a property list is ignored, as other readers do', async () => {
    expect((await run('validate', 'args-xml.plist')).code).toBe(0);
    const out = await run('export', 'args-xml.plist', '--format', 'json');
    expect(JSON.parse(out.stdout)).toMatchObject({ inferenceProvider: 'gateway' });
  });

  test('what holds a secret is written for its owner alone', async () => {
    const made = await run('export', 'mode.json', '--format', 'mobileconfig', '-o', 'x.mobileconfig');
    expect(made.written.get('x.mobileconfig')).toMatchObject({ secret: true });
  });
});

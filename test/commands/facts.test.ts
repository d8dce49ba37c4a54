import { expect, test } from 'vitest';
import { facts } from '../../src/schema/facts.ts';
import { runCli } from '../support/io.ts';

/* How fresh am I: the date and the newest release that the facts cover. */

test('--version --verbose tells them, in either order', async () => {
  const { reference, official, newest } = facts();
  for (const argv of [
    ['--version', '--verbose'],
    ['--verbose', '-V'],
  ]) {
    const run = await runCli(argv);
    expect(run.code).toBe(0);
    for (const part of [reference, official.release, newest]) expect(run.stdout).toContain(part);
    expect(run.stdout.split('\n')[0]).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test('explain alone tells them, for people and for scripts', async () => {
  const text = await runCli(['explain']);
  expect(text.stdout.replace(/\s+/g, ' ')).toContain(
    `on ${facts().reference} (desktop ${facts().official.release})`,
  );
  const json = await runCli(['explain', '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ facts: facts() });
});

test('a release beyond all known ones is said to be so', async () => {
  const files = { 'a.json': '{"inferenceProvider":"anthropic","inferenceAnthropicApiKey":"${env:K}"}' };
  const beyond = await runCli(['validate', 'a.json', '--target', '99.1.0'], { files });
  expect(beyond.stderr).toContain('99.1.0 is newer than every release this version knows');
  expect(beyond.code).toBe(0);
  const known = await runCli(['validate', 'a.json', '--target', 'latest'], { files });
  expect(known.stderr).toBe('');
});

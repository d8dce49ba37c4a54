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
    expect(run.stdout.split('\n')[1]).toBe('Run by Node 20.18.0 on Linux x64');
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

test.each([
  [['migrate', 'a.json']],
  [['export', 'a.json', '--format', 'json']],
  [
    [
      'init',
      '--yes',
      'b.json',
      '--set',
      'inferenceProvider=anthropic',
      '--set',
      'inferenceAnthropicApiKey=${env:K}',
    ],
  ],
  [['template', 'jamf-schema']],
])('%j says so too, once', async (argv) => {
  const files = { 'a.json': '{"inferenceProvider":"anthropic","inferenceAnthropicApiKey":"${env:K}"}' };
  const world = { files, env: { K: 'Zx41-kitchen-sink-8842' } };
  const beyond = await runCli([...argv, '--target', '1.46388..99.1.0'], world);
  expect(beyond.stderr.split('99.1.0 is newer than every release this version knows')).toHaveLength(2);
  const quiet = await runCli([...argv, '--target', '99.1.0', '--quiet'], world);
  expect(quiet.stderr).not.toContain('newer than every');
});

test('so does validate of a project whose target is beyond', async () => {
  const files = {
    '/work/.cowork-3p.json': '{"target":"99.1.0"}',
    'a.json': '{"inferenceProvider":"anthropic","inferenceAnthropicApiKey":"${env:K}"}',
    'b.json': '{"disableAutoUpdates":true}',
  };
  const run = await runCli(['validate', 'a.json', 'b.json'], { files });
  expect(run.stderr.split('is newer than every release')).toHaveLength(2);
});

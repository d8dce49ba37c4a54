import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOTES } from '../src/device/notes.ts';
import { runCli } from './support/io.ts';

/* docs/status.md, as written: its commands, and the names in it. */

const page = readFileSync(path.join(import.meta.dirname, '../docs/status.md'), 'utf8');
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, body = '']) =>
  body.split('\n').filter((line) => line !== ''),
);
const DIGEST = 'a'.repeat(64);
const files = {
  'rings/pilot.json': '{"extends":"./base.json","inferenceModels":["claude-opus-5"]}',
  'rings/base.json': '{"inferenceProvider":"gateway"}',
  'fleet/mac-1/managed-machine.plist':
    '<plist version="1.0"><dict><key>inferenceProvider</key><string>gateway</string><key>inferenceModels</key><string>["claude-opus-5"]</string></dict></plist>',
  'fleet/pc-1/stat.txt': '# none\n',
  'intune.csv': `DeviceName,Output\npc-1,compliant; configuration ${DIGEST}\n`,
};

describe('every command of the page', () => {
  test('there are four', () => {
    expect(commands).toHaveLength(4);
  });

  test.each(commands)('%s', async (line) => {
    const [program, ...argv] = line.split(' ');
    expect(program).toBe('cowork-3p');
    const { code, stdout, stderr } = await runCli(argv, { files });
    // The made-up fleet and table differ from the ring.
    expect({ code, stderr }).toEqual({ code: argv.includes('--expect') ? 1 : 0, stderr: '' });
    expect(stdout).not.toBe('');
  });
});

test('the decision list names notes that exist, and every note that is an error', () => {
  const list = page.slice(page.indexOf('## The app does not see'), page.indexOf('## Which source counts'));
  const named = [...list.matchAll(/`([a-z]+(?:-[a-z0-9]+)*)`/g)].map(([, code = '']) => code);
  const codes = Object.keys(NOTES);
  expect(named.filter((code) => !codes.includes(code) && !['validate', 'migrate'].includes(code))).toEqual(
    [],
  );
  // What is wrong with captures is no matter of the device.
  const captures = [
    'not-evidence',
    'capture-unread',
    'platform-unclear',
    'nothing-captured',
    'content-missing',
  ];
  const errors = Object.entries(NOTES).filter(
    ([code, [severity]]) => severity === 'error' && !captures.includes(code),
  );
  expect(errors.map(([code]) => code).filter((code) => !named.includes(code))).toEqual([]);
});

test('the JSON of the page has the members that the report has', async () => {
  const { stdout } = await runCli(['status', 'fleet', '--expect', 'rings/base.json', '--format', 'json'], {
    files,
  });
  const report = JSON.parse(stdout) as { devices: [object] };
  const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as { devices: [object] };
  expect(Object.keys(report)).toEqual(Object.keys(example));
  expect(Object.keys(example.devices[0]).filter((name) => name !== 'log')).toEqual(
    Object.keys(report.devices[0]),
  );
});

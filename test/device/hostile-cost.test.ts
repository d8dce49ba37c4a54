import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { below } from '../../src/commands/status/below.ts';
import { inspector } from '../../src/io/inspect.ts';
import { readMacos } from '../../src/device/sources/macos.ts';
import type { Captures } from '../../src/device/types.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';
import { runCli } from '../support/io.ts';

const work = realpathSync(mkdtempSync(path.join(tmpdir(), 'cowork-3p-cost-')));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const xml = (inner: string): Buffer => Buffer.from(`<plist version="1.0"><dict>${inner}</dict></plist>`);
const profile = (number: number): string =>
  `<dict><key>ProfileIdentifier</key><string>p${number}</string><key>ProfileItems</key><array><dict>` +
  '<key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>PayloadContent</key>' +
  '<dict><key>inferenceProvider</key><string>gateway</string></dict></dict></array></dict>';

/** A value of many letters, beside profiles that each say otherwise. */
const valueAndProfiles = (n: number): Captures => ({
  machine: {
    name: 'managed-machine.plist',
    bytes: xml(`<key>inferenceProvider</key><string>${'x'.repeat(1000 * n)}</string>`),
  },
  profiles: {
    name: 'profiles.plist',
    bytes: xml(
      `<key>_computerlevel</key><array>${Array.from({ length: n }, (_, at) => profile(at)).join('')}</array>`,
    ),
  },
  users: [],
  registry: [],
  libraries: [],
  notes: [],
  empty: false,
  incomplete: false,
});

test('a long value and many profiles cost what they are long together, not their product', async () => {
  const { notes } = readMacos(valueAndProfiles(10), undefined);
  expect(notes.some(({ code }) => code === 'profile-differs')).toBe(true);
  const read = (captures: Captures): unknown => readMacos(captures, undefined);
  expect(await exponentOf(300, valueAndProfiles, read)).toBeLessThan(NOT_QUADRATIC);
});

test('somebody who wants a fleet to end is heard before the next large device', async () => {
  const folder = path.join(work, 'fleet');
  const section = (at: number): string => `[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\n"k${at}"="v"\n`;
  const file = `Windows Registry Editor Version 5.00\n\n${Array.from({ length: 15_000 }, (_, at) => section(at)).join('')}`;
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'hklm.reg'), file);
  }
  const stop = new AbortController();
  const read: string[] = [];
  const run = await runCli(['status', folder], {
    signal: stop.signal,
    inspector: {
      ...inspector,
      read: (name, ...rest) => {
        read.push(name);
        stop.abort();
        return inspector.read(name, ...rest);
      },
    },
  });
  expect(run.code).toBe(130);
  expect(read.length).toBeLessThan(8);
});

describe.skipIf(process.platform === 'win32')('links in a copy of a device', () => {
  const root = path.join(work, 'root');
  mkdirSync(path.join(root, 'inside'), { recursive: true });
  mkdirSync(path.join(work, 'outside'));
  for (const folder of ['outside', 'root/inside']) writeFileSync(path.join(work, folder, 'a.json'), '{}');
  symlinkSync('inside', path.join(root, 'within'));
  symlinkSync(path.join(work, 'outside'), path.join(root, 'away'));
  const identify = (file: string): { real: string; isFile: boolean } | undefined => {
    try {
      return { real: realpathSync(file), isFile: false };
    } catch {
      return undefined;
    }
  };
  const bounded = below(root, inspector, { identify, cwd: work });

  test.each([
    ['inside/a.json', true],
    ['within/a.json', true],
    ['away/a.json', false],
  ])('%s: %s', (name, good) => {
    const file = path.join(root, name);
    expect([bounded.read(file, 100).ok, bounded.facts(file).ok]).toEqual([good, good]);
  });

  test('the folder itself may be reached by a link, and what is missing is missing', () => {
    expect(bounded.entries(root, true).ok).toBe(true);
    const gone = bounded.facts(path.join(root, 'none', 'x'));
    expect(gone.ok ? '' : gone.failure.code).toBe('ENOENT');
  });
});

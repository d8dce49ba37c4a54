import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exporters } from '../support/exporters.ts';
import { manyHostileTexts } from './hostile-settings.ts';
import { differences } from './wine-differential.ts';
import { fileDifferences } from './wine-files.ts';

/*
 * Wine's `reg`, whose own tests run against real Windows. Started by scripts/wine-check.sh, which prepares the
 * registry; `reg import` answers 0 whatever it drops, so values are compared.
 */

const KEYS = {
  machine: 'HKLM\\SOFTWARE\\Policies\\Claude',
  user: 'HKCU\\SOFTWARE\\Policies\\Claude',
} as const;

const wine = (...args: string[]): Buffer => execFileSync('wine', ['reg', ...args], { stdio: 'pipe' });

/** The values in what Wine exports; it alone escapes line ends in a text, as `\n` and `\r`. */
function exportedValues(bytes: Uint8Array): Record<string, string> {
  const unescape = (text: string): string =>
    text.replace(/\\(.)/gs, (_, character: string) => ({ n: '\n', r: '\r' })[character] ?? character);
  const text = new TextDecoder('utf-16le').decode(bytes);
  const values = text.matchAll(/^"((?:[^"\\]|\\.)*)"="((?:[^"\\]|\\.)*)"\r?$/gm);
  return Object.fromEntries(
    [...values].map(([, name = '', value = '']) => [unescape(name), unescape(value)]),
  );
}

describe.skipIf(process.env.COWORK_3P_WINE === undefined)('Wine', () => {
  const texts = manyHostileTexts();
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cowork-3p-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (bytes: Uint8Array): void => {
    writeFileSync(join(folder, 'in.reg'), bytes);
    wine('import', `Z:${join(folder, 'in.reg')}`);
  };
  const saved = (hive: keyof typeof KEYS): Record<string, string> => {
    wine('export', KEYS[hive], `Z:${join(folder, 'out.reg')}`, '/y');
    return exportedValues(readFileSync(join(folder, 'out.reg')));
  };

  test.for(['machine', 'user'] as const)('the hive of the %s', { timeout: 120_000 }, (hive) => {
    load(exporters.reg.encode(new Map([['stale', '1']]), { hive }));
    load(exporters.reg.encode(texts, { hive }));
    expect(saved(hive)).toEqual({ stale: '1', ...Object.fromEntries(texts) });
    load(exporters.reg.encode(texts, { hive, replace: true }));
    expect(saved(hive)).toEqual(Object.fromEntries(texts));
  });

  test('a file in ASCII without a byte order mark', { timeout: 60_000 }, () => {
    const ascii = new Map([['a', 'C:\\x "y" [z] %TEMP%']]);
    load(exporters.reg.encode(ascii, { encoding: 'utf8', replace: true }));
    expect(saved('machine')).toEqual(Object.fromEntries(ascii));
  });

  // COWORK_3P_WINE_BLOCKS says how many; scripts/wine-check.sh takes 24,000.
  test('what the two read differently is told', { timeout: 900_000 }, () => {
    const { told, silent } = differences(Number(process.env.COWORK_3P_WINE_BLOCKS ?? 2000), 4711, folder);
    expect(silent).toEqual([]);
    // Random blocks are of both sorts.
    expect(told).toBeGreaterThan(0);
  });

  // COWORK_3P_WINE_FILES says how many; the first 772 are each oddity alone.
  test.for(['reg', 'regedit'] as const)(
    'whole files that %s reads differently are told',
    { timeout: 1_800_000 },
    (program) => {
      const count = Number(process.env.COWORK_3P_WINE_FILES ?? 200);
      expect(fileDifferences(count, { seed: 4711, folder, program })).toEqual([]);
    },
  );
});

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from '../../src/importers/index.ts';
import { reg } from '../../src/importers/reg.ts';
import { random } from '../importers/mutations.ts';
import { exportedKeys, type RegValue } from './reg-blocks.ts';
import { regFiles } from './reg-files.ts';

/* Whole registry files, read by Wine and by ours. What differs must be told. */

const HIVES = { machine: ['HKLM', 'HKEY_LOCAL_MACHINE'], user: ['HKCU', 'HKEY_CURRENT_USER'] } as const;
/** Files of one start of Wine. */
const BATCH = 250;

const wine = (...args: string[]): void => void execFileSync('wine', args, { stdio: 'pipe' });

/** A file that the two read differently, while ours has nothing to say. */
interface Silent {
  readonly file: string;
  readonly wine: unknown;
  readonly ours: unknown;
}

/** Reads so many files of a seed by a program of Wine; the folder is for files. */
export function fileDifferences(
  count: number,
  { seed, folder, program }: { seed: number; folder: string; program: 'reg' | 'regedit' },
): readonly Silent[] {
  const numbers = random(seed);
  const files = regFiles((below) => numbers.next().value % below);
  const silent: Silent[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, count - done) }, () => files.next().value);
    const theirs = wineReading(some, folder, program);
    for (const [index, make] of some.entries()) {
      const file = make('Claude');
      const ours = ownReading(file);
      if (ours !== undefined && ours !== theirs[index])
        silent.push({ file: file.toString('latin1'), wine: theirs[index], ours });
    }
  }
  return silent;
}

/** What each file leaves below a key of its own, whose name is as long as ours. */
function wineReading(
  files: readonly ((name: string) => Buffer)[],
  folder: string,
  program: 'reg' | 'regedit',
): readonly string[] {
  const names = files.map((_, index) => `W${String(index).padStart(5, '0')}`);
  const path = (name: string): string => `Z:${join(folder, name).replaceAll('/', '\\')}`;
  const lines = Object.values(HIVES).map(([hive]) => `reg delete ${hive}\\SOFTWARE\\Policies /f`);
  for (const [index, make] of files.entries()) {
    writeFileSync(join(folder, `${index}.reg`), make(names[index] ?? ''));
    lines.push(`${program === 'reg' ? 'reg import' : 'regedit /S'} ${path(`${index}.reg`)}`);
  }
  for (const [hive] of Object.values(HIVES)) {
    // There is something to export, whatever came of the files.
    lines.push(`reg add ${hive}\\SOFTWARE\\Policies\\Any /f`);
    lines.push(`reg export ${hive}\\SOFTWARE\\Policies ${path(hive)} /y`);
  }
  writeFileSync(join(folder, 'all.cmd'), `@echo off\r\n${lines.join('\r\n')}\r\nexit 0\r\n`);
  wine('cmd', '/c', path('all.cmd'));
  const keys = Object.values(HIVES).flatMap(([hive]) => [
    ...exportedKeys(readFileSync(join(folder, hive)).toString('utf16le')),
  ]);
  const held = new Map(keys.map(([key, values]) => [key.toLowerCase(), values]));
  return names.map((name) =>
    plain(
      Object.values(HIVES).map(([, hive]) => held.get(`${hive}\\software\\policies\\${name}`.toLowerCase())),
    ),
  );
}

/** Undefined where ours has something to say. */
function ownReading(file: Buffer): string | undefined {
  const found = detect(file);
  if (!found.ok || found.value.id !== 'reg') return undefined;
  const read = reg.decode(file);
  if (!read.ok || read.value.findings.length > 0) return undefined;
  const values = [...read.value.entries.values()].map(({ key, value, encoding }): [string, RegValue] => [
    key.toLowerCase(),
    { type: encoding === 'REG_DWORD' ? 4 : 1, value: value as string | number },
  ]);
  const { hive = 'machine' } = read.value;
  return plain(
    Object.keys(HIVES).map((one) => (one === hive ? new Map(values) : new Map<string, RegValue>())),
  );
}

function plain(hives: readonly (ReadonlyMap<string, RegValue> | undefined)[]): string {
  return JSON.stringify(
    hives.map((values) =>
      [...(values ?? [])]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { type, value }]) => [name, type, value]),
    ),
  );
}

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reg } from '../../src/importers/reg.ts';
import { random } from '../importers/mutations.ts';
import { exportedKeys, regBlock, type RegValue } from './reg-blocks.ts';

/* Blocks of a registry file, read by Wine and by ours. What differs must be told: a difference without a finding is a fault. */

const OWN = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude';
const PARENT = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Diff';
const HEADER = 'Windows Registry Editor Version 5.00\r\n\r\n';
/** Blocks of one import. */
const BATCH = 2000;

const wine = (...args: string[]): void => void execFileSync('wine', ['reg', ...args], { stdio: 'pipe' });
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
const keyOf = (index: number): string => `${PARENT}\\B${String(index)}`;

/** A block that the two read differently, while ours has nothing to say. */
interface Silent {
  readonly block: string;
  readonly wine: unknown;
  readonly ours: unknown;
}

/** What came of a run. */
interface Differences {
  /** Blocks of which ours had something to say. */
  readonly told: number;
  /** Blocks that Wine itself crashed on. */
  readonly crashed: number;
  readonly silent: readonly Silent[];
}

/** Reads so many blocks of a seed; the folder is for files. */
export function differences(count: number, seed: number, folder: string): Differences {
  const numbers = random(seed);
  const next = (below: number): number => numbers.next().value % below;
  const silent: Silent[] = [];
  let told = 0;
  let crashed = 0;
  for (let done = 0; done < count; done += BATCH) {
    const blocks = Array.from({ length: Math.min(BATCH, count - done) }, () => regBlock(next));
    for (const { block, values } of wineReading(blocks, folder)) {
      const ours = ownReading(block);
      told += ours.told ? 1 : 0;
      crashed += values === undefined ? 1 : 0;
      if (values !== undefined && !ours.told && JSON.stringify(values) !== JSON.stringify(ours.values))
        silent.push({ block, wine: values, ours: ours.values });
    }
  }
  return { told, crashed, silent };
}

interface Reading {
  readonly block: string;
  /** Undefined where Wine crashed. */
  readonly values: unknown;
}

/** What Wine makes of each block. It crashes on some; then it is asked for half as many at once. */
function wineReading(blocks: readonly string[], folder: string): readonly Reading[] {
  // What a block leaves open takes a further line, past empty ones: it is the key above all, which holds nothing.
  const whole = blocks.map((block, index) => `[${keyOf(index)}]\r\n${block}\r\n[${PARENT}]\r\n`).join('');
  writeFileSync(join(folder, 'in.reg'), utf16(`${HEADER}[-${PARENT}]\r\n[${PARENT}]\r\n${whole}`));
  try {
    wine('import', `Z:${join(folder, 'in.reg')}`);
  } catch {
    const [only] = blocks;
    if (blocks.length < 2) return only === undefined ? [] : [{ block: only, values: undefined }];
    const half = blocks.length >> 1;
    return [...wineReading(blocks.slice(0, half), folder), ...wineReading(blocks.slice(half), folder)];
  }
  wine('export', PARENT, `Z:${join(folder, 'out.reg')}`, '/y');
  const keys = exportedKeys(readFileSync(join(folder, 'out.reg')).toString('utf16le'));
  return blocks.map((block, index) => ({
    block,
    values: plain(keys.get(keyOf(index)) ?? new Map<string, RegValue>()),
  }));
}

function ownReading(block: string): { told: boolean; values: unknown } {
  const read = reg.decode(utf16(`${HEADER}[${OWN}]\r\n${block}\r\n\r\n`));
  if (!read.ok) return { told: true, values: {} };
  const { entries, findings } = read.value;
  const values = [...entries.values()].map(({ key, value, encoding }): [string, RegValue] => [
    key.toLowerCase(),
    { type: encoding === 'REG_DWORD' ? 4 : 1, value: value as string | number },
  ]);
  return { told: findings.length > 0, values: plain(new Map(values)) };
}

function plain(values: ReadonlyMap<string, RegValue>): unknown {
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { type, value }]) => [name, type, value]);
}

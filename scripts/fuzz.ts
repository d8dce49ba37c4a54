/*
 * Damages every file under fixtures/ (and ../shared, where that is) and feeds it to the importers, to what reads a
 * gateway and to whole commands, for as long as you like:
 *
 *   npm run fuzz -- --minutes 10                  until the time is over
 *   npm run fuzz -- --inputs 10000 --seed 7       so many for each target
 *   npm run fuzz -- --seed 7 --only reg:1234      that one again
 *
 * An input follows from seed, target and number alone. They run in a child with little memory, so that one that
 * hangs or uses up the machine is known, too. What goes wrong is kept in a folder that is printed; fixed, it becomes
 * a fixture. Exit code 1: something went wrong.
 *
 * Not guided by coverage: @jazzer.js/core, the one tool that is kept up, is a native addon that is built or fetched
 * on installation, which this repository allows no dependency; its guidance finds the words of a grammar, which are
 * given to the damage here (test/importers/mutations.ts), with every valid file to start from.
 */
import { fork } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readOutput } from '../src/gateway/helper-output.ts';
import { readModelPage } from '../src/protocol/model-list.ts';
import { sseParser } from '../src/protocol/sse.ts';
import type { Importer } from '../src/importers/importer.ts';
import { json } from '../src/importers/json.ts';
import { mobileconfig } from '../src/importers/mobileconfig.ts';
import { plist } from '../src/importers/plist.ts';
import { reg } from '../src/importers/reg.ts';
import { mutate, random } from '../test/importers/mutations.ts';
import { misbehaviour, pollution, READERS, timed } from '../test/support/behaviour.ts';
import { runCli } from '../test/support/io.ts';

const ROOT = path.join(import.meta.dirname, '..');
/** An importer may take this long for a file of this size. */
const LONGEST_MS = 1000;
/** Without a word for so long, the child hangs. */
const HANG_MS = 20_000;
/** Old space of the child, in MB: what reads five megabytes at most needs no more. */
const MEMORY_MB = 400;
const LARGEST_BASE = 100_000;

const { values: given } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    inputs: { type: 'string' },
    only: { type: 'string' },
    child: { type: 'string' },
  },
});
const seed = Number(given.seed ?? 1 + Math.floor(Math.random() * 2 ** 31));
const most = given.inputs === undefined ? Infinity : Number(given.inputs);
const minutes = given.inputs === undefined ? Number(given.minutes) : Infinity;

/** A target says what is wrong with an input, or nothing. */
type Target = (data: Buffer, next: (below: number) => number) => Promise<string | undefined>;

function importing(importer: Importer): Target {
  return async (data) => {
    const { value: outcome, ms } = await timed(() => importer.decode(data));
    if (ms > LONGEST_MS) return `took ${ms.toFixed()} ms`;
    if (!outcome.ok) return outcome.failure.message === '' ? 'a refusal without a word' : pollution();
    const document = outcome.value;
    const { entries, findings } = document;
    for (const { key, value } of entries.values()) {
      if (value === undefined) return 'an entry without a value';
      document.locate([key, 0, 'x']);
    }
    if (findings.length > 5000) return `${findings.length} findings`;
    if (importer.id === 'json') {
      const wrong = misread(data, entries);
      if (wrong !== undefined) return wrong;
    }
    return pollution();
  };
}

/** What is JSON must be read as JSON.parse reads it, unless something is said. */
function misread(
  data: Buffer,
  entries: ReadonlyMap<string, { readonly value: unknown }>,
): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const sorted = (pairs: readonly (readonly [string, unknown])[]): string =>
    JSON.stringify(pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  const read = [...entries].map(([key, entry]) => [key, entry.value] as const);
  return sorted(read) === sorted(Object.entries(value))
    ? undefined
    : 'read otherwise than JSON.parse reads it';
}

/** Events must not depend on how the bytes are cut; lists and helper outputs are read or refused. */
const gateway: Target = (data, next) => {
  const whole = sseParser().push(Buffer.concat([data, Buffer.from('\n\n')]));
  const parser = sseParser();
  const pieces: unknown[] = [];
  for (let at = 0; at < data.length;) {
    const to = Math.min(data.length, at + 1 + next(64));
    pieces.push(...parser.push(data.subarray(at, to)));
    at = to;
  }
  pieces.push(...parser.push(Buffer.from('\n\n')));
  if (JSON.stringify(whole) !== JSON.stringify(pieces))
    return Promise.resolve('events depend on the cutting');
  readOutput(data);
  try {
    readModelPage({ json: JSON.parse(data.toString()) as unknown });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return Promise.resolve(pollution());
};

const GOOD =
  '{"inferenceProvider":"gateway","inferenceGatewayBaseUrl":"https://gw.example.com","inferenceGatewayApiKey":"placeholder"}';
const commands: Target = async (data, next) => {
  const argv = READERS[next(READERS.length)] ?? READERS[0];
  const world = { files: { 'good.json': GOOD }, stdin: data, isTTY: true, env: { NO_COLOR: '1' } };
  const { value: run, ms } = await timed(() => runCli(argv, world));
  const wrong = misbehaviour(run, ms);
  return wrong === undefined ? undefined : `${argv.join(' ')}: ${wrong}`;
};

const targets: Readonly<Record<string, Target>> = {
  json: importing(json),
  reg: importing(reg),
  plist: importing(plist),
  mobileconfig: importing(mobileconfig),
  gateway,
  commands,
};
/** Which files a target starts from; every fourth input starts from any. */
const OWN: Readonly<Record<string, RegExp>> = {
  json: /\.jsonc?$/,
  reg: /\.reg$/,
  plist: /\.plist$/,
  mobileconfig: /\.mobileconfig$/,
  gateway: /\.(?:sse|txt|json)$/,
  commands: /\.(?:json|reg|plist|mobileconfig)$/,
};

function bases(): { name: string; data: Buffer }[] {
  return ['fixtures', '../shared/corpus', '../shared/formats', '../shared/gateway']
    .map((folder) => path.join(ROOT, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .sort()
        .map((name) => path.join(folder, name)),
    )
    .filter((name) => statSync(name).isFile() && statSync(name).size <= LARGEST_BASE)
    .filter((name) => !/\.(?:findings|expected)\.json$|\.(?:md|ts|js|png)$/.test(name))
    .map((name) => ({ name, data: readFileSync(name) }));
}

type Bases = ReturnType<typeof bases>;

const SIGNS = [
  '[', '{', '{"a":', '"', '\\', "'", '/*', '*/', '//', '\r', '\n', ' ', ',', ':', '<array>', '<dict><key>a</key>', '<!--', '<![CDATA[',
  '&amp;', '00,', '\\\r\n', '"a"="', '[-HKEY_LOCAL_MACHINE\\', '\u0000', '\u0030\u0080', 'data: ', '\uFEFF', '\uD83D\uDE00',
]; // prettier-ignore

/** Input number `index` of a target: the same for ever, as long as the files stay. */
function inputOf(
  target: string,
  index: number,
  all: Bases,
): { data: Buffer; next: (below: number) => number } {
  const at = Object.keys(targets).indexOf(target);
  // Xorshift must not begin with zero; the first numbers of near seeds are alike and thrown away.
  const numbers = random((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index * 8 + at + 1, 0x85ebca6b)) | 1);
  const next = (below: number): number => numbers.next().value % Math.max(below, 1);
  for (let skip = 0; skip < 8; skip += 1) next(1);
  const own = all.filter(({ name }) => OWN[target]?.test(name) === true);
  const pool = own.length === 0 || next(4) === 0 ? all : own;
  const base = pool[next(pool.length)]?.data ?? Buffer.alloc(0);
  let data = Buffer.from(mutate(base, numbers));
  if (next(4) === 0) {
    // The beginning of one with the end of another.
    const other = pool[next(pool.length)]?.data ?? base;
    data = Buffer.concat([data.subarray(0, next(data.length)), other.subarray(next(other.length))]);
  }
  if (next(4) === 0) data = Buffer.from(mutate(data, numbers));
  if (next(16) === 0) {
    // Depth and length: a few signs, then one very often.
    const at = next(data.length);
    const before = Array.from({ length: next(4) }, () => SIGNS[next(SIGNS.length)] ?? '').join('');
    const often = (SIGNS[next(SIGNS.length)] ?? '').repeat(next(2) === 0 ? next(200) : next(20_000));
    data = Buffer.concat([data.subarray(0, at), Buffer.from(before + often), data.subarray(at)]);
  }
  return { data, next };
}

/** The child: tries inputs from `--child TARGET:FROM:TO`, and says before each which. */
async function work(order: string): Promise<void> {
  const [target = '', from, to] = order.split(':');
  const all = bases();
  const check = targets[target];
  if (check === undefined) throw new Error(`no target ${target}`);
  // What is loaded at the first use is not counted as time.
  await check(Buffer.from(GOOD), () => 0);
  for (const argv of target === 'commands' ? READERS : [])
    await runCli(argv, { stdin: GOOD, files: { 'good.json': GOOD } });
  for (let index = Number(from); index < Number(to); index += 1) {
    writeSync(1, `at ${index}\n`);
    const { data, next } = inputOf(target, index, all);
    let wrong: string | undefined;
    try {
      wrong = await check(data, next);
    } catch (error) {
      wrong = error instanceof Error ? (error.stack ?? error.message) : 'threw no error';
    }
    if (wrong !== undefined) writeSync(1, `wrong ${index} ${JSON.stringify(wrong)}\n`);
  }
  writeSync(1, `peak ${process.resourceUsage().maxRSS}\n`);
}

interface Batch {
  readonly wrong: readonly (readonly [index: number, what: string])[];
  /** The first input that is still to be tried. */
  readonly next: number;
  readonly peak: number;
}

/** Lets a child try some inputs. One that ends or hangs over an input ends the batch there. */
function batch(target: string, from: number, to: number): Promise<Batch> {
  return new Promise((resolve) => {
    const wrong: [number, string][] = [];
    let at = from;
    let peak = 0;
    let rest = '';
    let hung = false;
    const child = fork(import.meta.filename, ['--seed', String(seed), '--child', `${target}:${from}:${to}`], {
      execArgv: [...process.execArgv, `--max-old-space-size=${MEMORY_MB}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const kill = (): void => {
      hung = true;
      child.kill('SIGKILL');
    };
    let watch = setTimeout(kill, HANG_MS + 20_000);
    child.stdout?.on('data', (chunk: Buffer) => {
      clearTimeout(watch);
      watch = setTimeout(kill, HANG_MS);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, word, number, more] = /^(\w+) (\d+)(?: (.*))?$/.exec(line) ?? [];
        if (word === 'at') at = Number(number);
        if (word === 'wrong') wrong.push([Number(number), String(JSON.parse(more ?? '""'))]);
        if (word === 'peak') peak = Number(number);
      }
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2000)));
    child.on('close', (code) => {
      clearTimeout(watch);
      if (code === 0) resolve({ wrong, next: to, peak });
      else {
        wrong.push([
          at,
          hung ? `no end after ${HANG_MS / 1000} s` : `the process ended (${String(code)}): ${errors}`,
        ]);
        resolve({ wrong, next: at + 1, peak });
      }
    });
  });
}

async function lead(): Promise<void> {
  const all = bases();
  const folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-fuzz-'));
  console.log(`seed ${seed}, ${all.length} files to damage; what goes wrong: ${folder}`);
  const end = Date.now() + minutes * 60_000;
  const tried = new Map(Object.keys(targets).map((name) => [name, { next: 0, wrong: 0, peak: 0, ms: 0 }]));
  const [onlyTarget, onlyIndex] = given.only?.split(':') ?? [];
  for (;;) {
    let worked = false;
    for (const [name, state] of tried) {
      if (onlyTarget !== undefined && name !== onlyTarget) continue;
      if (state.next >= most || Date.now() > end) continue;
      worked = true;
      const from = onlyIndex === undefined ? state.next : Number(onlyIndex);
      const to = onlyIndex === undefined ? Math.min(most, from + 2500) : from + 1;
      const begun = Date.now();
      const done = await batch(name, from, to);
      state.next = done.next;
      state.ms += Date.now() - begun;
      state.peak = Math.max(state.peak, done.peak);
      for (const [index, what] of done.wrong) {
        state.wrong += 1;
        writeFileSync(path.join(folder, `${name}-${index}.bin`), inputOf(name, index, all).data);
        writeFileSync(
          path.join(folder, `${name}-${index}.txt`),
          `--seed ${seed} --only ${name}:${index}\n${what}\n`,
        );
        console.log(`✖ ${name}:${index} ${what.split('\n').slice(0, 3).join(' | ').slice(0, 300)}`);
      }
    }
    if (!worked || onlyIndex !== undefined) break;
  }
  let failed = false;
  for (const [name, { next, wrong, peak, ms }] of tried) {
    failed ||= wrong > 0;
    console.log(
      `${name.padEnd(12)} ${next} inputs, ${wrong} wrong, ${(ms / 1000).toFixed(1)} s, peak ${(peak / 1024).toFixed()} MB`,
    );
  }
  process.exitCode = failed ? 1 : 0;
}

await (given.child === undefined ? lead() : work(given.child));

import type { Run } from './io.ts';

/*
 * What every run owes, whatever it is given: an exit code that is documented and no bug, no stack, nothing that
 * drives a terminal, nothing left in the prototypes, and an end in time. Used by the property tests and by `npm run fuzz`.
 */

/** Far more pieces of work than any run takes that is bounded as it should be. */
const MOST_PIECES = 100;

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const DRIVES = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

/** Whether a text holds anything that a terminal would obey or that no one sees. */
export function drivesTerminal(text: string): boolean {
  return DRIVES.test(text);
}

/** How long something took: on a busy machine the clock runs on without us, and a single thread never takes more than both. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; ms: number }> {
  const clock = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const used = process.cpuUsage(cpu);
  return { value, ms: Math.min(performance.now() - clock, (used.user + used.system) / 1000) };
}

/** The same for what does not wait. */
export function timedNow<T>(work: () => T): { value: T; ms: number } {
  const clock = performance.now();
  const cpu = process.cpuUsage();
  const value = work();
  const used = process.cpuUsage(cpu);
  return { value, ms: Math.min(performance.now() - clock, (used.user + used.system) / 1000) };
}

/** A fixed piece of work of the kind that reading is: texts put together, cut and looked up. Some 30 ms, more on a slow machine. */
function piece(): void {
  const seen = new Map<string, number>();
  for (let at = 0; at < 100_000; at += 1) {
    const [name = '', value = ''] = `key${at % 5000}="${at.toString(36)}"`.split('=');
    seen.set(name, (seen.get(name) ?? 0) + value.length);
  }
  JSON.parse(JSON.stringify([...seen]));
}

let pieceMs = 0;

/**
 * Whether something took more time than so many pieces of work take here and now. No number of seconds is asserted: who
 * seems to be slow is held against the piece again, for the machine may be slower than it was.
 */
export function tookMore(ms: number, pieces: number): boolean {
  if (ms <= pieces * pieceMs) return false;
  for (let turn = 0; turn < 3; turn += 1) pieceMs = Math.max(pieceMs, timedNow(piece).ms);
  return ms > pieces * pieceMs;
}

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const MEMBERS = PROTOTYPES.map((one) => Reflect.ownKeys(one).length);

/** What is wrong with the world after a run; undefined when nothing is. */
export function pollution(): string | undefined {
  const grown = PROTOTYPES.some((one, at) => Reflect.ownKeys(one).length !== MEMBERS[at]);
  return grown || Object.getPrototypeOf({}) !== Object.prototype ? 'a prototype was changed' : undefined;
}

/** What is wrong with a run; undefined when nothing is. `codes`: the exit codes that the command may have. */
export function misbehaviour(
  { code, stdout, stderr }: Run,
  ms: number,
  codes = [0, 1, 2],
): string | undefined {
  if (!codes.includes(code)) return `exit code ${code}: ${stderr.slice(0, 300)}`;
  if (/^\s+at .+:\d+/m.test(stderr)) return 'a stack on stderr';
  if (drivesTerminal(stderr)) return 'a control character on stderr';
  if (drivesTerminal(stdout)) return 'a control character on stdout';
  if (code === 2 && stderr === '' && stdout === '') return 'a refusal without a word';
  if (tookMore(ms, MOST_PIECES)) return `took ${ms.toFixed()} ms`;
  return pollution();
}

/** Everything that reads a configuration and opens no connection. `-` is what is tried, good.json one without errors. */
export const READERS = [
  ['validate', '-'],
  ['validate', '-', '--format', 'github'],
  ['validate', '-', '--format', 'sarif'],
  ['validate', '-', '--format', 'junit'],
  ['validate', '-', '--format', 'json', '--resolve', '--strict', '--target', '1.5354', '--platform', 'linux'],
  ['diff', '-', 'good.json'],
  ['diff', 'good.json', '-', '--format', 'json'],
  ['export', '-', '--format', 'json'],
  ['export', '-', '--format', 'plist'],
  ['export', '-', '--format', 'mobileconfig', '--target', 'latest'],
  ['export', '-', '--format', 'reg', '-o', 'out'],
  ['export', '-', '--all', 'out'],
  ['migrate', '-'],
  ['migrate', '-', '--target', '1.5354'],
  ['migrate', '-', '--check', '--format', 'json'],
  ['egress', '-'],
  ['egress', '-', '--format', 'hosts'],
  ['egress', '-', '--format', 'json'],
] as const;

import { readFileSync } from 'node:fs';
import { env, platform } from 'node:process';

/*
 * Names are asked of the operating system, which knows the networks of a company (VPN, hosts file, mDNS). It takes no
 * time limit and its questions cannot be taken back: each occupies a thread that the end of the process waits for.
 * What follows bounds that from outside, without changing what is found within the limit.
 */

/** A name server is given up after this, unless resolv.conf(5) says otherwise: glibc's `timeout` in seconds, and `attempts`. */
const DEFAULTS = { timeout: 5, attempts: 2 } as const;
/** glibc asks no more of them. */
const MOST_SERVERS = 3;

/**
 * `RES_OPTIONS` of resolv.conf(5) that leaves out what would be asked after the limit: later tries, and the rest of a
 * try that outlasts it. `conf` is the text of resolv.conf, `own` the variable as it is set. Undefined where nothing
 * changes.
 */
export function resolverOptions(conf: string, own: string | undefined, limitMs: number): string | undefined {
  // As in glibc, a line that is indented says nothing.
  const lines = conf.split('\n').map((line) => line.split(/\s+/));
  const servers = lines.filter(([word]) => word === 'nameserver').length;
  const options = lines.filter(([word]) => word === 'options').flat();
  const number = (name: keyof typeof DEFAULTS): number => {
    const set = [...options, ...(own ?? '').split(/\s+/)].filter((word) => word.startsWith(`${name}:`));
    const value = Number.parseInt((set.at(-1) ?? '').slice(name.length + 1), 10);
    return value >= 0 ? value : DEFAULTS[name];
  };
  const limit = Math.max(1, Math.ceil(limitMs / 1000));
  const timeout = Math.min(number('timeout'), limit);
  const once = triesOf(timeout, Math.min(Math.max(servers, 1), MOST_SERVERS));
  const attempts = Math.min(number('attempts'), Math.max(1, Math.ceil(limit / once)));
  if (timeout === number('timeout') && attempts === number('attempts')) return undefined;
  return [...(own === undefined ? [] : [own]), `timeout:${timeout}`, `attempts:${attempts}`].join(' ');
}

/** Seconds to ask each server once: the wait grows from one to the next (glibc, res_send.c). */
function triesOf(timeout: number, servers: number): number {
  let seconds = 0;
  for (let index = 0; index < servers; index += 1)
    seconds += index === 0 ? timeout : Math.max(1, Math.floor((timeout << index) / servers));
  return Math.max(seconds, 1);
}

/** Threads for names that are asked at once: libuv gives half of its threads to what may take long, two of four. */
const THREADS = '16';

/** The variables that are set here, as they were before. */
let before: Readonly<Record<'RES_OPTIONS' | 'UV_THREADPOOL_SIZE', string | undefined>> | undefined;

/**
 * Bounds what follows a question for a name: how long a dead name server keeps the process, and how many names wait
 * behind one that nobody answers. Has to come before the first question; later calls do nothing.
 */
export function boundResolver(limitMs: number): void {
  if (before !== undefined || platform === 'win32') return;
  const { RES_OPTIONS, UV_THREADPOOL_SIZE } = env;
  before = { RES_OPTIONS, UV_THREADPOOL_SIZE };
  env.UV_THREADPOOL_SIZE ??= THREADS;
  if (platform !== 'linux') return;
  let conf: string;
  try {
    conf = readFileSync('/etc/resolv.conf', 'utf8');
  } catch {
    return;
  }
  const options = resolverOptions(conf, RES_OPTIONS, limitMs);
  if (options !== undefined) env.RES_OPTIONS = options;
}

/** The environment for a program that is started: what was set for this process alone is as it was before. */
export function withoutResolverLimit(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return before === undefined ? environment : { ...environment, ...before };
}

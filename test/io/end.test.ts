import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { Cancelled } from '../../src/errors.ts';
import { endNow, endSoon, leave } from '../../src/io/end.ts';

/** A process that is about to end with code 1, and what became of it. */
function ending(active: readonly string[], more: { argv?: string[]; execve?: undefined } = {}) {
  const said: unknown[] = [];
  const process = Object.assign(new EventEmitter(), {
    exitCode: 1,
    execPath: '/opt/node',
    argv: ['/opt/node', '/opt/cowork-3p.js'],
    env: { NODE_OPTIONS: '--require x', HOME: '/h' },
    getActiveResourcesInfo: () => active,
    exit: (): never => {
      said.push('exit');
      throw new Error('ended');
    },
    execve: (...what: unknown[]) => void said.push(what),
    ...more,
  });
  process.on('exit', (code: number) => {
    said.push(code);
    process.exitCode = 2;
  });
  try {
    leave(process as unknown as Parameters<typeof leave>[0]);
  } catch (error) {
    if (!(error instanceof Error && error.message === 'ended')) throw error;
  }
  return said;
}

test.each<[string, readonly string[], Parameters<typeof ending>[1]]>([
  ['nothing is waited for', ['TTYWrap', 'Timeout', 'FSReqPromise'], {}],
  ['Node has no execve', ['GetAddrInfoReqWrap'], { execve: undefined }],
  ['it is an executable of its own', ['GetAddrInfoReqWrap'], { argv: ['/opt/node', '/opt/node'] }],
])('%s: Node ends it', (_what, active, more) => {
  expect(ending(active, more)).toEqual(['exit']);
});

test('a name server that does not answer is not waited for, and listeners of the end are heard', () => {
  expect(ending(['Timeout', 'GetAddrInfoReqWrap'])).toEqual([
    1,
    ['/opt/node', ['/opt/node', '-e', 'process.exitCode = 2'], { NODE_OPTIONS: '', HOME: '/h' }],
  ]);
});

/** A process that is ended by a cancel, and what became of it: the code of an exit, or the signal by which it ends. */
function cancelled(active: readonly string[], platform: NodeJS.Platform) {
  const said: unknown[] = [];
  const process = Object.assign(new EventEmitter(), {
    pid: 7,
    platform,
    getActiveResourcesInfo: () => active,
    exit: (code: number): never => {
      said.push(code);
      throw new Error('ended');
    },
    kill: (pid: number, by: string) =>
      said.push(`${by} to ${String(pid)}, heard by ${String(process.listenerCount(by))}`),
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(name, () => undefined);
  process.on('exit', (code: number) => said.push(`children end, ${String(code)}`));
  return { process: process as unknown as Parameters<typeof endNow>[0], said };
}

const NAME = ['Timeout', 'GetAddrInfoReqWrap'];
const PIPE = ['FSReqCallback'];
const IDLE = ['TTYWrap', 'Timeout', 'TCPSocketWrap'];

test.each<[string, Cancelled | undefined, readonly string[], NodeJS.Platform, readonly unknown[]]>([
  ['Ctrl-C', new Cancelled('SIGINT'), IDLE, 'linux', [130]],
  ['a request to end', new Cancelled('SIGTERM'), IDLE, 'darwin', [143]],
  ['SIGQUIT', new Cancelled('SIGQUIT'), IDLE, 'linux', [131]],
  ['no signal', new Cancelled(), IDLE, 'linux', [130]],
  ['no reason', undefined, IDLE, 'linux', [130]],
  // What a thread waits for holds process.exit() up; a signal does not wait.
  [
    'Ctrl-C while a name is asked for',
    new Cancelled('SIGINT'),
    NAME,
    'linux',
    ['children end, 130', 'SIGINT to 7, heard by 0'],
  ],
  [
    'a request to end while a pipe is read',
    new Cancelled('SIGTERM'),
    PIPE,
    'linux',
    ['children end, 143', 'SIGTERM to 7, heard by 0'],
  ],
  [
    'no signal while a name is asked for',
    new Cancelled(),
    ['GetNameInfoReqWrap'],
    'linux',
    ['children end, 130', 'SIGINT to 7, heard by 0'],
  ],
  // By SIGQUIT the system would keep an image of the memory.
  [
    'SIGQUIT while a name is asked for',
    new Cancelled('SIGQUIT'),
    NAME,
    'linux',
    ['children end, 131', 'SIGINT to 7, heard by 0'],
  ],
  // Its terminal is gone.
  ['SIGHUP', new Cancelled('SIGHUP'), IDLE, 'linux', ['children end, 129', 'SIGHUP to 7, heard by 0']],
  ['SIGHUP on Windows', new Cancelled('SIGHUP'), NAME, 'win32', [129]],
])('%s ends the process at once', (_what, reason, active, platform, expected) => {
  const { process, said } = cancelled(active, platform);
  const abort = new AbortController();
  if (reason !== undefined) abort.abort(reason);
  try {
    endNow(process, abort.signal);
  } catch (error) {
    if (!(error instanceof Error && error.message === 'ended')) throw error;
  }
  expect(said).toEqual(expected);
});

afterEach(() => vi.useRealTimers());

test.each([
  [false, 0],
  [true, 200],
])('after a cancel output that is on its way (%s) has %i ms to arrive', (isPending, ms) => {
  vi.useFakeTimers();
  const { process, said } = cancelled(['FSReqCallback'], 'linux');
  endSoon(process, { signal: AbortSignal.abort(new Cancelled('SIGTERM')), stdout: { isPending } });
  if (ms > 0) vi.advanceTimersByTime(ms - 1);
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toHaveLength(2);
});

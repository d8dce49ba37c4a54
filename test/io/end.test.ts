import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { leave } from '../../src/io/end.ts';

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

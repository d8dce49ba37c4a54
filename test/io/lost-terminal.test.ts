import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endWithTerminal } from '../../src/io/lost-terminal.ts';

// The tests run without a terminal, as one whose terminal went away.
test('a process that lost its terminal ends by SIGHUP, after all who listen for its end', () => {
  const said: unknown[] = [];
  const process = Object.assign(new EventEmitter(), {
    pid: 7,
    kill: (...what: unknown[]) => said.push(what, process.listenerCount('SIGHUP')),
  });
  process.on('SIGHUP', () => said.push('heard'));
  endWithTerminal(process as unknown as Parameters<typeof endWithTerminal>[0]);
  process.once('exit', (code: number) => said.push(code));
  process.emit('exit', 130);
  expect(said).toEqual([130, [7, 'SIGHUP'], 0]);
});

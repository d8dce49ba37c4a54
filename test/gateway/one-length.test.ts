import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { OneLengthSocket } from '../../src/gateway/one-length.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

/** What is read of an answer that comes in such pieces. */
async function readAs(pieces: readonly string[]): Promise<string> {
  const socket = new PassThrough();
  Readable.from(pieces.map((piece) => Buffer.from(piece, 'latin1'))).pipe(socket);
  let read = '';
  for await (const chunk of new OneLengthSocket(socket)) read += (chunk as Buffer).toString('latin1');
  return read;
}

const head = (...lines: readonly string[]): string => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

test.each([
  ['a length', head('content-length: 1') + 'a', head('content-length: 1') + 'a'],
  ['a length twice', head('content-length: 1', 'Content-Length:1') + 'a', head('content-length: 1') + 'a'],
  ['two that differ', head('content-length: 1', 'content-length: 2'), undefined],
  ['a list', head('content-length: 1, 1'), undefined],
  ['no length', head('x-a: b') + 'content-length: 1\r\ncontent-length: 1\r\n\r\n', undefined],
  [
    'bare line feeds',
    'HTTP/1.1 200 OK\ncontent-length: 1\ncontent-length: 1\n\na',
    'HTTP/1.1 200 OK\ncontent-length: 1\n\na',
  ],
  [
    'behind heads that are not the last',
    CONTINUE + CONTINUE + head('content-length: 1', 'content-length: 1') + 'a',
    CONTINUE + CONTINUE + head('content-length: 1') + 'a',
  ],
  ['a head that does not end', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n', undefined],
  ['bytes beyond ASCII', head('x-a: \u00E9') + '\u00FF\u0000', undefined],
  ['nothing', '', undefined],
])('%s, however it is cut', async (_what, answer, expected = answer) => {
  expect(await readAs([answer])).toBe(expected);
  expect(await readAs(answer.split(''))).toBe(expected);
  for (let at = 1; at < answer.length; at += 1)
    expect(await readAs([answer.slice(0, at), answer.slice(at)])).toBe(expected);
});

test('a head in single bytes costs in proportion to its length, and one too long is passed on', async () => {
  const bytes = (n: number): string[] => `HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(n)}`.split('');
  expect(await exponentOf(16_000, bytes, readAs)).toBeLessThan(NOT_QUADRATIC);
  const long = `HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(300_000)}\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n`;
  expect(await readAs([long.slice(0, 290_000), long.slice(290_000)])).toBe(long);
});

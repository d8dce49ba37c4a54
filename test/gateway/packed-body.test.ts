import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readBody } from '../../src/gateway/answer-body.ts';
import { PackedBody } from '../../src/gateway/packed-body.ts';
import { startDeadline } from '../../src/net/deadline.ts';

const TEXT = Buffer.from('{"type":"message"}'.repeat(20));

function packed(...pieces: readonly Uint8Array[]): PackedBody {
  const body = new PackedBody();
  for (const piece of pieces) body.add(piece);
  return body;
}

describe('a packed body', () => {
  test.for([
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    [' GZIP ', gzipSync(TEXT)],
  ] as const)('%s is cut when its packing does not end', ([encoding, bytes]) => {
    expect(packed(bytes).isCut(encoding)).toBe(false);
    expect(packed(bytes.subarray(0, -10)).isCut(encoding)).toBe(true);
  });

  test.for([
    ['an encoding that is not known', 'zstd', gzipSync(TEXT).subarray(0, -10)],
    ['none', null, gzipSync(TEXT).subarray(0, -10)],
    ['nothing at all', 'gzip', Buffer.alloc(0)],
    ['what is packed wrong, and not cut', 'gzip', Buffer.from('no gzip')],
  ] as const)('not: %s', ([, encoding, bytes]) => {
    expect(packed(bytes).isCut(encoding)).toBe(false);
  });

  test('is put together from its pieces, and copies them', () => {
    const bytes = gzipSync(TEXT);
    const first = Buffer.from(bytes.subarray(0, 7));
    const body = packed(first, bytes.subarray(7, -10));
    first.fill(0);
    expect(body.isCut('gzip')).toBe(true);
    expect([body.isOnePiece, packed(bytes).isOnePiece, packed().isOnePiece]).toEqual([false, true, false]);
  });

  test('is not checked beyond 8 MB', () => {
    const most = 8 * 1024 * 1024;
    const cut = gzipSync(TEXT).subarray(0, -10);
    const filler = Buffer.alloc(most - cut.length);
    expect(packed(filler, cut).isCut('br')).toBe(false);
    expect(packed(cut, filler, Buffer.from('x')).isOnePiece).toBe(false);
    expect(packed(cut, filler, Buffer.from('x')).isCut('gzip')).toBe(false);
  });
});

describe('a body that comes slowly', () => {
  afterEach(() => vi.useRealTimers());

  test.for<[string, readonly number[], number, string]>([
    ['each piece in time, however long it all takes', [90, 90, 90, 90], 90, 'whole'],
    ['a pause that is too long', [90, 110], 90, 'idle'],
    ['a pause before its end', [90, 90], 110, 'idle'],
    ['more than all may take', [90, 90, 90, 90, 90, 90], 90, 'total'],
  ])('%s', async ([, pauses, last, end]) => {
    vi.useFakeTimers();
    const limits = { connect: 100, firstByte: 100, idle: 100, total: 500 };
    const deadline = startDeadline(limits, []);
    deadline.enter('idle');
    let pieces: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (pieces = controller) });
    const opened = {
      response: new Response(body),
      url: new URL('https://gw.example.com'),
      begun: 0,
      firstByteMs: 0,
      deadline,
      limits,
      proxy: undefined,
      packed: packed(),
      loose: false,
      connection: undefined,
    };
    const read: number[] = [];
    const reading = readBody(opened, 1000, (chunk) => {
      read.push(chunk.length);
      return false;
    });
    for (const pause of pauses) {
      await vi.advanceTimersByTimeAsync(pause);
      if (deadline.ended === undefined) pieces?.enqueue(new Uint8Array(1));
    }
    await vi.advanceTimersByTimeAsync(last);
    if (deadline.ended === undefined) pieces?.close();
    expect((await reading)?.phase ?? 'whole').toBe(end);
    expect(vi.getTimerCount()).toBe(0);
  });
});

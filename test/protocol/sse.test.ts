import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sseParser, type ParsedEvent, type SseLimits } from '../../src/protocol/sse.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function parse(text: string | Uint8Array, limits?: SseLimits): ParsedEvent[] {
  return sseParser(limits).push(typeof text === 'string' ? bytes(text) : text);
}

describe('what the standard says', () => {
  test.each<[string, string, ParsedEvent[]]>([
    ['a named event', 'event: ping\ndata: {}\n\n', [{ event: 'ping', data: '{}', line: 1 }]],
    ['an unnamed event', 'data: x\n\n', [{ event: '', data: 'x', line: 1 }]],
    ['data on several lines', 'data: a\ndata: b\ndata\n\n', [{ event: '', data: 'a\nb\n', line: 1 }]],
    [
      'only one space is cut',
      'data:  a\n\ndata:b\n\n',
      [
        { event: '', data: ' a', line: 1 },
        { event: '', data: 'b', line: 3 },
      ],
    ],
    [
      'empty data is data',
      'data\n\ndata:\n\n',
      [
        { event: '', data: '', line: 1 },
        { event: '', data: '', line: 3 },
      ],
    ],
    ['an event without data is dropped', 'event: a\n\ndata: x\n\n', [{ event: '', data: 'x', line: 3 }]],
    [
      'comments and unknown fields',
      ': hello\nid: 7\nretry: 10\nfoo: bar\ndata: x\n: more\n\n',
      [{ event: '', data: 'x', line: 5 }],
    ],
    ['the last event name wins', 'event: a\nevent: b\ndata: x\n\n', [{ event: 'b', data: 'x', line: 1 }]],
    ['CRLF', 'event: a\r\ndata: x\r\n\r\n', [{ event: 'a', data: 'x', line: 1 }]],
    [
      'CR alone',
      'event: a\rdata: x\r\rdata: y\r\r',
      [
        { event: 'a', data: 'x', line: 1 },
        { event: '', data: 'y', line: 4 },
      ],
    ],
    ['a byte order mark', '\uFEFFdata: x\n\n', [{ event: '', data: 'x', line: 1 }]],
    ['no byte order mark on a later line', 'data: x\n\uFEFFdata: y\n\n', [{ event: '', data: 'x', line: 1 }]],
    ['only the first byte order mark', '\uFEFF\uFEFFdata: x\n\n', []],
    ['the end without a blank line is no event', 'data: x\n', []],
    ['blank lines in between', '\n\n\ndata: x\n\n\n\n', [{ event: '', data: 'x', line: 4 }]],
    ['a colon in the value', 'data: a: b\n\n', [{ event: '', data: 'a: b', line: 1 }]],
    ['a field name with a space is another field', 'data : x\n\n', []],
    ['characters of four bytes', 'data: 🙂é✓\n\n', [{ event: '', data: '🙂é✓', line: 1 }]],
    ['U+2028 is no line end', 'data: a\u2028b\n\n', [{ event: '', data: 'a\u2028b', line: 1 }]],
  ])('%s', (_name, text, events) => {
    expect(parse(text)).toEqual(events);
  });

  test('invalid UTF-8 becomes U+FFFD and harms nothing after it', () => {
    const broken = new Uint8Array([...bytes('data: a'), 0xff, 0xc3, ...bytes('\n\ndata: b\n\n')]);
    expect(parse(broken).map(({ data }) => data)).toEqual(['a\uFFFD\uFFFD', 'b']);
  });

  test('an event that has begun is seen', () => {
    const parser = sseParser();
    expect(parser.open).toBe(false);
    parser.push(bytes('data: x\n'));
    expect(parser.open).toBe(true);
    parser.push(bytes('\n'));
    expect(parser.open).toBe(false);
    parser.push(bytes('dat'));
    expect(parser.open).toBe(true);
  });
});

describe('limits', () => {
  const limits = { line: 16, data: 20 };

  test('a long line is cut, said to be cut, and the rest is fine', () => {
    expect(parse(`data: ${'x'.repeat(1000)}\n\ndata: y\n\n`, limits)).toEqual([
      { event: '', data: 'x'.repeat(10), line: 1, truncated: true },
      { event: '', data: 'y', line: 3 },
    ]);
  });

  test('no character is cut in two', () => {
    for (const filler of ['é', '✓', '🙂', 'a✓', 'ab🙂']) {
      const [event] = parse(`data: ${filler.repeat(50)}\n\n`, limits);
      expect(event?.truncated).toBe(true);
      expect(filler.repeat(50).startsWith(event?.data ?? '?')).toBe(true);
    }
  });

  test('many data lines are cut together', () => {
    const [event] = parse(`${'data: 12345\n'.repeat(100)}\n`, limits);
    expect(event?.truncated).toBe(true);
    expect(event?.data.replaceAll('\n', '').length).toBeLessThanOrEqual(20);
  });

  test('ten megabytes in one line keep 64 KB', () => {
    const parser = sseParser();
    const chunk = new Uint8Array(1024 * 1024).fill(0x78);
    parser.push(bytes('data: '));
    for (let at = 0; at < 10; at++) expect(parser.push(chunk)).toEqual([]);
    const [event] = parser.push(bytes('\n\n'));
    expect(event?.data.length).toBe(64 * 1024 - 6);
    expect(event?.truncated).toBe(true);
  });
});

describe('any cutting of the same bytes gives the same events', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'data',
      'event',
      ':',
      ': ',
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '\uFEFF',
      ' ',
      'id: 1',
      'data: x\n\n',
      'event: ping\n',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  );
  const stream = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => bytes(pieces.join(''))),
    fc.uint8Array({ maxLength: 200 }),
  );

  function cut(all: Uint8Array, sizes: readonly number[]): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (let turn = 0; at < all.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      chunks.push(all.slice(at, at + size));
      at += size;
    }
    return chunks;
  }

  test.each([
    ['with the usual limits', undefined],
    ['with tiny limits', { line: 9, data: 12 }],
  ])('%s', (_name, limits) => {
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        (all, sizes) => {
          const parser = sseParser(limits);
          const inPieces = cut(all, sizes).flatMap((chunk) => {
            const events = parser.push(chunk);
            // The chunk belongs to the caller, who may use it again.
            chunk.fill(0x7a);
            return events;
          });
          expect(inPieces).toEqual(parse(all, limits));
        },
      ),
    );
  });

  test('events written down are read back', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\r\n]/.test(text));
    const event = fc.record({ event: line, data: fc.array(line, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 10 }), fc.constantFrom('\n', '\r', '\r\n'), (events, end) => {
        const text = events
          .map((each) =>
            [`event: ${each.event}`, ...each.data.map((value) => `data: ${value}`), '', ''].join(end),
          )
          .join('');
        expect(parse(text).map(({ event: name, data }) => ({ event: name, data }))).toEqual(
          events.map((each) => ({ event: each.event, data: each.data.join('\n') })),
        );
      }),
    );
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sseParser } from '../../src/protocol/sse.ts';

/* Streams recorded from real gateways, where they are at hand. */

const CAPTURES = path.resolve(import.meta.dirname, '../../../shared/gateway/captures');
const streams = existsSync(CAPTURES)
  ? readdirSync(CAPTURES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.response.raw'))
      .map((name) => ({ name, text: readFileSync(path.join(CAPTURES, name), 'latin1') }))
      .filter(({ text }) => text.startsWith('HTTP/1.1 200') && /content-type: text\/event-stream/i.test(text))
      .filter(({ text }) => !/content-encoding:/i.test(text))
  : [];

describe.skipIf(streams.length === 0)('recorded streams', () => {
  test.each(streams)('$name', ({ text }) => {
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const raw = rest.join('\r\n\r\n');
    const body = /transfer-encoding: chunked/i.test(head) ? dechunk(raw) : raw;
    const events = sseParser().push(Buffer.from(body, 'latin1'));
    expect(events.length).toBeGreaterThan(0);
    // Whatever else is wrong with them: each is an event of the Messages API or an error.
    for (const { data } of events)
      expect(data === '[DONE]' || typeof JSON.parse(data) === 'object').toBe(true);
    for (const each of events) expect(each).not.toHaveProperty('truncated');
  });
});

function dechunk(raw: string): string {
  let out = '';
  for (let at = 0; ;) {
    const end = raw.indexOf('\r\n', at);
    const size = Number.parseInt(raw.slice(at, end), 16);
    if (end < 0 || !(size > 0)) return out;
    out += raw.slice(end + 2, end + 2 + size);
    at = end + 2 + size + 2;
  }
}

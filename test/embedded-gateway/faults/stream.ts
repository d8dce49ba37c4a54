import { expect } from 'vitest';
import type { FaultName } from '../../../src/embedded-gateway/index.ts';
import type { StreamAnswer } from '../../../src/gateway/types.ts';
import { COUNTED, datas, names, textOf } from './read.ts';
import { IDLE_MS } from './world.ts';

/** Faults a stream shows. */
export const STREAMS = {
  'hang-mid': (answer) =>
    expect(answer).toMatchObject({ end: 'cut', failure: { kind: 'timeout', phase: 'idle' } }),
  'truncated-tcp': (answer) => {
    expect(answer).toMatchObject({ end: 'cut', failure: { kind: 'reset' } });
    expect(answer.events).toHaveLength(5);
  },
  'truncated-clean': (answer) => {
    expect(answer).toMatchObject({ end: 'ended' });
    expect(answer.events).toHaveLength(5);
  },
  'half-event': (answer) => {
    expect(answer).toMatchObject({ end: 'ended' });
    expect(answer.text.endsWith('\n\n')).toBe(false);
  },
  'no-message-stop': (answer) => {
    expect(answer.end).toBe('ended');
    expect(names(answer).at(-1)).toBe('message_delta');
  },
  'socket-open': (answer) => {
    expect(answer.end).toBe('stopped');
    // It did not wait for the end of the body.
    expect(answer.ms).toBeLessThan(IDLE_MS);
  },
  'slow-ping': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(names(answer).filter((name) => name === 'ping').length).toBeGreaterThan(10);
  },
  infinite: (answer) =>
    expect(answer).toMatchObject({
      end: 'capped',
      failure: { kind: 'too-large', message: expect.stringContaining('10000 events') as string },
    }),
  buffered: (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeLessThan(3);
  },
  'gzip-flushed': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeGreaterThan(3);
  },
  'gzip-buffered': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeLessThan(3);
  },
  'wrong-content-type': (answer) => {
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.end).toBe('stopped');
  },
  crlf: (answer) => {
    expect(answer.text).toContain('\r\n\r\n');
    expect(textOf(answer)).toBe(COUNTED);
  },
  bom: (answer) => expect(names(answer)[0]).toBe('message_start'),
  'multi-line-data': (answer) => {
    expect(answer.text).toContain('data: {\ndata: ');
    expect(textOf(answer)).toBe(COUNTED);
  },
  'split-bytes': (answer) => {
    expect(textOf(answer)).toBe(COUNTED);
    expect(answer.reads.length).toBeGreaterThan(20);
  },
  'json-for-stream': (answer) => expect(answer).toMatchObject({ events: [], json: { type: 'message' } }),
  'data-only': (answer) => {
    expect(new Set(names(answer))).toEqual(new Set(['']));
    expect(answer.end).toBe('stopped');
  },
  'openai-sse': (answer) => {
    expect(answer.end).toBe('ended');
    expect(datas(answer)[0]).toMatchObject({ object: 'chat.completion.chunk' });
  },
  done: (answer) => expect(answer.events.at(-1)).toMatchObject({ event: '', data: '[DONE]' }),
  'duplicate-events': (answer) =>
    expect(names(answer).filter((name) => name === 'message_start')).toHaveLength(2),
  'late-events': (answer) => {
    expect(answer.end).toBe('stopped');
    expect(names(answer).at(-1)).toBe('content_block_stop');
  },
  'out-of-order': (answer) =>
    expect(names(answer).slice(-3)).toEqual(['message_delta', 'content_block_stop', 'message_stop']),
  'index-gap': (answer) =>
    expect(datas(answer).find(({ type }) => type === 'content_block_start')).toMatchObject({ index: 2 }),
  interleaved: (answer) => {
    const starts = names(answer).indexOf('content_block_stop');
    expect(
      names(answer)
        .slice(0, starts)
        .filter((name) => name === 'content_block_start'),
    ).toHaveLength(2);
  },
  'bad-json-event': (answer) => expect(answer.events.map(({ data }) => data)).toContain('{not json}'),
  'unknown-event': (answer) => expect(names(answer)).toContain('cowork_future_event'),
  'error-event': (answer) => {
    expect(answer.end).toBe('ended');
    expect(datas(answer).at(-1)).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
  },
  'huge-event': (answer) =>
    expect(answer).toMatchObject({
      end: 'capped',
      failure: { kind: 'too-large', message: expect.stringContaining('8 MB') as string },
    }),
  'no-message-start': (answer) => expect(names(answer)[0]).toBe('content_block_start'),
  'no-stop-reason': (answer) =>
    expect(datas(answer).find(({ type }) => type === 'message_delta')).toMatchObject({
      delta: { stop_reason: null },
    }),
  'cumulative-text': (answer) => expect(textOf(answer).startsWith('11\n21\n2\n3')).toBe(true),
} as const satisfies Partial<Record<FaultName, (answer: StreamAnswer) => void>>;

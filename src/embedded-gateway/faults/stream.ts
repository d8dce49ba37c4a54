import { respond } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { event, type StreamEvent } from '../messages/stream.ts';

type Data = Readonly<Record<string, unknown>>;

function dataOf({ data }: StreamEvent): Data {
  return (data ?? {}) as Data;
}

function isStop({ name }: StreamEvent): boolean {
  return name === 'message_stop';
}

/** A text delta for block 0. */
function text(value: string): StreamEvent {
  return event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: value } });
}

/** Puts events before the first one that `found` accepts. */
function before(
  events: StreamEvent[],
  found: (event: StreamEvent) => boolean,
  ...more: StreamEvent[]
): StreamEvent[] {
  const at = events.findIndex(found);
  return at < 0 ? [...events, ...more] : [...events.slice(0, at), ...more, ...events.slice(at)];
}

/** The stream of an OpenAI-compatible server: no event names, `[DONE]` at the end. */
function openAiEvents(): StreamEvent[] {
  const chunk = (delta: Data, finish: string | null): StreamEvent => ({
    name: undefined,
    data: {
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finish }],
    },
  });
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...['one ', 'two ', 'three'].map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    { name: undefined, data: undefined, raw: '[DONE]' },
  ];
}

const BROKEN_EVENT: StreamEvent = { name: 'content_block_delta', data: undefined, raw: '{not json}' };
const HUGE = 9 * 1024 * 1024;

/** Faults of streams: where they end, how they are cut into bytes, which events they hold. */
export const STREAM_FAULTS = {
  'hang-mid': { about: 'falls silent after five events', wire: { events: 5, ending: 'hang' } },
  'slow-ping': { about: 'pings and comments between the events, which is right', wire: { keepAlives: true } },
  infinite: { about: 'never ends', wire: { infinite: true } },
  'truncated-tcp': { about: 'cuts the connection after five events', wire: { events: 5, ending: 'destroy' } },
  'truncated-clean': { about: 'ends cleanly after five events', wire: { events: 5 } },
  'half-event': { about: 'ends cleanly inside an event', wire: { events: 5, ending: 'half' } },
  'no-message-stop': {
    about: 'leaves message_stop out',
    events: (events) => events.filter((each) => !isStop(each)),
  },
  'socket-open': {
    about: 'keeps the socket open after message_stop, which is allowed',
    wire: { ending: 'open' },
  },
  buffered: { about: 'sends the whole stream at its end', wire: { buffered: true } },
  'gzip-flushed': { about: 'compresses and flushes each event, which is right', wire: { gzip: 'flushed' } },
  'gzip-buffered': { about: 'compresses without flushing', wire: { gzip: 'buffered' } },
  'wrong-content-type': {
    about: 'calls the stream application/json',
    wire: { contentType: 'application/json' },
  },
  crlf: {
    about: 'ends lines with CRLF, which is right',
    wire: { encode: (lines) => lines.replaceAll('\n', '\r\n') },
  },
  bom: { about: 'begins with a byte order mark, which is right', wire: { encode: markedOnce() } },
  'multi-line-data': {
    about: 'spreads the data of an event over two lines, which is right',
    wire: { encode: (lines) => lines.replace(/^data: \{(.*)\}$/m, 'data: {\ndata: $1}') },
  },
  'split-bytes': { about: 'writes seven bytes at a time, through characters', wire: { splitBytes: 7 } },
  'json-for-stream': { about: 'answers a stream request with whole JSON', stream: () => false },
  'sse-for-nonstream': { about: 'answers every request with a stream', stream: () => true },
  'data-only': {
    about: 'leaves the event names out',
    events: (events) => events.map((each) => ({ ...each, name: undefined })),
  },
  'openai-sse': { about: 'streams in OpenAI shape', events: openAiEvents },
  done: {
    about: 'adds data: [DONE] at the end',
    events: (events) => [...events, { name: undefined, data: undefined, raw: '[DONE]' }],
  },
  'duplicate-events': {
    about: 'sends message_start and the first block start twice',
    events: (events) =>
      events.flatMap((each) =>
        each.name === 'message_start' || (each.name === 'content_block_start' && dataOf(each).index === 0)
          ? [each, each]
          : [each],
      ),
  },
  'late-events': {
    about: 'goes on after message_stop',
    events: (events) => [...events, text('late'), event({ type: 'content_block_stop', index: 0 })],
  },
  'out-of-order': {
    about: 'sends message_delta before the last block stops',
    events(events) {
      const delta = events.findIndex(({ name }) => name === 'message_delta');
      const stop = events.findLastIndex(({ name }) => name === 'content_block_stop');
      const moved = events[delta];
      if (moved === undefined || stop < 0) return events;
      const others = events.filter((each) => each !== moved);
      return [...others.slice(0, stop), moved, ...others.slice(stop)];
    },
  },
  'index-gap': {
    about: 'counts its blocks from 2',
    events: (events) =>
      events.map((each) => {
        const data = dataOf(each);
        return typeof data.index === 'number' ? { ...each, data: { ...data, index: data.index + 2 } } : each;
      }),
  },
  interleaved: { about: 'sends two blocks at the same time', events: interleave },
  'bad-json-event': {
    about: 'has an event whose data is not JSON',
    events: (events) => before(events, ({ name }) => name === 'content_block_stop', BROKEN_EVENT),
  },
  'unknown-event': {
    about: 'has an event of a type nobody knows, which is allowed',
    events: (events) => before(events, isStop, event({ type: 'cowork_future_event', note: 'ignore me' })),
  },
  'error-event': {
    about: 'fails in the middle with an error event',
    events: (events) => [
      ...events.slice(0, 5),
      event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    ],
  },
  'huge-event': {
    about: 'has an event of 9 MB',
    events: (events) => before(events, ({ name }) => name === 'content_block_stop', text('x'.repeat(HUGE))),
  },
  'no-message-start': {
    about: 'leaves message_start out',
    events: (events) => events.filter(({ name }) => name !== 'message_start'),
  },
  'no-stop-reason': {
    about: 'gives no stop_reason',
    events: (events) =>
      events.map((each) =>
        each.name === 'message_delta'
          ? { ...each, data: { ...dataOf(each), delta: { stop_reason: null, stop_sequence: null } } }
          : each,
      ),
  },
  'cumulative-text': {
    about: 'repeats the whole text in every delta',
    events(events) {
      let sofar = '';
      return events.map((each) => {
        const delta = dataOf(each).delta as { type?: unknown; text?: unknown } | undefined;
        if (delta?.type !== 'text_delta') return each;
        sofar += String(delta.text);
        return { ...each, data: { ...dataOf(each), delta: { type: 'text_delta', text: sofar } } };
      });
    },
  },
  'usage-missing': {
    about: 'leaves usage out',
    reply: (reply) => {
      reply.usage = undefined;
    },
  },
  'usage-zero': {
    about: 'counts no tokens',
    reply: (reply) => {
      reply.usage = {
        input_tokens: 0,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 0,
      };
    },
  },
  'model-substituted': {
    about: 'answers with another model',
    reply: (reply) => {
      reply.model = 'gpt-4o';
    },
  },
  'unknown-model-answered': {
    about: 'answers for models it does not have',
    request(body, _headers, models) {
      if (typeof body.model === 'string' && !models.some(({ id }) => id === body.model))
        body.model = models[0]?.id;
    },
  },
  'canned-one-token': {
    about: 'answers one-token requests itself and fails on all others',
    answer(exchange) {
      const asked = exchange.json as { readonly max_tokens?: unknown; readonly model?: unknown } | undefined;
      if (asked?.max_tokens !== 1) {
        respond(exchange, 502, 'upstream connect error', { 'content-type': 'text/plain' });
        return true;
      }
      respond(exchange, 200, {
        id: 'msg_canned',
        type: 'message',
        role: 'assistant',
        model: asked.model,
        content: [{ type: 'text', text: 'ok' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 1, output_tokens: 1 },
      });
      return true;
    },
  },
  'canned-reply': {
    about: 'gives every request the same answer',
    reply: (reply) => {
      reply.content = [{ type: 'text', text: 'Hello! How can I help you today?' }];
      reply.stop_reason = 'end_turn';
    },
  },
  'min-16-output-tokens': {
    about: 'refuses max_tokens under 16, as some upstreams do',
    answer(exchange) {
      const asked = exchange.json as { readonly max_tokens?: unknown } | undefined;
      if (typeof asked?.max_tokens !== 'number' || asked.max_tokens >= 16) return false;
      respond(exchange, 400, {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'max_output_tokens: expected a value of at least 16',
        },
        request_id: exchange.requestId,
      });
      return true;
    },
  },
  'limits-ignored': {
    about: 'ignores max_tokens',
    request(body) {
      if (typeof body.max_tokens === 'number')
        body.max_tokens = Math.max(2048, Math.min(body.max_tokens, 32_000));
    },
  },
  'drops-fields': {
    about: 'drops body fields it does not know',
    request(body) {
      for (const name of ['output_config', 'context_management', 'thinking', 'metadata'])
        Reflect.deleteProperty(body, name);
    },
  },
  'strips-betas': {
    about: 'drops anthropic-beta',
    request: (_body, headers) => Reflect.deleteProperty(headers, 'anthropic-beta'),
  },
} satisfies Record<string, Fault>;

function markedOnce(): (lines: string) => string {
  return (lines) => (lines.includes('"message_start"') ? `\uFEFF${lines}` : lines);
}

/** Two blocks at a time: where there is only one, a second one with a word of text. */
function interleave(events: StreamEvent[]): StreamEvent[] {
  const index = (each: StreamEvent): unknown => dataOf(each).index;
  const first = events.filter((each) => index(each) === 0);
  const found = events.filter((each) => index(each) === 1);
  const second =
    found.length > 0
      ? found
      : [
          event({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
          event({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'also' } }),
          event({ type: 'content_block_stop', index: 1 }),
        ];
  const mixed: StreamEvent[] = [];
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    mixed.push(...[first[at], second[at]].filter((each) => each !== undefined));
  }
  const head = events.filter((each) => each.name === 'message_start');
  const tail = events.filter(
    (each) => typeof index(each) !== 'number' && each.name !== 'message_start' && each.name !== 'ping',
  );
  const rest = events.filter((each) => typeof index(each) === 'number' && (index(each) as number) > 1);
  return [...head, ...mixed, ...rest, ...tail];
}

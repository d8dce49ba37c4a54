import type { GatewayRequest } from '../../src/gateway/types.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';
import { isObject } from '../../src/text/json.ts';
import { refusal } from '../support/answers.ts';
import { GONE, limited, PAGE, type Flow, type Row, type World } from './check-world.ts';
import { flow, message } from './message-rows.ts';

/* What is asked only with --deep or a flag of its own, and what is asked once more: an answer, and then another. */

const [HAIKU, SONNET] = ['claude-haiku-4-5', 'claude-sonnet-5'] as const;
const NO = refusal(400, 'no');
const OK = message({});

/** A stream of one text block. */
const words = (text: string, stop_reason = 'end_turn'): string =>
  flow(
    ['message_start', { message: { model: HAIKU, usage: { input_tokens: 9, output_tokens: 1 } } }],
    ['content_block_start', { index: 0, content_block: { type: 'text', text: '' } }],
    ['content_block_delta', { index: 0, delta: { type: 'text_delta', text } }],
    ['content_block_stop', { index: 0 }],
    ['message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 9 } }],
    ['message_stop', {}],
  );
/** The turn of text that a model answers as asked, with both its words. */
const turnOf = (model: string, more: Partial<Flow> = {}): Flow => ({
  text: words(`nonce-kiwi77 nonce-system turn ${model}`),
  ...more,
});
const TURN = { 'turn-text': turnOf(HAIKU) };

/** The second answer to a prompt that the first has put into a cache. */
const cached = (usage: object): NonNullable<World['answers']> => ({
  cache: [OK, message({ usage: { input_tokens: 8, output_tokens: 1, ...usage } })],
});

/** A stream of a slow model: its first byte and the others, in milliseconds. */
const slow = (firstByteMs: number, ...at: readonly number[]): World => ({
  streams: {
    keepalive: { text: words('hi'), firstByteMs, ms: 90_400, reads: at.map((ms) => ({ at: ms, bytes: 1 })) },
  },
});

/** What a request asks for in its body. */
const bodyOf = ({ body }: GatewayRequest): Readonly<Record<string, unknown>> => (isObject(body) ? body : {});
/** A gateway that takes a request only where this holds. */
const only =
  (label: string, holds: (request: GatewayRequest) => boolean) =>
  (asked: string, request: GatewayRequest): GatewayAnswer | undefined =>
    asked === label && !holds(request) ? NO : undefined;
const LONG_CONTEXT = {
  models: [
    { name: HAIKU, supports1m: false },
    { name: `${SONNET}[1m]`, supports1m: true },
  ],
};

export const DEEP_ROWS: readonly Row[] = [
  // Prompt caching: the same prompt twice.
  ['cache-effective', { answers: cached({ cache_read_input_tokens: 9000 }) }, 'pass', /read 9000 tokens/],
  ['cache-effective', { answers: cached({ cache_read_input_tokens: 0 }) }, 'warn', /read nothing from/],
  [
    'cache-effective',
    { answers: cached({ cache_creation_input_tokens: 9000 }) },
    'warn',
    /read nothing from/,
  ],
  ['cache-effective', { answers: cached({}) }, 'warn', /read nothing from the cache/],
  ['cache-effective', { answers: { cache: limited } }, 'unproven', /^Not tested: the gateway limits/],
  ['cache-effective', { answers: { cache: GONE } }, 'unproven', /is not answered \(It was cut\)\.$/],
  ['cache-effective', { answers: { cache: [NO, OK] } }, 'unproven', /is not answered \(HTTP 400: "no"\)/],
  ['cache-effective', { answers: { cache: [OK, GONE] } }, 'unproven', /is not answered \(It was cut\)/],
  ['cache-effective', { answers: { cache: [OK, limited] } }, 'unproven', /^Not tested/],
  ['cache-effective', { answers: { cache: [OK, PAGE, OK] } }, 'warn', /read nothing/],
  [
    'cache-effective',
    {
      answers: cached({ cache_read_input_tokens: 9000 }),
      refuses: only('cache', ({ body }) =>
        JSON.stringify(body).includes('"cache_control":{"type":"ephemeral"}'),
      ),
    },
    'pass',
    /read 9000 tokens/,
  ],
  // More than 200,000 tokens, of the model that the configuration marks for it.
  ['context-1m', {}, 'pass', /^claude-haiku-4-5 takes 210,000 tokens\.$/],
  ['context-1m', { facts: LONG_CONTEXT }, 'pass', /^claude-sonnet-5 takes/],
  [
    'context-1m',
    {
      facts: LONG_CONTEXT,
      refuses: only(
        'context-1m',
        (request) =>
          bodyOf(request).model === SONNET &&
          (request.headers?.['anthropic-beta'] ?? '').includes('context-1m-2025-08-07') &&
          JSON.stringify(request.body).length > 1_000_000,
      ),
    },
    'pass',
    /^claude-sonnet-5 takes/,
  ],
  ['context-1m', { other: GONE }, 'fail', /gets no answer to 210,000 tokens: It was cut\.$/],
  ['context-1m', { other: refusal(413, 'no') }, 'fail', /refuses 210,000 tokens \(HTTP 413/],
  ...[
    'prompt is too long: 210003 tokens',
    'over the context window',
    'maximum is 200000',
    'size exceeded',
  ].map(
    (said) => ['context-1m', { other: refusal(400, said) }, 'fail', /^claude-haiku-4-5 refuses/] as const,
  ),
  ['context-1m', { other: NO }, 'unproven', /did not answer 210,000 tokens, though not for their number/],
  ['context-1m', { other: limited }, 'unproven', /^Not tested: the gateway limits/],
  // A stream that has pauses.
  ['stream-keepalive', slow(400, 900, 1300), 'pass', /^Never more than 1 s without a byte, over 90 s\.$/],
  ['stream-keepalive', slow(400, 20_400, 40_400, 60_400), 'pass', /^Never more than 20 s/],
  ['stream-keepalive', slow(30_000), 'pass', /^Never more than 30 s/],
  ['stream-keepalive', slow(30_001), 'warn', /^For 30 s nothing came; many proxies cut after 60 s\.$/],
  ['stream-keepalive', slow(500, 900, 60_900), 'warn', /^For 60 s nothing came;/],
  ['stream-keepalive', slow(500, 900, 60_901, 61_000), 'fail', /^For 60 s nothing came\.$/],
  ['stream-keepalive', slow(61_000, 61_100), 'fail', /^For 61 s nothing came\.$/],
  ['stream-keepalive', {}, 'fail', /^A long stream gets no answer: It was cut\.$/],
  [
    'stream-keepalive',
    { streams: { keepalive: { text: words('hi'), end: 'cut', failure: GONE, ms: 60_300 } } },
    'fail',
    /^The stream is cut after 60\.3 s: It was cut\.$/,
  ],
  // The app's own test fails, and its turns work.
  [
    'health',
    { other: refusal(500, 'no'), streams: TURN },
    'warn',
    /Turns in a stream are answered all the same\.$/,
  ],
  [
    'health',
    { answers: { health: refusal(400, 'no') }, other: OK, streams: TURN },
    'fail',
    /Asked once more it passes: a turn of the app would have ended\.$/,
  ],
  [
    'health',
    { answers: { health: message({ role: 'user' }) }, other: OK, streams: TURN },
    'fail',
    /lacks "role".* Asked once more it passes\.$/,
  ],
  [
    'health',
    { answers: { health: refusal(400, 'no') }, other: message({ role: 'user' }), streams: TURN },
    'warn',
    /Turns in a stream are answered/,
  ],
  [
    'health',
    { answers: { health: NO }, other: OK },
    'fail',
    /^The health check is refused \(HTTP 400: "no"\)[^.]*\.$/,
  ],
  [
    'health',
    { other: message({ stop_reason: null }) },
    'warn',
    /stop_reason missing instead of "max_tokens"\.$/,
  ],
  // A route that refuses the one-token request for another reason than the credential.
  [
    'auth-accepted',
    { answers: { health: refusal(403, 'no') }, streams: TURN },
    'pass',
    /^The credential is accepted for turns, sent as bearer\.$/,
  ],
  [
    'auth-accepted',
    {
      answers: {
        health: refusal(401, 'no'),
        'turn-text-whole': message({
          content: [{ type: 'text', text: `nonce-kiwi77 nonce-system turn ${HAIKU}` }],
        }),
      },
      streams: { 'turn-text': { text: '{}', json: {} } },
    },
    'pass',
    /accepted for turns/,
  ],
  [
    'auth-accepted',
    { answers: { health: refusal(401, 'no') } },
    'fail',
    /^The credential is refused, sent as bearer/,
  ],
  // The same credential in the other header.
  ...(['bearer', 'x-api-key'] as const).map((scheme) => {
    const other = scheme === 'bearer' ? 'x-api-key' : 'bearer';
    const refuses: World['refuses'] = (label, { credential }) =>
      label === 'auth-scheme' && typeof credential === 'object' && credential.scheme === other
        ? undefined
        : refusal(401, 'no');
    return [
      'auth-scheme',
      { facts: { scheme }, refuses },
      'warn',
      new RegExp(`accepted as ${other}\\.$`),
    ] as const;
  }),
  // What was not whole, and is when asked for again.
  [
    'tool-forced',
    {
      answers: {
        tool: [
          message({
            content: [{ type: 'tool_use', id: 'toolu_1', name: 'probe_echo', input: {} }],
            stop_reason: 'tool_use',
          }),
          message({
            content: [{ type: 'tool_use', id: 'toolu_2', name: 'probe_echo', input: { city: 'Oslo', n: 7 } }],
            stop_reason: 'tool_use',
          }),
        ],
      },
      other: OK,
    },
    'fail',
    /lacks the required "city"\. Asked once more it has it: turns lose it as well\.$/,
  ],
  [
    'tool-forced',
    { answers: { tool: GONE }, other: OK },
    'fail',
    /^A request with a tool gets no answer: It was cut\.$/,
  ],
  [
    'stream-basic',
    { other: OK, streams: { stream: [{ text: '', status: 403 }, { text: words('1') }] } },
    'fail',
    /Asked once more it passes: a turn of the app would have ended\.$/,
  ],
  ['stream-basic', { other: OK, streams: { stream: { text: '', status: 403 } } }, 'fail', /^[^.]*\.$/],
  [
    'stream-basic',
    { other: OK, streams: { stream: [{ text: '', status: 500 }, { text: words('1') }] } },
    'fail',
    /^[^.]*\.$/,
  ],
  [
    'message-basic',
    {
      answers: { message: [message({ content: [{ type: 'text', text: 'hi' }] }), GONE] },
      other: message({ content: [{ type: 'text', text: 'hi' }] }),
    },
    'warn',
    /^The answer does not hold the word/,
  ],
  // When the body of a turn ends.
  ...(
    [
      [800, 'pass', /^The body ends 800 ms after message_stop\.$/],
      [1000, 'pass', /1000 ms/],
      [1001, 'warn', /^The body ends 1\.0 s after message_stop: every turn takes that much longer\.$/],
      [9999, 'warn', /^The body ends 10\.0 s/],
      [
        10_000,
        'fail',
        /With claude-haiku-4-5 the body ends only 10 s after message_stop: every turn seems to hang/,
      ],
      [19_499, 'fail', /ends only 19 s/],
      [19_500, 'fail', /ends only 20 s/],
      ['open', 'fail', /is still open 25 s after message_stop: every turn hangs/],
    ] as const
  ).map(
    ([tailMs, said, detail]) =>
      ['stream-end', { streams: { 'turn-text': turnOf(HAIKU, { tailMs }) } }, said, detail] as const,
  ),
  ['stream-end', { streams: TURN }, 'skip', /no stream/],
  [
    'stream-end',
    {
      models: [HAIKU, SONNET],
      streams: {
        [`turn-text ${HAIKU}`]: turnOf(HAIKU, { tailMs: 12_000 }),
        [`turn-text ${SONNET}`]: turnOf(SONNET, { tailMs: 'open' }),
      },
    },
    'fail',
    /^With claude-sonnet-5 the body is still open/,
  ],
  // A result that says that its tool failed.
  [
    'tool-roundtrip-error',
    { streams: { 'tool-error': { text: words('hm') } } },
    'pass',
    /is_error is taken\.$/,
  ],
  ['tool-roundtrip-error', {}, 'fail', /^A tool result with is_error gets no answer: It was cut\.$/],
  [
    'tool-roundtrip-error',
    { streams: { 'tool-error': { text: flow(['error', { error: { type: 'api_error', message: 'no' } }]) } } },
    'fail',
    /^Line 1: the gateway sent an error event\.$/,
  ],
  [
    'tool-roundtrip-error',
    { streams: { 'tool-error': { text: words('hm').split('event: message_delta')[0] ?? '', ms: 2000 } } },
    'fail',
    /^The answer is cut after 2\.0 s, without message_stop/,
  ],
];

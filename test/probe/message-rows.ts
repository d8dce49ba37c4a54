import { answerOf, refusal } from '../support/answers.ts';
import { GONE, limited, PAGE, type Row, type World } from './check-world.ts';

/* Messages, tool calls and streams: what is said of their shape, their counts and their ends. */

export const message = (more: object): ReturnType<typeof answerOf> =>
  answerOf(200, {
    type: 'message',
    role: 'assistant',
    id: 'msg_1',
    model: 'claude-haiku-4-5',
    content: [{ type: 'text', text: 'nonce-message' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 8, output_tokens: 1 },
    ...more,
  });
const texts = (text: string): object => ({ content: [{ type: 'text', text }] });
const GOOD = message({});
const called = (call: object, more: object = {}): World => ({
  answers: {
    tool: message({
      content: [
        { type: 'tool_use', id: 'toolu_1', name: 'probe_echo', input: { city: 'Oslo', n: 7 }, ...call },
      ],
      stop_reason: 'tool_use',
      ...more,
    }),
  },
});
const tool = (content: readonly object[]): World => ({
  answers: { tool: message({ content, stop_reason: 'tool_use' }) },
});

/** The events of a stream, each by its type and what it holds. */
export const flow = (...events: readonly (readonly [string, object])[]): string =>
  events.map(([type, data]) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`).join('');
const start = (usage: object = { input_tokens: 5 }): readonly [string, object] => [
  'message_start',
  { message: { model: 'claude-haiku-4-5', usage } },
];
const block = (index: number, content: object = { type: 'text', text: '' }): readonly [string, object] => [
  'content_block_start',
  { index, content_block: content },
];
const delta = (index: number, piece: object): readonly [string, object] => [
  'content_block_delta',
  { index, delta: piece },
];
const stop = (index: number): readonly [string, object] => ['content_block_stop', { index }];
const end = (
  usage: object = { output_tokens: 9 },
  reason: string | undefined = 'end_turn',
): readonly [string, object] => [
  'message_delta',
  { delta: { ...(reason === '' ? {} : { stop_reason: reason }), stop_sequence: null }, usage },
];
const STOP: readonly [string, object] = ['message_stop', {}];
const HI = [block(0), delta(0, { type: 'text_delta', text: 'hi' }), stop(0)] as const;
const plain = (text: string, more: object = {}): World => ({
  other: GOOD,
  streams: { stream: { text, ...more } },
});
const FINE = flow(start(), ...HI, end(), STOP);
const ERROR: readonly [string, object] = ['error', { error: { type: 'overloaded_error', message: 'busy' } }];

const call = (
  index: number,
  id: string,
  name: string,
  input: object,
): readonly (readonly [string, object])[] => [
  block(index, { type: 'tool_use', id, name, input: {} }),
  delta(index, { type: 'input_json_delta', partial_json: JSON.stringify(input) }),
  stop(index),
];
const ONE = call(0, 'toolu_1', 'probe_echo', { city: 'Oslo', n: 7 });
const TWO = call(1, 'toolu_2', 'probe_second', { q: 'x' });
const two = (...events: readonly (readonly [string, object])[]): World => ({
  other: GOOD,
  streams: { 'tool-parallel': { text: flow(start(), ...events) } },
});

export const MESSAGE_ROWS: readonly Row[] = [
  // A message in one piece.
  ['message-basic', { other: GONE }, 'fail', /^A message gets no answer: It was cut\.$/],
  ['message-basic', { other: limited }, 'fail', /HTTP 429/],
  ['message-basic', { other: refusal(400, 'no') }, 'fail', /^A message is refused \(HTTP 400: "no"\)\.$/],
  [
    'message-basic',
    { other: message({ role: 'user' }) },
    'fail',
    /^The message lacks "role": "assistant"\.$/,
  ],
  ['message-basic', { other: message({ id: '' }) }, 'warn', /^The message has no id\.$/],
  ['message-basic', { other: message(texts('no')) }, 'fail', /the answer is canned\.$/],
  [
    'message-basic',
    { answers: { message: message(texts('no')) }, other: message(texts('yes')) },
    'warn',
    /does not hold the word that was asked for/,
  ],
  ['message-basic', { other: message(texts(' ')) }, 'warn', /does not hold the word/],
  [
    'message-basic',
    { answers: { 'message-alike': message(texts('nonce-message')) }, other: GOOD },
    'fail',
    /a cache goes by likeness\.$/,
  ],
  [
    'message-basic',
    { answers: { 'message-alike': message(texts('nonce-message-alike')) }, other: GOOD },
    'pass',
    /^A model answers, with the word asked for\.$/,
  ],
  [
    'message-basic',
    { answers: { 'message-alike': refusal(400, 'no') }, other: GOOD },
    'pass',
    /with the word/,
  ],
  // A forced tool.
  ['tool-forced', called({}), 'pass', /called with an object that fits its schema/],
  ['tool-forced', { answers: { tool: limited }, other: GOOD }, 'fail', /HTTP 429/],
  [
    'tool-forced',
    { answers: { tool: refusal(400, 'no') }, other: GOOD },
    'fail',
    /is refused \(HTTP 400: "no"\)/,
  ],
  ['tool-forced', called({}, { role: 'user' }), 'fail', /^The answer to a request with a tool lacks "role"/],
  ['tool-forced', tool([{ type: 'text', text: 'I call probe_echo' }]), 'fail', /comes as text instead/],
  ['tool-forced', tool([{ type: 'text', text: 'no' }]), 'fail', /that was forced is not called/],
  ['tool-forced', called({ name: 'x' }), 'fail', /^The tool call names a tool that was not offered\.$/],
  ['tool-forced', called({ id: 'a b', name: 'x' }), 'fail', /not offered/],
  ['tool-forced', called({ input: { city: 'Oslo' } }), 'fail', /^The tool call lacks the required "n"\.$/],
  [
    'tool-forced',
    called({ id: 'call_1' }),
    'warn',
    /^The tool call has an id that does not begin with toolu_\.$/,
  ],
  [
    'tool-forced',
    called({}, { stop_reason: 'end_turn' }),
    'warn',
    /stop_reason is "end_turn" instead of "tool_use"/,
  ],
  ['tool-forced', called({}, { stop_reason: null }), 'warn', /stop_reason is missing instead/],
  [
    'tool-forced',
    tool([
      { type: 'text', text: 'Here:' },
      { type: 'tool_use', id: 'toolu_1', name: 'probe_echo', input: { city: 'Oslo', n: 7 } },
    ]),
    'warn',
    /^Besides the forced tool call there is text\.$/,
  ],
  // The plain stream.
  ['stream-basic', plain(FINE), 'pass', /^6 events in order\.$/],
  ['stream-basic', { other: GOOD }, 'fail', /gets no answer: It was cut\.$/],
  ['stream-basic', { other: refusal(400, 'no') }, 'skip', /Messages in general are not answered/],
  ['stream-basic', plain('', { status: 400 }), 'fail', /^A streaming request is refused \(HTTP 400/],
  ['stream-basic', plain('', { status: 429 }), 'fail', /HTTP 429/],
  ['stream-basic', plain('{}', { json: {} }), 'fail', /gets one JSON body instead of a stream/],
  ['stream-basic', plain('<p>', { headers: PAGE.headers }), 'fail', /gets an HTML page instead of a stream/],
  ['stream-basic', plain('', { failure: GONE }), 'fail', /breaks before its first event: It was cut\.$/],
  ['stream-basic', plain(' '), 'fail', /gets an empty body\.$/],
  ['stream-basic', plain('no'), 'fail', /gets no server-sent events\.$/],
  [
    'stream-basic',
    plain(flow(start(), ERROR)),
    'fail',
    /^Line 4: the gateway sent an error event overloaded_error: "busy"\.$/,
  ],
  ['stream-basic', plain(FINE, { headers: {} }), 'warn', /as no content type instead of text\/event-stream/],
  [
    'stream-basic',
    plain(FINE, { headers: { 'content-type': 'text/plain' } }),
    'warn',
    /as text\/plain instead/,
  ],
  [
    'stream-basic',
    plain(`${FINE}data: [DONE]\n\n`),
    'warn',
    /^Line 19: a data: \[DONE\] marker.*; the app copes/,
  ],
  ['stream-basic', plain(flow(start(), ...HI, end({ output_tokens: 9 }, ''), STOP)), 'pass', /in order/],
  ['stream-basic', plain(flow(start(), ...HI, STOP)), 'pass', /in order/],
  ['stream-complete', plain(FINE), 'pass', /^It ends with a stop_reason and message_stop\.$/],
  ['stream-complete', {}, 'skip', /no stream/],
  [
    'stream-complete',
    plain(flow(start(), ...HI)),
    'fail',
    /^The stream is cut after 0\.0 s, without message_stop/,
  ],
  [
    'stream-complete',
    plain(flow(start(), ...HI, end()), { end: 'cut', failure: GONE }),
    'fail',
    /cut after 0\.0 s: It was cut\.$/,
  ],
  [
    'stream-complete',
    plain(flow(start(), ...HI), { end: 'capped', failure: GONE }),
    'fail',
    /not come to an end within/,
  ],
  ['stream-complete', plain(flow(start(), ...HI, end())), 'warn', /ends without message_stop\.$/],
  [
    'stream-complete',
    plain(flow(start(), ...HI, end({ output_tokens: 9 }, ''), STOP)),
    'warn',
    /without a stop_reason/,
  ],
  [
    'stream-complete',
    plain(flow(start(), ...HI, end({ output_tokens: 1 }, 'max_tokens'), STOP)),
    'fail',
    /^The answer is cut after 1 token, though \d+ were allowed\.$/,
  ],
  ['stream-complete', plain(flow(start(), ...HI, end({}, 'max_tokens'), STOP)), 'pass', /ends with/],
  // What was counted.
  ['usage-present', plain(FINE), 'pass', /\(8 in, 1 out; 5 in, 9 out\)\.$/],
  ['usage-present', { other: GONE }, 'skip', /no message/],
  ['usage-present', { other: GOOD }, 'pass', /^The message counts 8 in and 1 out\.$/],
  ['usage-present', { other: message({ usage: undefined }) }, 'fail', /^The message has no usage\.$/],
  [
    'usage-present',
    { other: message({ usage: { input_tokens: '8', output_tokens: 1.5 } }) },
    'warn',
    /^In the message, input_tokens and output_tokens are no whole numbers\.$/,
  ],
  ['usage-present', { other: message({ usage: { output_tokens: 1 } }) }, 'fail', /has no input_tokens/],
  ['usage-present', { other: message({ usage: { input_tokens: 1 } }) }, 'fail', /has no output_tokens/],
  [
    'usage-present',
    { other: message({ usage: { input_tokens: 0, output_tokens: 1 } }) },
    'warn',
    /says input_tokens 0/,
  ],
  [
    'usage-present',
    { other: message({ usage: { input_tokens: 1, output_tokens: 0 } }) },
    'warn',
    /says output_tokens 0/,
  ],
  [
    'usage-present',
    { other: message({ usage: { input_tokens: 0, output_tokens: 0 } }) },
    'warn',
    /says input_tokens and output_tokens 0/,
  ],
  [
    'usage-present',
    plain(flow(start(), ...HI, end({ output_tokens: '9' }), STOP)),
    'warn',
    /^In the stream, output_tokens is no/,
  ],
  [
    'usage-present',
    plain(flow(start({}), ...HI, end(), STOP)),
    'warn',
    /^The stream has no input_tokens in its usage/,
  ],
  ['usage-present', plain(flow(start(), ...HI, end({}), STOP)), 'warn', /^The stream has no output_tokens/],
  [
    'usage-present',
    plain(flow(start({ input_tokens: 0 }), ...HI, end(), STOP)),
    'warn',
    /usage of the stream says input_tokens 0/,
  ],
  [
    'usage-present',
    plain(flow(start({ input_tokens: 0 }), ...HI, end({ input_tokens: 7, output_tokens: 9 }), STOP)),
    'pass',
    /; 7 in, 9 out\)/,
  ],
  // Two tools at once.
  ['tool-parallel', two(...ONE, ...TWO, end(), STOP), 'pass', /^Two calls, one after the other/],
  ['tool-parallel', { other: GOOD }, 'fail', /^A stream with two tools gets no answer/],
  [
    'tool-parallel',
    two(...ONE, ...call(1, 'toolu_1', 'probe_second', { q: 'x' }), end(), STOP),
    'fail',
    /have the same id/,
  ],
  ['tool-parallel', two(...ONE, ...TWO), 'fail', /two tools is cut after/],
  ['tool-parallel', two(...ONE, ERROR), 'fail', /^Line 13: the gateway sent an error event\.$/],
  ['tool-parallel', two(...ONE, end(), STOP), 'warn', /called only one of two tools/],
  ['tool-parallel', two(end(), STOP), 'warn', /called neither of two tools/],
  [
    'tool-parallel',
    two(ONE[0]!, TWO[0]!, ONE[1]!, ONE[2]!, TWO[1]!, TWO[2]!, end(), STOP),
    'warn',
    /^Line 7: block 1 starts before the one before it has stopped; the app copes/,
  ],
];

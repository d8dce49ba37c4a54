import { describe, expect, test } from 'vitest';
import { readStream } from '../../src/protocol/stream-shape.ts';
import { STREAM_PROBLEMS, streamHint, type StreamProblemCode } from '../../src/protocol/stream-problems.ts';
import type { SseEvent } from '../../src/protocol/sse-event.ts';

/* What each event does in each state of a stream, written as a word for an event. */

const DATA: Readonly<Record<string, object>> = {
  start: { type: 'message_start', message: { model: 'claude-haiku-4-5', usage: { input_tokens: 3 } } },
  b0: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  b1: { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  b2: { type: 'content_block_start', index: 2, content_block: { type: 'text', text: '' } },
  d0: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
  d1: { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'ho' } },
  s0: { type: 'content_block_stop', index: 0 },
  s1: { type: 'content_block_stop', index: 1 },
  s2: { type: 'content_block_stop', index: 2 },
  delta: {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 2 },
  },
  unsaid: { type: 'message_delta', delta: { stop_sequence: null }, usage: { output_tokens: 2 } },
  unstopped: { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  uncounted: { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null } },
  end: { type: 'message_stop' },
  ping: { type: 'ping' },
  error: { type: 'error', error: { type: 'overloaded_error', message: 'busy' } },
  hollow: { type: 'message_start' },
  t0: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} },
  },
  k0: { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
  signed: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'thinking', thinking: '', signature: 'a' },
  },
  sig: { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'b' } },
  unsigned: { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 5 } },
  think: { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hm' } },
  redacted: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'redacted_thinking', data: 'x' },
  },
  server: { type: 'content_block_start', index: 0, content_block: { type: 'server_tool_use', text: 'x' } },
  filled: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { path: '/a' } },
  },
  quoted: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'Read', input: '{}' },
  },
  blank: {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'Read', input: '' },
  },
  j: { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{"a":' } },
  jj: { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '1}' } },
  jtext: { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '"{}"' } },
  jlist: { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '[1]' } },
  jmark: {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '\ufeff{"a":1}' },
  },
  jmarks: {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"a":"\ufeff"}' },
  },
  none: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '' } },
  kindless: { type: 'content_block_delta', index: 0, delta: {} },
  c1: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } },
  c2: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'ab' } },
  c3: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'abc' } },
  c4: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'abcd' } },
  other3: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'xyz' } },
  nulltext: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: null } },
  nullblock: { type: 'content_block_start', index: 0, content_block: null },
  unplaced: { type: 'content_block_start', content_block: { type: 'text', text: '' } },
  halt: { type: 'content_block_stop' },
  deltaless: { type: 'content_block_delta', index: 0 },
  marked: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a', signature: 'z' } },
  b: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'b' } },
  bc: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'bc' } },
  think2: { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hmm' } },
  think3: { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hmmm' } },
  think4: { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'hmmmm' } },
  given: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'all of it' } },
  untyped: { type: 'content_block_start', index: 0, content_block: {} },
  unnumbered: { type: 'content_block_delta', delta: { type: 'text_delta', text: 'x' } },
  halved: { type: 'content_block_delta', index: 0.5, delta: { type: 'text_delta', text: 'x' } },
  negative: { type: 'content_block_delta', index: -1, delta: { type: 'text_delta', text: 'x' } },
};

/** Events of these words: `name=word` gives the data of a word under another name, `name:text` raw data. */
function events(words: string): readonly SseEvent[] {
  return words.split(' ').map((word, at) => {
    const raw = /^(\w*):(.*)$/s.exec(word);
    const named = /^(\w*)=(\w+)$/.exec(word);
    const data = DATA[named?.[2] ?? word] ?? {};
    const event = raw?.[1] ?? named?.[1] ?? (data as { type?: string }).type ?? word;
    return { event, data: raw?.[2] ?? JSON.stringify(data), line: at + 1, at: at * 10 };
  });
}

/** The word of an event that adds to the input of the tool call in block 0. */
function input(json: string): string {
  return `content_block_delta:{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"${json}"}}`;
}

function problemsOf(words: string): readonly string[] {
  return readStream(events(words)).problems.map(({ code, line }) => `${code}@${String(line)}`);
}

describe('a stream, event by event', () => {
  test.for([
    ['start b0 d0 s0 delta end', []],
    ['start b0 d0 s0 b1 d1 s1 delta delta end', []],
    // Before message_start.
    ['ping start b0 d0 s0 delta end', []],
    ['b0 start d0 s0 delta end', ['message-start-late@2']],
    ['b0 d0 s0 start delta end', ['message-start-late@4']],
    ['delta start end', ['message-start-late@2', 'no-message-delta@3']],
    ['d0 start b0 s0 delta end', ['message-start-late@2', 'delta-before-block@3']],
    ['s0 start delta end', ['stop-without-block@1', 'message-start-late@2']],
    ['b0 d0 s0 delta end', ['no-message-start@1']],
    ['ping d0 delta end', ['no-message-start@2', 'delta-without-block@2']],
    ['end', ['no-message-delta@1', 'no-message-start@1']],
    ['ping end', ['no-message-start@1', 'no-message-delta@2']],
    ['start message_stop=ping delta end', ['event-name-differs@2']],
    [':{"choices":[],"error":{}}', ['openai-stream@1']],
    // Between message_start and message_delta.
    ['start start b0 s0 delta end', ['message-start-repeated@2']],
    ['start b0 d0 s0 end', ['no-message-delta@5']],
    ['hollow b0 s0 delta end', ['message-start-broken@1']],
    // After message_delta.
    ['start delta start end', ['message-start-repeated@3']],
    ['start delta b0 s0 end', ['content-after-delta@3']],
    ['start b0 delta d0 s0 end', ['content-after-delta@4']],
    ['start b0 d0 delta s0 end', ['content-after-delta@5']],
    // After message_stop nothing counts.
    ['start delta end start', ['late-event@4']],
    ['start delta end b0', ['late-event@4']],
    ['start delta end d0', ['late-event@4']],
    ['start delta end s0', ['late-event@4']],
    ['start delta end uncounted', ['late-event@4']],
    ['start delta end end', ['late-event@4']],
    ['start delta end ping', []],
    // Blocks.
    ['start b0 b0 d0 s0 delta end', ['block-repeated@3']],
    ['start b0 d0 b0 d0 s0 delta end', ['block-reset@4']],
    ['start b0 d0 s0 b0 d0 s0 delta end', ['block-repeated@5']],
    ['start b0 d0 s0 d0 delta end', ['delta-after-stop@5']],
    ['start b0 d0 s0 s0 delta end', []],
    ['start b0 b1 d0 s0 d1 s1 delta end', ['block-interleaved@3']],
    ['start b1 d1 s1 delta end', ['index-gap@2']],
    ['start b0 s0 b2 s2 delta end', ['index-gap@4']],
    ['start d0 d0 b0 s0 delta end', ['delta-before-block@4']],
    ['start d1 s1 delta end', ['delta-without-block@2']],
    ['start untyped delta end', ['block-broken@2']],
    ['start given s0 delta end', ['text-in-start@2']],
    ['start given d0 s0 delta end', []],
    ['start b0 unnumbered s0 delta end', ['index-missing@3']],
    ['start b0 halved s0 delta end', ['index-missing@3']],
    ['start b0 negative s0 delta end', ['index-missing@3']],
    ['start b0 kindless s0 delta end', ['delta-broken@3']],
    ['start b0 s0 kindless delta end', ['delta-after-stop@4']],
    ['start b0 s0 none delta end', []],
    ['start b0 s0 think delta end', ['delta-after-stop@4']],
    ['start b0 s0 deltaless delta end', ['delta-after-stop@4']],
    ['start d1 d1 delta end', ['delta-without-block@2']],
    ['start nulltext s0 delta end', []],
    ['start nullblock delta end', ['block-broken@2']],
    // What names no index is about the first block.
    ['start unplaced d0 s0 delta end', ['index-missing@2']],
    ['start b0 d0 halt delta end', ['index-missing@4']],
    // A delta of one kind in a block of another.
    ['start b0 j s0 delta end', ['delta-kind@3']],
    ['start b0 think s0 delta end', ['delta-kind@3']],
    ['start b0 sig s0 delta end', []],
    ['start k0 d0 s0 delta end', ['delta-kind@3']],
    ['start t0 d0 s0 delta end', ['delta-kind@3']],
    ['start server d0 s0 delta end', ['delta-kind@3']],
    ['start server think s0 delta end', ['delta-kind@3']],
    ['start server j jj s0 delta end', []],
    // Text that comes again and again, each time longer: four deltas are enough to tell.
    ['start b0 c1 c2 c3 s0 delta end', []],
    ['start b0 c1 c2 c3 c4 s0 delta end', ['text-cumulative@2']],
    ['start b0 c1 none c2 c3 c4 s0 delta end', ['text-cumulative@2']],
    ['start b0 c1 c2 other3 c4 s0 delta end', []],
    ['start b0 c1 c1 c1 c1 s0 delta end', []],
    ['start b0 c1 b c2 bc s0 delta end', []],
    ['start k0 think think2 think3 think4 s0 delta end', []],
    // The input of a tool.
    ['start t0 j jj s0 delta end', []],
    ['start t0 jmark s0 delta end', []],
    ['start t0 j s0 delta end', ['tool-input-not-json@2']],
    ['start t0 j', []],
    ['start t0 j s0', ['tool-input-not-json@2']],
    ['start t0 j delta end', ['tool-block-open@2', 'tool-input-not-json@2']],
    ['start t0 jtext s0 delta end', ['tool-input-string@2']],
    ['start t0 jlist s0 delta end', ['tool-input-not-object@2']],
    ['start filled s0 delta end', ['tool-input-in-start@2']],
    ['start filled j jj s0 delta end', []],
    ['start quoted s0 delta end', ['tool-input-string@2']],
    ['start blank s0 delta end', []],
    // What message_delta says.
    ['start unsaid end', ['no-stop-reason@2']],
    ['start unsaid delta end', []],
    ['start delta unsaid end', []],
    ['start unstopped end', ['stop-sequence@2']],
    ['start uncounted end', ['no-usage@2']],
    // A cut stream leaves its last block open; one that says how it ended does not.
    ['start b0 d0', []],
    ['start b0 d0 end', ['block-open@2', 'no-message-delta@4']],
    ['start b0 d0 delta', ['block-open@2']],
    ['start t0', []],
    ['start t0 s0 delta end', []],
    ['start t0 delta end', ['tool-block-open@2']],
    [`start t0 ${input(String.raw`\ufeff{}`)} s0 delta end`, []],
    [`start t0 ${input('{]')} s0 delta end`, ['tool-input-not-json@2']],
    ['start k0', []],
    ['start k0 delta end', ['other-block-open@2']],
    // Errors, names, markers.
    ['start error', ['error-event@2']],
    ['error', ['error-event@1']],
    ['message_stop=error', ['event-name-differs@1', 'error-event@1']],
    ['start delta end message_stop=error', ['event-name-differs@4', 'late-event@4']],
    ['error:{', ['error-event@1']],
    ['=error', ['event-name-missing@1']],
    [':{"error":{"type":"api_error"}}', ['error-data@1']],
    ['start :x delta end', ['event-name-missing@2']],
    ['start =b0 delta end', ['event-name-missing@2']],
    ['start other=b0 delta end', ['event-name-unknown@2']],
    ['start other=ping delta end', []],
    [':{"choices":[]}', ['openai-stream@1']],
    ['start delta end :[DONE]', ['done-marker@4']],
    ['start delta end :\t[DONE]\t', ['done-marker@4']],
    [':{"type":"content_block_stop","error":{}}', ['event-name-missing@1']],
    ['message_start:{"type":["message_start"]}', ['event-type-missing@1']],
    ['message_start:{}', ['event-type-missing@1']],
    ['message_start:{"type":"else"}', ['event-type-missing@1']],
    ['message_start:[]', ['bad-json@1']],
  ] as const)('%s', ([words, problems]) => {
    expect(problemsOf(words)).toEqual(problems);
  });

  test('an event that was cut short is told as that, and not as broken JSON', () => {
    const [start, long, ...rest] = events('start content_block_delta:{"x delta end');
    const cut = { ...long!, truncated: true as const };
    expect(readStream([start!, cut, ...rest]).problems.map(({ code }) => code)).toEqual(['event-too-long']);
  });
});

describe('what a stream comes to', () => {
  test.for([
    ['start b0 d0 s0 b1 d1 s1 delta end', { text: 'hiho', lastStopped: 1, deltaTimes: [20, 50] }],
    ['start b0 b1 d0 d1 s1 s0 delta end', { text: 'hiho', lastStopped: 0 }],
    ['start b0 d0 s0 d0 delta end', { text: 'hi' }],
    ['start b0 d0 b0 d0 s0 delta end', { text: 'hi' }],
    ['start start delta unsaid end', { model: 'claude-haiku-4-5', stopReason: 'end_turn' }],
    ['hollow start delta end', { sawStart: true, startUsage: { present: false } }],
    ['start delta end', { startUsage: { input: 3 }, endUsage: { output: 2 } }],
    ['start delta uncounted end', { endUsage: { output: 2 } }],
    ['start b0', { sawStart: true, sawDelta: false, sawStop: false }],
    ['b0 delta', { sawStart: false, sawDelta: true, sawStop: false }],
    ['end', { sawStart: false, sawDelta: false, sawStop: true }],
    ['start error', { errorType: 'overloaded_error', errorMessage: 'busy' }],
    [':{"error":{"type":"api_error","message":"m"}}', { errorType: 'api_error', errorMessage: 'm' }],
    ['message_start:{"type":"message_start","message":{"model":5}}', { model: undefined }],
    ['message_start:{"type":"message_start","message":{"model":""}}', { model: undefined }],
    ['message_start:{"type":"message_start","message":[1]}', { startUsage: { present: false } }],
    [
      'start delta end message_delta:{"type":"message_delta","delta":{"stop_reason":"x"}}',
      { stopReason: 'end_turn' },
    ],
  ] as const)('%s', ([words, reading]) => {
    expect({ model: undefined, ...readStream(events(words)) }).toMatchObject(reading);
  });

  test.for([
    ['start b0 d0 s0 delta end', [{ index: 0, closed: true, endLine: 4, deltas: 1 }]],
    ['start b0 d0 d0', [{ closed: false, deltas: 2, text: 'hihi' }]],
    ['start b0 s0 s0 delta end', [{ endLine: 3, deltas: 0 }]],
    ['start b0 s0 b0 delta end', [{ closed: false }]],
    ['start d0 b0 s0 delta end', [{ closed: true, deltas: 0 }]],
    ['start signed think sig sig s0 delta end', [{ text: 'hm', signature: 'abb' }]],
    ['start k0 unsigned s0 delta end', [{ signature: undefined }]],
    ['start redacted s0 delta end', [{ type: 'redacted_thinking', data: 'x' }]],
    ['start t0 j jj s0 delta end', [{ id: 'toolu_1', name: 'Read', input: { a: 1 }, text: '{"a":1}' }]],
    ['start t0 jmarks s0 delta end', [{ input: { a: '\ufeff' } }]],
    ['start t0 s0 delta end', [{ input: {} }]],
    ['start unplaced d0 s0 delta end', [{ index: 0, text: 'hi', closed: true }]],
    ['start b0 d0 halt delta end', [{ index: 0, closed: true, endLine: 4 }]],
    ['start b0 none d0 s0 delta end', [{ text: 'hi', deltas: 2 }]],
    ['start b0 j s0 delta end', [{ text: '', deltas: 0 }]],
    ['start b0 marked s0 delta end', [{ text: 'a', signature: undefined }]],
    ['start t0', [{ input: undefined }]],
    ['start filled s0 delta end', [{ input: undefined }]],
  ] as const)('the blocks of %s', ([words, blocks]) => {
    const found = readStream(events(words)).blocks;
    // What a row says is undefined is absent.
    expect(found.map((each) => ({ input: undefined, signature: undefined, ...each }))).toMatchObject(blocks);
    expect(found.map(({ closed, endLine }) => !closed && endLine !== undefined)).not.toContain(true);
  });
});

/** What the engine does with each, as it was measured: a row that changes must be measured again. */
const BROKEN =
  'no-events openai-stream bad-json event-too-long error-event no-message-start message-start-broken block-broken delta-without-block stop-without-block delta-before-block delta-kind delta-broken delta-after-stop';
const LOST =
  'block-reset text-in-start block-open tool-block-open tool-input-in-start tool-input-not-json tool-input-string tool-input-not-object';
/** Of no effect on the engine, but other clients go wrong. */
const OTHERS = 'event-name-missing event-name-unknown event-type-missing error-data text-cumulative';

test('what the engine drops, what it loses, and what others go wrong with', () => {
  const codes = Object.keys(STREAM_PROBLEMS) as StreamProblemCode[];
  const which = (effect: string, severity: string): string =>
    codes
      .filter(
        (code) => STREAM_PROBLEMS[code].effect === effect && STREAM_PROBLEMS[code].severity === severity,
      )
      .join(' ');
  expect(which('broken', 'fail')).toBe(BROKEN);
  expect(which('lost', 'fail')).toBe(LOST);
  expect(which('none', 'fail')).toBe(OTHERS);
  expect([which('broken', 'warn'), which('lost', 'warn')]).toEqual(['', '']);
});

describe('what a report says of it', () => {
  test.for([
    ['b0 start', 'message_start is not the first event'],
    ['start start', 'message_start comes twice'],
    ['hollow', 'message_start holds no message'],
    ['delta', 'message_start never comes'],
    ['start end', 'message_stop comes without a message_delta before it'],
    ['start delta b0', 'content_block_start follows message_delta'],
    ['start delta end d0', 'content_block_delta follows message_stop'],
    ['start delta end message_stop=error', 'error follows message_stop'],
    ['start untyped', 'content_block_start holds no content_block with a type'],
    ['start b0 b0', 'block 0 starts twice'],
    ['start b0 d0 b0', 'block 0 starts again after its deltas, which clients then drop'],
    ['start b0 b1', 'block 1 starts before the one before it has stopped'],
    ['start b0 s0 b2', 'block 2 comes where index 1 is due'],
    ['start d1', 'a delta belongs to block 1, which never starts'],
    ['start d0 b0', 'a delta of block 0 came before its start'],
    ['start s1', 'content_block_stop names block 1, which never starts'],
    ['start b0 s0 d0', 'block 0 goes on after its stop'],
    ['start b0 unnumbered', 'a content block event has no index'],
    ['start b0 :[DONE]', 'a data: [DONE] marker, which the Messages API does not send'],
    ['start given s0 delta end', 'the text stands in content_block_start only, where clients do not read it'],
    ['start b0 j', 'block 0 is text, but its delta is of another kind'],
    ['start t0 d0', 'block 0 is a tool call, but its delta is of another kind'],
    ['start k0 d0', 'block 0 is thinking, but its delta is of another kind'],
    ['start b0 kindless', 'a delta of block 0 has no type'],
    ['start b0 c1 c2 c3 c4', 'each text delta repeats the text before it'],
    ['start t0 j s0 delta', 'the partial_json of block 0 does not join to JSON'],
    ['start t0 jtext s0', 'the tool input is a JSON string that holds JSON (encoded twice)'],
    ['start t0 jlist s0', 'the tool input is JSON but not an object'],
    ['start filled s0', 'the tool input stands in content_block_start only, where clients do not read it'],
    ['start quoted s0', 'the tool input is a string in content_block_start'],
    ['start b0 d0 delta', 'block 0 never stops'],
    ['start t0 delta end', 'the tool block 0 never stops'],
    ['start unsaid end', 'no message_delta carries a stop_reason'],
    ['start unstopped end', 'message_delta has no stop_sequence'],
    ['start uncounted end', 'message_delta has no usage'],
    ['start error', 'the gateway sent an error event'],
    ['message_stop=error', 'the event is named message_stop, but its data is of type error'],
    ['=b0', 'content_block_start has no event: line, so clients skip it'],
    ['other=b0', 'the event is not named content_block_start, so clients skip it'],
    [':x', 'an event has no event: line'],
    [':{"error":{}}', 'an error arrived without an event: line'],
    [':{"choices":[]}', 'the events are OpenAI chat completion chunks'],
    ['message_start:{}', 'the data of message_start does not say "type": "message_start"'],
    ['message_start:[]', 'the data of message_start is not a JSON object'],
  ] as const)('%s: %s', ([words, said]) => {
    expect(readStream(events(words)).problems.map(({ text }) => text)).toContain(said);
  });

  test('of a stream without events, and of an event that was cut short', () => {
    expect(readStream([]).problems.map(({ text }) => text)).toEqual(['the stream holds no event']);
    const [long] = events('content_block_delta:{"x');
    const [problem] = readStream([{ ...long!, truncated: true as const }]).problems;
    expect(problem?.text).toBe('the event is longer than is read of one');
  });
});

test.for([
  ['event-name-missing', /event: lines/],
  ['event-name-differs', /event: lines/],
  ['openai-stream', /Messages format of the gateway \(\/v1\/messages\), not Chat Completions/],
  ['bad-json', /pass each event on whole/],
  ['event-too-long', /split text into small deltas/],
  ['error-event', /model behind the gateway/],
  ['block-reset', /content_block_start once for each block, before its deltas/],
  ['block-interleaved', /end a block before the next begins/],
  ['delta-after-stop', /content_block_stop after the last delta/],
  ['text-cumulative', /only what is new in each text_delta/],
  ['text-in-start', /text_delta events, not in content_block_start/],
  ['block-open', /content_block_stop for every block/],
  ['other-block-open', /content_block_stop for every block/],
  ['tool-block-open', /content_block_stop for every block/],
  ['done-marker', /\[DONE\] out/],
  ['late-event', /pass the events of the Messages API on unchanged/],
] as const)('the remedy of %s', ([code, hint]) => {
  expect(streamHint(code)).toMatch(hint);
});

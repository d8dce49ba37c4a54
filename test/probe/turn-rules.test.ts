import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import type { CheckContext, StreamExchange } from '../../src/probe/check.ts';
import { PACKING_CUT, PIECE_CUT } from '../../src/gateway/answer-body.ts';
import type { Failure } from '../../src/net/types.ts';
import { CALLED_PATH } from '../../src/probe/engine/request.ts';
import { brokenStream, isEndless, isMute } from '../../src/probe/turns/broken-stream.ts';
import { lostTurn } from '../../src/probe/turns/lost-turn.ts';
import { reportTurns } from '../../src/probe/turns/report.ts';
import { sendTurn } from '../../src/probe/turns/send-turn.ts';
import { askTool } from '../../src/probe/turns/tool-turn.ts';
import { isAnswered, isOddAnswer, type Turn } from '../../src/probe/turns/turn.ts';
import { holds, isOnce, spoiltText } from '../../src/probe/turns/words.ts';
import { readStream } from '../../src/protocol/stream-shape.ts';
import { answerOf, refusal } from '../support/answers.ts';

/* How a turn ended, from a stream as it came: broken, kept, or lost. */

const context = { quote: (text: string) => text } as unknown as CheckContext;

const START = {
  type: 'message_start',
  message: { model: 'm', usage: { input_tokens: 3, output_tokens: 1 } },
};
const block = (index: number, type: string): object => ({
  type: 'content_block_start',
  index,
  content_block: type === 'tool_use' ? { type, id: 'toolu_1', name: 'Read', input: {} } : { type, text: '' },
});
const stop = (index: number): object => ({ type: 'content_block_stop', index });
const text = (index: number, piece: string): object => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text: piece },
});
const end = (stop_reason: string | null, usage: object = { output_tokens: 2 }): object => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null },
  usage,
});
const STOP = { type: 'message_stop' };
const ERROR = { type: 'error', error: { type: 'api_error', message: 'it fell over' } };

const WORD = [START, block(0, 'text'), text(0, 'hi'), stop(0), end('end_turn'), STOP];
const CALL = [START, block(0, 'tool_use'), stop(0), end('tool_use'), STOP];

function exchange(events: readonly object[], more: Partial<StreamExchange['answer']> = {}): StreamExchange {
  const all = events.map((data, at) => ({
    event: (data as { type: string }).type,
    data: JSON.stringify(data),
    line: at + 1,
    at,
  }));
  const reading = readStream(all);
  const ended = reading.sawStop ? ('stopped' as const) : ('ended' as const);
  return { reading, answer: { ...answerOf(200, ''), events: all, reads: [], end: ended, ...more } };
}

const failure = (kind: Failure['kind'], code?: string): Failure => ({
  kind,
  message: 'It was cut.',
  ms: 1,
  ...(code === undefined ? {} : { code }),
});

describe('a stream that the engine drops', () => {
  test.for<[string, StreamExchange, RegExp | undefined]>([
    ['whole', exchange(WORD), undefined],
    ['no events', exchange([]), /no server-sent events/],
    ['a JSON body', exchange([], { json: {} }), /whole JSON body/],
    ['a page', exchange([], { text: '<p>' }), /HTML page/],
    ['an error at once', exchange([START, ERROR]), /^line 2 of the stream: .* \("it fell over"\)$/],
    ['an error inside a block', exchange([START, block(0, 'text'), text(0, 'h'), ERROR]), /^line 4/],
    ['an error after a block', exchange([START, block(0, 'text'), text(0, 'h'), stop(0), ERROR]), undefined],
    [
      'another break without its words',
      exchange([START, text(3, 'x'), end('end_turn'), STOP]),
      /never starts$/,
    ],
    ['nothing but pings', exchange([{ type: 'ping' }]), /message_start never comes/],
    ['names alone', exchange([{ type: 'x' }]), /message_start never comes/],
    [
      'cut before a block has ended',
      exchange([START, block(0, 'text')], { end: 'cut', failure: failure('reset') }),
      /^the stream is cut: It was cut$/,
    ],
    [
      'cut after',
      exchange([START, block(0, 'text'), stop(0)], { end: 'cut', failure: failure('reset') }),
      undefined,
    ],
    ['capped', exchange([START], { end: 'capped' }), /^the stream is cut$/],
    [
      'an end without message_delta',
      exchange([START, block(0, 'text')], { end: 'ended' }),
      /^the stream is cut$/,
    ],
    ['an end with it', exchange([START, block(0, 'text'), end('end_turn')], { end: 'ended' }), undefined],
    ['an end of another name', exchange([START], { end: 'stopped' }), /^the stream is cut$/],
    ['silence is waited for', exchange([START], { end: 'cut', failure: failure('timeout') }), undefined],
    [
      'packing in one piece',
      exchange(WORD, { brokenEnd: failure('protocol', PIECE_CUT) }),
      /packed body ends before/,
    ],
    ['packing in several', exchange(WORD, { brokenEnd: failure('protocol', PACKING_CUT) }), undefined],
  ])('%s', ([, given, why]) => {
    const said = brokenStream(context, given);
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });

  test.for<[string, Partial<StreamExchange['answer']>, number, boolean]>([
    ['a timeout', { end: 'cut', failure: failure('timeout') }, 0, true],
    ['a capped timeout', { end: 'capped', failure: failure('timeout') }, 0, true],
    ['a cut', { end: 'cut', failure: failure('reset') }, 0, false],
    ['2,000 events', { end: 'capped' }, 2000, false],
    ['2,001 events', { end: 'capped' }, 2001, true],
    ['2,001 events that end', { end: 'stopped' }, 2001, false],
  ])('has no end: %s', ([, answer, count, endless]) => {
    const given = exchange([START], answer);
    const events = Array.from(
      { length: count },
      () => given.answer.events[0] ?? { event: '', data: '', line: 1, at: 0 },
    );
    expect(isEndless({ ...given.answer, events })).toBe(endless);
  });

  test.for<[string, readonly object[], number, boolean]>([
    ['half a minute', [START], 30_000, false],
    ['more', [START], 30_001, true],
    ['more, with a block', [START, block(0, 'text')], 40_000, false],
    ['more, without a start', [{ type: 'ping' }], 40_000, false],
  ])('holds no word: %s', ([, events, ms, mute]) => {
    expect(isMute(exchange(events, { firstByteMs: 500, ms: ms + 500 }))).toBe(mute);
  });
});

describe('a stream that the engine keeps, and the turn is lost', () => {
  const toolEnd = (stopReason: string): StreamExchange =>
    exchange([...CALL.slice(0, 3), end(stopReason), STOP]);
  const counted = (start: object, delta: object): StreamExchange =>
    exchange([
      { ...START, message: { model: 'm', usage: start } },
      ...CALL.slice(1, 3),
      end('tool_use', delta),
      STOP,
    ]);

  test.for<[string, 'text' | 'tool', StreamExchange, RegExp | undefined]>([
    ['a word', 'text', exchange(WORD), undefined],
    ['a call', 'tool', exchange(CALL), undefined],
    ['half an answer', 'text', exchange([START, block(0, 'thinking'), stop(0), ERROR]), /half an answer/],
    [
      'a whole block before the break',
      'text',
      exchange([START, block(0, 'text'), text(0, 'h'), stop(0), ERROR]),
      undefined,
    ],
    [
      'a text before the break of a call',
      'tool',
      exchange([START, block(0, 'text'), stop(0), ERROR]),
      /half an answer/,
    ],
    [
      'a call before the break of a call',
      'tool',
      exchange([START, block(0, 'tool_use'), stop(0), ERROR]),
      undefined,
    ],
    [
      'a block that stays open',
      'text',
      exchange([START, block(0, 'text'), end('end_turn'), STOP]),
      /^line 2.*never stops/,
    ],
    [
      'no end',
      'text',
      exchange([START], { end: 'cut', failure: failure('timeout') }),
      /does not come to its end/,
    ],
    ['packing cut', 'text', exchange(WORD, { brokenEnd: failure('protocol', PACKING_CUT) }), /packed body/],
    ['no HTTP after it', 'text', exchange(WORD, { brokenEnd: failure('protocol', 'X') }), /is not HTTP/],
    [
      'max_tokens',
      'text',
      exchange([...WORD.slice(0, 4), end('max_tokens'), STOP]),
      /stop_reason max_tokens/,
    ],
    ['max_tokens after a whole call', 'tool', toolEnd('max_tokens'), undefined],
    ['refusal', 'tool', toolEnd('refusal'), /stop_reason refusal/],
    ['a full context', 'tool', toolEnd('model_context_window_exceeded'), /model_context_window_exceeded/],
    [
      'tool_use without a call',
      'text',
      exchange([...WORD.slice(0, 4), end('tool_use'), STOP]),
      /stop_reason tool_use/,
    ],
    ['a call under another end', 'tool', toolEnd('end_turn'), undefined],
    [
      'a count as text',
      'tool',
      counted({ input_tokens: 3 }, { output_tokens: '2' }),
      /no number \(output_tokens\)/,
    ],
    [
      'a count as text that is replaced',
      'tool',
      counted({ input_tokens: '3' }, { input_tokens: 3, output_tokens: 2 }),
      undefined,
    ],
    [
      'a count as text that is not',
      'tool',
      counted({ input_tokens: '3' }, { output_tokens: 2 }),
      /\(input_tokens\)/,
    ],
    [
      'a count as text of the cache',
      'tool',
      counted({ cache_read_input_tokens: '3' }, { output_tokens: 2 }),
      undefined,
    ],
    [
      'a count as text of a turn of text',
      'text',
      exchange([...WORD.slice(0, 4), end('end_turn', { output_tokens: '2' }), STOP]),
      undefined,
    ],
    ['nearly full', 'tool', counted({ input_tokens: 179_997 }, { output_tokens: 2 }), undefined],
    ['full', 'tool', counted({ input_tokens: 179_998 }, { output_tokens: 2 }), /counts 180000 tokens/],
    [
      'full by the cache',
      'tool',
      counted(
        { input_tokens: 1, cache_read_input_tokens: 90_000, cache_creation_input_tokens: 90_000 },
        { output_tokens: 2 },
      ),
      /counts 180003 tokens/,
    ],
  ])('%s', ([, kind, given, lost]) => {
    const said = lostTurn(context, kind, given);
    if (lost === undefined) expect(said).toBeUndefined();
    else {
      expect(said?.text).toMatch(lost);
      expect(said?.hint).toMatch(/^(?:Have the gateway|Look at the model) /);
    }
  });
});

describe('what was done to the words of an answer', () => {
  const words = { asked: 'abcd-e7ghij', system: 'klmnopqr' };
  test.for<[string, RegExp | undefined]>([
    ['abcd-e7ghij klmnopqr', undefined],
    ['abcd-e7ghij\n\nklmnopqr', undefined],
    ['abcd-e7ghijklmnopqr', /spaces .* are lost/],
    ['abcd-e7ghij%20klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij+klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij_klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij&nbsp;klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij&#32;klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij&#x20;klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij\\u0020klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij\u00A0klmnopqr', /spaces .* are replaced/],
    ['abcd-e7ghij and klmnopqr', undefined],
    ['abcd-e7ghij, klmnopqr', undefined],
    ['klmnopqr abcd-e7ghij', undefined],
    ['abcd-e*ghij klmnopqr', /characters .* are replaced/],
    ['abcd_e7ghij klmnopqr', undefined],
    ['abcd-e7ghij klm***qr', /characters .* are replaced/],
    ['abcd-e7ghij k*******', undefined],
    ['abcd-e7ghij klmn****', /characters .* are replaced/],
    ['abcd-e7ghij klm', /the end of the answer is lost/],
    ['abcd-e7ghij ', undefined],
    ['abcd-e7ghij lmn', undefined],
    ['ABCD-E7GHIJ KLMNOPQR', /capitals/],
    ['ABCD-E7GHIJ klmnopqr', /capitals/],
    ['abcd-e7ghij KLMNOPQR', undefined],
    ['something else', undefined],
  ])('%j', ([answer, spoilt]) => {
    const said = spoiltText(answer, words);
    if (spoilt === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(spoilt);
  });

  test('letters of any case hold a word', () => {
    expect([holds('xABCx', 'abc'), holds('abc', 'ABC'), holds('ab', 'abc')]).toEqual([true, true, false]);
    expect(['ABC', 'abc Abc', 'ab'].map((text) => isOnce(text, 'abc'))).toEqual([true, false, false]);
  });
});

describe('what is said of the turns of all models', () => {
  const turn = (model: string, more: Partial<Turn> = {}): Turn => ({
    kind: 'text',
    model,
    blocks: [],
    text: '',
    state: 'works',
    ...more,
  });
  const dead = (model: string, problem: string, more: Partial<Turn> = {}): Turn =>
    turn(model, { state: 'fails', problem, hint: 'Fix it.', ...more });
  const gone = refusal(404, 'no such model');
  const say = (...turns: readonly Turn[]): ReturnType<typeof reportTurns> =>
    reportTurns(context, turns, 'A turn');

  test('nothing where all work', () => {
    expect(say(turn('a'), turn('b'))).toBeUndefined();
  });

  test('a model that is not served is told by model-routes alone', () => {
    expect(say(dead('a', 'x', { refusal: gone }), turn('b'))).toMatchObject({
      status: 'skip',
      blockedBy: 'model-routes',
    });
    expect(say(dead('a', 'x', { refusal: gone }), dead('b', 'y'))).toMatchObject({
      status: 'fail',
      detail: 'A turn fails with b: y.',
      models: ['b'],
    });
  });

  test('failures by cause, the models of each named, three causes at most', () => {
    expect(say(dead('a', 'a is cut'), dead('b', 'b is cut'), turn('c'))).toMatchObject({
      detail: 'A turn fails with a, b: a is cut.',
      hint: 'Fix it.',
      models: ['a', 'b'],
    });
    expect(say(dead('a', 'one'), dead('b', 'two'), dead('c', 'three'), dead('d', 'four'))).toEqual({
      status: 'fail',
      detail: 'A turn fails with a: one; with b: two; with c: three.',
      hint: 'Fix it.',
    });
    expect(say(...['a', 'b', 'c', 'd'].map((id) => dead(id, 'x')))?.detail).toBe(
      'A turn fails with every model: x.',
    );
    expect(say(...['a', 'b', 'c'].map((id) => dead(id, 'x')))?.detail).toBe('A turn fails with a, b, c: x.');
    expect(say(...['a', 'b', 'c', 'd'].map((id) => dead(id, 'x')), turn('e'))?.detail).toBe(
      'A turn fails with a, b, c and 1 more: x.',
    );
  });

  test('the remedy of a refusal by its words, then of the turn, then of its product, then the log', () => {
    const hint = (more: Partial<Turn>): string | undefined =>
      say(dead('a', 'x', { hint: undefined as never, ...more }))?.hint;
    expect(hint({})).toMatch(/log of the gateway/);
    expect(hint({ refusal: refusal(400, 'thinking: no') })).toMatch(/pass thinking on/);
    expect(hint({ refusal: refusal(400, 'no') })).toMatch(/log of the gateway/);
    expect(hint({ refusal: refusal(400, 'no'), hint: 'Fix it.' })).toBe('Fix it.');
    expect(
      hint({ refusal: answerOf(400, '{"error":{"message":"No connected db.","type":"no_db_connection"}}') }),
    ).toMatch(/master_key/);
  });

  test('what could not be tested, what comes without a stream, what is unsure, what is left out, in this order', () => {
    const untested = turn('a', { state: 'untested', refusal: refusal(429, 'slow') });
    const unstreamed = turn('b', { state: 'unstreamed', problem: 'it is cut', hint: 'Fix b.' });
    const unsure = turn('c', { problem: 'it is canned' });
    const lesser = turn('d', { without: ['betas', 'output tokens'] });
    expect(say(turn('x'), unstreamed, untested)).toMatchObject({ status: 'warn', inconclusive: true });
    expect(say(unsure, unstreamed)).toMatchObject({
      status: 'fail',
      whenBroken: 'partly',
      blocking: false,
      hint: 'Fix b.',
      detail: expect.stringContaining('sent twice, with b: it is cut.') as string,
      says: expect.stringContaining('no streaming') as string,
    });
    expect(say(lesser, unsure)).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('with c it is canned') as string,
    });
    expect(say(lesser)).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/left out betas and output tokens: every turn is refused once/) as string,
      hint: expect.stringContaining('anthropic-beta') as string,
    });
  });

  test.for([
    ['betas', /what they stand for is lost/, /anthropic-beta/],
    ['system messages', /left out system messages: every turn is refused/, /role system/],
    ['the 1M beta', /1M context is lost/, /supports1m/],
    ['earlier thinking', /after a tool is refused once/, /thinking blocks/],
    ['output tokens', /cut short/, /200,000/],
  ] as const)('what it costs to leave out %s', ([lost, cost, hint]) => {
    const said = say(turn('a', { without: [lost] }));
    expect(said?.detail).toMatch(cost);
    expect(said?.hint).toMatch(hint);
  });

  test.for<[Partial<Turn>, boolean, boolean]>([
    [{}, true, false],
    [{ state: 'unstreamed' }, true, false],
    [{ state: 'untested' }, false, false],
    [{ state: 'fails' }, false, true],
    [{ state: 'fails', refusal: gone }, false, false],
    [{ state: 'fails', failure: failure('reset') }, false, false],
  ])('%j is answered, or answered oddly', ([more, answered, odd]) => {
    expect([isAnswered(turn('a', more)), isOddAnswer(turn('a', more))]).toEqual([answered, odd]);
  });
});

describe('a tool that is not called at first', () => {
  const counts = (events: readonly object[], input_tokens: number): readonly object[] =>
    events.map((event) =>
      event === START ? { ...START, message: { model: 'm', usage: { input_tokens } } } : event,
    );
  const input = JSON.stringify({ file_path: CALLED_PATH });
  const DELTA = {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: input },
  };
  const called = [START, block(0, 'tool_use'), DELTA, stop(0), end('tool_use'), STOP];

  async function asked(...answers: readonly (readonly object[])[]): Promise<Turn> {
    const left = [...answers];
    const world: Partial<CheckContext> = {
      facts: { baseUrl: 'https://gw.example.com', scheme: 'bearer', customHeaders: {}, models: [] },
      nonce: (label) => label,
      quote: (said) => said,
      stream: () => Promise.resolve(ok(exchange(left.shift() ?? []))),
    };
    return askTool(world as CheckContext, 'claude-haiku-4-5');
  }

  test.for<[string, number, number, RegExp | undefined]>([
    ['is a whim where both requests count alike', 600, 600, undefined],
    ['is a whim where they differ a little', 600, 700, undefined],
    ['is a whim where nothing is counted', 0, 600, undefined],
    ['was lost on its way where the first counts much less', 300, 600, /300 input tokens .* counts 600/],
  ])('%s', async ([, first, second, problem]) => {
    const turn = await asked(counts(WORD, first), counts(called, second));
    expect(turn.state).toBe(problem === undefined ? 'works' : 'fails');
    if (problem !== undefined) expect(turn.problem).toMatch(problem);
  });
});

describe('a turn that is refused', () => {
  const no = refusal(400, 'no');
  const chance = /^refused \(HTTP 400: "no"\), and the same request is taken when asked again$/;

  /** The forms in which a turn is asked for, when these are the answers, and what comes out. */
  async function asked(...answers: readonly (StreamExchange | Failure)[]): Promise<{
    readonly forms: string;
    readonly turn: Turn;
  }> {
    const left = [...answers];
    const forms: string[] = [];
    const world: Partial<CheckContext> = {
      facts: { baseUrl: 'https://gw.example.com', scheme: 'bearer', customHeaders: {}, models: [] },
      nonce: (label) => label,
      quote: (said) => said,
      send: () => Promise.resolve(ok(no)),
      stream: (_label, { body, leastBytes }) => {
        const isWhole = (body as { readonly whole?: boolean }).whole === true;
        forms.push(leastBytes !== undefined ? 'large' : isWhole ? 'whole' : 'small');
        const answer = left.shift() ?? exchange(WORD);
        return Promise.resolve('kind' in answer ? fail(answer) : ok(answer));
      },
    };
    const turn = await sendTurn(world as CheckContext, 'text', 'claude-haiku-4-5', ({ wholeTools }) => ({
      model: 'claude-haiku-4-5',
      messages: [],
      whole: wholeTools,
    }));
    return { forms: forms.join(' '), turn };
  }
  test('of an answer that is taken, the engine sends back what is not blank, and thinking that is signed', async () => {
    const thinking = (index: number, ...deltas: readonly object[]): readonly object[] => [
      { type: 'content_block_start', index, content_block: { type: 'thinking', thinking: '' } },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      stop(index),
    ];
    const thought = { type: 'thinking_delta', thinking: 'hm' };
    const answer = exchange([
      START,
      ...thinking(0, thought),
      ...thinking(1, thought, { type: 'signature_delta', signature: 's1' }),
      ...[block(2, 'text'), text(2, ' \n'), stop(2)],
      ...[block(3, 'text'), text(3, 'hi'), stop(3)],
      end('end_turn'),
      STOP,
    ]);
    const { turn } = await asked(answer);
    expect([turn.state, turn.text]).toEqual(['works', 'hi']);
    expect(turn.blocks).toEqual([
      { type: 'thinking', thinking: 'hm', signature: 's1' },
      { type: 'text', text: 'hi' },
    ]);
  });

  const refusedWith = (status: number, said = 'no'): StreamExchange =>
    exchange([], { ...refusal(status, said) });
  const good = exchange(WORD);

  test.for<[string, readonly (StreamExchange | Failure)[], string, RegExp | undefined]>([
    ['taken at once', [good], 'large', undefined],
    ['401 is about the key', [refusedWith(401)], 'large', /HTTP 401/],
    ['404 is about the route', [refusedWith(404)], 'large', /streams are no route/],
    ['a limit is none of the form', [refusedWith(429)], 'large', /HTTP 429/],
    ['a server error', [refusedWith(500)], 'large', /HTTP 500/],
    [
      'its size',
      [refusedWith(413), good, refusedWith(413), refusedWith(413)],
      'large small large large',
      undefined,
    ],
    [
      'a cut connection',
      [failure('reset'), good, failure('reset'), failure('reset')],
      'large small large large',
      undefined,
    ],
    ['no answer in time', [failure('timeout')], 'large', /^no answer: It was cut$/],
    [
      'its tools',
      [refusedWith(400), refusedWith(400), good, refusedWith(400), refusedWith(400)],
      'large small whole large large',
      undefined,
    ],
    ['by chance, seen at once', [refusedWith(400), good, good], 'large small large', chance],
    [
      'by chance, seen later',
      [refusedWith(400), good, refusedWith(400), good],
      'large small large large',
      chance,
    ],
    [
      'every form',
      [refusedWith(413, 'large'), refusedWith(400, 'small'), refusedWith(400, 'whole')],
      'large small whole',
      /"small"/,
    ],
    [
      'otherwise without the spaces',
      [refusedWith(413, 'large'), refusedWith(500, 'small')],
      'large small',
      /HTTP 500: "small"/,
    ],
  ])('%s', async ([, answers, forms, problem]) => {
    const { turn, ...made } = await asked(...answers);
    expect(made.forms).toBe(forms);
    expect(turn.state).toBe(
      problem === undefined ? 'works' : turn.state === 'untested' ? 'untested' : 'fails',
    );
    if (problem === undefined) expect(turn.problem).toBeUndefined();
    else
      expect(
        turn.problem ?? (turn.refusal === undefined ? '' : `HTTP ${String(turn.refusal.status)}`),
      ).toMatch(problem);
  });
});

import type { GatewayRequest } from '../gateway/types.ts';
import type { Failure } from '../net/types.ts';
import type { Outcome } from '../errors.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import {
  messageModel,
  messageProblems,
  messageText,
  stopReason,
  usageOf,
  type Json,
  type UsageView,
} from '../protocol/message-shape.ts';
import { isObject } from '../protocol/message-shape.ts';
import { streamHint } from '../protocol/stream-problems.ts';
import type { StreamReading } from '../protocol/stream-shape.ts';
import { toolProblems, looksLikeCall } from '../protocol/tool-shape.ts';
import type { CheckContext, StreamExchange } from './check.ts';
import { askMessage } from './checks/asks.ts';
import {
  CALLED_PATH,
  engineRequest,
  resultTurn,
  textTurn,
  toolTurn,
  type TurnKind,
  type TurnWords,
} from './engine-request.ts';
import { ENGINE_AGENT, engineShape, type EngineShape } from './engine-shape.ts';
import { CALLED } from './engine-tools.ts';
import { isHtml, limitOf, readError, sayAnswer, sayFailure } from './explain.ts';
import { withoutContextSuffix } from '../schema/index.ts';

/*
 * One turn of one model, asked and read as the app's engine does it (measured on 2.1.332): what it takes, what it asks
 * again, and what ends the turn. The checks of turns only word what comes out here.
 */

/** How a turn ended. `unstreamed`: only the second request, without a stream, was answered. */
export type TurnState = 'works' | 'unstreamed' | 'fails' | 'untested';

/** What came of a turn. */
export interface Turn {
  readonly kind: TurnKind;
  readonly model: string;
  readonly state: TurnState;
  /** What is wrong, as a clause without a full stop; for `works` what is odd. */
  readonly problem?: string;
  readonly hint?: string;
  /** The answer that refused it. */
  readonly refusal?: GatewayAnswer;
  /** The failure of the connection that ended it. */
  readonly failure?: Failure;
  /** What the engine leaves out after a refusal, and what that costs. */
  readonly without?: readonly Recovery['lost'][];
  /** Content blocks as they are sent back in the next turn. */
  readonly blocks: readonly Json[];
  readonly text: string;
  /** The model that the answer names. */
  readonly answered?: string;
  /** Milliseconds from message_stop to the end of the body; `open` when it did not end while we waited. */
  readonly tailMs?: number | 'open';
  /** The word of the system prompt stands in the answer (text turns). */
  readonly systemSeen?: boolean;
}

/** A turn of a kind with a model, once a run. */
export function askTurn(context: CheckContext, kind: TurnKind, model: string): Promise<Turn> {
  return context.ask(`turn ${kind} ${model}`, () => {
    switch (kind) {
      case 'text':
        return askText(context, model);
      case 'tool':
        return askTool(context, model);
      case 'result':
        return askResult(context, model);
      default:
        return kind satisfies never;
    }
  });
}

async function askText(context: CheckContext, model: string): Promise<Turn> {
  // A description of a kilobyte is a price paid once: where a model alone refuses it, a turn of real size tells.
  const long = (await context.turnModels())[0] === model;
  const ask = async (label: string): Promise<Turn> => {
    const word = context.nonce(`${label} ${model}`);
    const words: TurnWords = {
      // A vowel, a digit and a sign: each is lost or changed somewhere. Longer answers hide blocks that are mixed up.
      asked: `${word.slice(0, 4)}-e7${word.slice(6)}`,
      system: context.nonce(`system ${label} ${model}`),
    };
    const turn = await take(context, 'text', model, (shape) => textTurn(model, shape, words, long));
    if (turn.state !== 'works' && turn.state !== 'unstreamed') return turn;
    const systemSeen = holds(turn.text, words.system);
    const spoilt = spoiltText(turn.text, words);
    if (spoilt !== undefined)
      return {
        ...turn,
        systemSeen,
        state: 'fails',
        problem: spoilt,
        hint: 'Have the gateway pass text on as the model wrote it.',
      };
    if (holds(turn.text, words.asked)) return { ...turn, systemSeen };
    return {
      ...turn,
      systemSeen,
      state: 'fails',
      problem:
        turn.text.trim() === ''
          ? 'the answer holds no text'
          : `the answer does not hold the word that was asked for, but "${context.quote(turn.text, 80)}"${await elsewhere(context)}`,
      hint: 'Have the gateway pass the question and the answer on whole.',
    };
  };
  const first = await ask('turn');
  // A model's whim must not be held against a gateway: another word decides.
  if (
    first.state === 'fails'
      ? first.refusal !== undefined || first.failure !== undefined
      : first.systemSeen !== false
  )
    return first;
  const second = await ask('turn-again');
  return second.state === 'untested' ? first : ((await unread(context, first, second)) ?? second);
}

async function askTool(context: CheckContext, model: string): Promise<Turn> {
  const ask = async (): Promise<Turn> => {
    const turn = await take(context, 'tool', model, (shape) => toolTurn(model, shape));
    if (turn.state !== 'works' && turn.state !== 'unstreamed') return turn;
    const call = turn.blocks.find(({ type }) => type === 'tool_use');
    const bad = (problem: string): Turn => ({ ...turn, state: 'fails', problem, hint: TOOLS });
    if (call === undefined) {
      return bad(
        looksLikeCall(turn.text, `"${CALLED.name}"`)
          ? 'the tool call comes as text instead of a tool_use block'
          : 'the tool that was asked for is not called',
      );
    }
    const worst = toolProblems(call, CALLED).find(({ severity }) => severity === 'fail');
    if (worst !== undefined) return bad(`the tool call ${worst.text}`);
    const called = isObject(call.input) ? String(call.input.file_path) : '';
    // Spaces around a path and doubled slashes do not keep the engine from the file (measured).
    return called.trim().replace(/\/{2,}/g, '/') === CALLED_PATH
      ? turn
      : bad(`the tool call holds "${context.quote(called, 80)}" where ${CALLED_PATH} was asked for`);
  };
  const first = await ask();
  if (first.state !== 'fails' || first.refusal !== undefined || first.failure !== undefined) return first;
  const second = await ask();
  return second.state === 'untested' ? first : second;
}

async function askResult(context: CheckContext, model: string): Promise<Turn> {
  const call = await askTurn(context, 'tool', model);
  if (call.state !== 'works' && call.state !== 'unstreamed') return { ...call, kind: 'result' };
  const ask = async (label: string): Promise<Turn> => {
    const word = context.nonce(`${label} ${model}`);
    const turn = await take(context, 'result', model, (shape) =>
      // With line numbers and an empty last line, as the engine's Read gives a file back.
      resultTurn(model, shape, call.blocks, `1\tOslo:7 /tmp/${word}\n2\t`),
    );
    if ((turn.state !== 'works' && turn.state !== 'unstreamed') || turn.text.includes(word)) return turn;
    const again = turn.blocks.some(({ type }) => type === 'tool_use');
    return {
      ...turn,
      state: 'fails',
      problem: again
        ? 'given the result, the model calls the same tool again: the result does not reach it'
        : turn.text.trim() === ''
          ? 'the answer to a tool result is empty'
          : 'the answer does not hold what the tool gave back: the result does not reach the model',
      hint: 'Have the gateway pass tool_use and tool_result blocks on unchanged: it loses what tools give back.',
    };
  };
  const first = await ask('tool-result');
  if (first.state !== 'fails' || first.refusal !== undefined || first.failure !== undefined) return first;
  const second = await ask('tool-result-again');
  return second.state === 'untested' ? first : ((await unread(context, first, second)) ?? second);
}

/**
 * The same readable text for two words, and another for a plain message: a recording or a mock answers, which tells
 * nothing about the way to a model. Text that is changed on its way differs with the word.
 */
async function unread(context: CheckContext, first: Turn, second: Turn): Promise<Turn | undefined> {
  const { kind, model, blocks, text } = second;
  const isAnswer = text.trim() !== '' || blocks.some(({ type }) => type === 'tool_use');
  if (!isAnswer || first.text !== text) return undefined;
  const message = await askMessage(context);
  if (!message.ok || message.value.status !== 200) return undefined;
  const said = messageText(message.value.json);
  if (holds(said, context.nonce('message')) || said.trim() === text.trim()) return undefined;
  const answered = second.answered === undefined ? {} : { answered: second.answered };
  const problem = 'the answer does not hold what was asked for';
  return { kind, model, blocks, text, ...answered, state: 'works', problem };
}

/** What a plain message tells about an answer that is not what was asked for. */
async function elsewhere(context: CheckContext): Promise<string> {
  const message = await askMessage(context);
  if (!message.ok || message.value.status !== 200) return '';
  return holds(messageText(message.value.json), context.nonce('message'))
    ? ''
    : ', and a plain message is not answered as asked either: text is changed on its way, or no model reads it';
}

const TOOLS =
  'Every session uses tools: have the gateway pass tools and tool calls on unchanged, and serve a model that takes them.';

/** What was done to the words of an answer, when they are there but not as a model writes them. */
function spoiltText(text: string, { asked, system }: TurnWords): string | undefined {
  if (text.includes(`${asked}${system}`)) return 'the spaces between the words of the answer are lost';
  if (CODED_SPACE.test(between(text, asked, system)))
    return 'the spaces between the words of the answer are replaced';
  if (isMasked(text, asked) || isMasked(text, system)) return 'characters of the answer are replaced';
  const tail = text.slice(text.indexOf(asked) + asked.length).trim();
  if (text.includes(asked) && tail !== '' && tail !== system && system.startsWith(tail))
    return 'the end of the answer is lost';
  return text.includes(asked.toUpperCase()) && text.includes(system.toUpperCase())
    ? 'the answer comes in capitals'
    : undefined;
}

const CODED_SPACE = /^(?:%20|\+|_|&nbsp;|&#(?:32|x20);|\\u0020)$/i;

/** What stands between two words; nothing where they are not both there, in this order. */
function between(text: string, first: string, last: string): string {
  const from = text.indexOf(first);
  const to = text.indexOf(last);
  return from < 0 || to < from ? '' : text.slice(from + first.length, to);
}

/** A word whose place another holds that differs in signs only, at least half of it left. */
function isMasked(text: string, word: string): boolean {
  if (holds(text, word)) return false;
  const signs = word.replace(/./g, (sign) => (sign === '-' ? '[^\\s\\w]' : `(?:${sign}|[^\\s\\w])`));
  const found = new RegExp(signs, 'i').exec(text)?.[0] ?? '';
  return found.replace(/\W/g, '').length >= word.length / 2;
}

function holds(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase());
}

/** What the engine leaves out when the API's own words refuse it. */
interface Recovery {
  readonly lost: 'betas' | 'system messages' | 'the 1M beta' | 'output tokens';
  readonly matches: (message: string, betas: readonly string[]) => boolean;
}

const LONG_BETA = 'context-1m-2025-08-07';

const RECOVERIES: readonly Recovery[] = [
  {
    lost: 'the 1M beta',
    matches: (message, betas) =>
      betas.includes(LONG_BETA) && /invalid beta flag|context-1m|anthropic-beta/i.test(message),
  },
  { lost: 'betas', matches: (message) => /Unexpected value\(s\).*anthropic-beta/is.test(message) },
  { lost: 'system messages', matches: (message) => /Unexpected role "?system/i.test(message) },
  { lost: 'output tokens', matches: (message) => outputLeft(message) !== undefined },
];

/** Fewer output tokens than these the engine does not ask for. */
const LEAST_OUTPUT = 3000;

/** The output tokens that the engine asks for after the API's own words for a full context; undefined after others. */
export function outputLeft(message: string): number | undefined {
  const found = /input length and `max_tokens` exceed context limit: (\d{1,9}) \+ \d{1,9} > (\d{1,9})/.exec(
    message,
  );
  const left = found === null ? 0 : Number(found[2]) - Number(found[1]) - 1000;
  return left >= LEAST_OUTPUT ? left : undefined;
}

type Make = (shape: EngineShape) => Readonly<Record<string, unknown>>;

/** Asks as the engine does: a stream, what it leaves out when told to, and without a stream when that is broken. */
async function take(context: CheckContext, kind: TurnKind, model: string, make: Make): Promise<Turn> {
  const marked = context.facts.models.find(({ name }) => withoutContextSuffix(name) === model);
  const longContext = marked?.supports1m === true || (marked !== undefined && /\[1m\]$/i.test(marked.name));
  let shape = engineShape(model, { longContext });
  const without: Recovery['lost'][] = [];
  const both = context.facts.bothHeaders === true;
  for (;;) {
    const body = make(shape);
    const request = underItsName(context, engineRequest(body, shape.betas, both));
    const label = `turn-${kind}`;
    const streamed = await context.stream(
      label,
      kind === 'text' ? { ...request, lingerMs: LINGER_MS } : request,
    );
    const recovery = recoveryFrom(streamed, shape, without);
    if (recovery !== undefined) {
      without.push(recovery);
      shape = reduced(shape, recovery, messageOf(streamed));
      continue;
    }
    const turn = await read(context, { kind, model, body, request }, streamed);
    return without.length === 0 ? turn : { ...turn, without };
  }
}

/** Turns go out under the engine's name, unless the configuration gives another. */
function underItsName({ facts }: CheckContext, request: GatewayRequest): GatewayRequest {
  const own = Object.keys(facts.customHeaders).some((name) => name.toLowerCase() === 'user-agent');
  return own ? request : { ...request, headers: { ...request.headers, 'user-agent': ENGINE_AGENT } };
}

function messageOf(streamed: Outcome<StreamExchange, Failure>): string {
  return streamed.ok ? (readError(streamed.value.answer).message ?? streamed.value.answer.text) : '';
}

function recoveryFrom(
  streamed: Outcome<StreamExchange, Failure>,
  shape: EngineShape,
  without: readonly Recovery['lost'][],
): Recovery['lost'] | undefined {
  if (!streamed.ok || streamed.value.answer.status !== 400) return undefined;
  const message = messageOf(streamed);
  return RECOVERIES.find(({ lost, matches }) => !without.includes(lost) && matches(message, shape.betas))
    ?.lost;
}

/** A shape without what the engine has left out. */
export function reduced(shape: EngineShape, lost: Recovery['lost'], message = ''): EngineShape {
  switch (lost) {
    case 'output tokens': {
      const maxTokens = outputLeft(message) ?? LEAST_OUTPUT;
      const { thinking } = shape;
      if (thinking?.type !== 'enabled') return { ...shape, maxTokens };
      return {
        ...shape,
        maxTokens,
        thinking: { ...thinking, budget_tokens: Math.min(thinking.budget_tokens, maxTokens - 1) },
      };
    }
    case 'betas':
      return { ...shape, betas: [] };
    case 'the 1M beta':
      return { ...shape, betas: shape.betas.filter((beta) => beta !== LONG_BETA) };
    case 'system messages':
      return { ...shape, systemRole: false };
    default:
      return lost satisfies never;
  }
}

/** How long the end of the body is waited for; one that comes later does not come for a user either. */
export const LINGER_MS = 25_000;

interface Asked {
  readonly kind: TurnKind;
  readonly model: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request: GatewayRequest;
}

const NONE = { blocks: [], text: '' } as const;

async function read(
  context: CheckContext,
  asked: Asked,
  streamed: Outcome<StreamExchange, Failure>,
): Promise<Turn> {
  const { kind, model } = asked;
  const base = { kind, model, ...NONE };
  if (!streamed.ok) {
    return {
      ...base,
      state: 'fails',
      failure: streamed.failure,
      problem: `no answer: ${sayFailure(context, streamed.failure)}`,
      hint: 'Look at the log of the gateway and of the proxy in front of it.',
    };
  }
  const { answer, reading } = streamed.value;
  if (limitOf(answer) !== undefined) return { ...base, state: 'untested', refusal: answer };
  if (answer.status === 404)
    return withoutStream(context, asked, `streams are no route (${sayAnswer(context, answer)})`, answer);
  if (answer.status !== 200) {
    return { ...base, state: 'fails', refusal: answer, problem: `refused (${sayAnswer(context, answer)})` };
  }
  if (isMute(streamed.value))
    return {
      ...base,
      state: 'fails',
      problem: `for ${String(Math.round(answer.ms / 1000))} s the stream holds no word of an answer`,
      hint: 'Look whether the model behind the gateway answers: what keeps the stream alive hides that it does not.',
    };
  const why = brokenStream(context, streamed.value);
  if (why !== undefined) return withoutStream(context, asked, why);
  const tail = answer.tailMs === undefined ? {} : { tailMs: answer.tailMs };
  const taken: Turn = {
    ...base,
    ...tail,
    state: 'works',
    blocks: blocksOf(reading),
    text: shownText(reading),
    ...(reading.model === undefined ? {} : { answered: reading.model }),
  };
  const lost = lostTurn(kind, streamed.value);
  return lost === undefined ? taken : { ...taken, state: 'fails', problem: lost.text, hint: lost.hint };
}

/** Why the engine drops a stream and asks without one; undefined when it keeps it. */
function brokenStream(context: CheckContext, { answer, reading }: StreamExchange): string | undefined {
  if (answer.events.length === 0) {
    if (answer.json !== undefined) return 'a whole JSON body comes instead of a stream';
    return isHtml(answer) ? 'an HTML page comes instead of a stream' : 'no server-sent events come';
  }
  const broken = reading.problems.find(({ effect }) => effect === 'broken');
  if (broken !== undefined) {
    const message =
      reading.errorMessage === undefined ? '' : ` ("${context.quote(reading.errorMessage, 120)}")`;
    return `line ${broken.line} of the stream: ${broken.text}${broken.code === 'error-event' ? message : ''}`;
  }
  if (!reading.sawStart) {
    const first = reading.problems.find(({ severity }) => severity === 'fail');
    return first === undefined
      ? 'the stream has no message_start'
      : `line ${first.line} of the stream: ${first.text}`;
  }
  // An end that has no name, or another one, is none to the engine.
  const ended = answer.end === 'ended' || (answer.end === 'stopped' && !reading.sawStop);
  const cut = isCut(answer) || (ended && !reading.sawDelta);
  // Once a block has ended the engine has shown it and asks for no second answer.
  if (cut && !isEndless(answer) && !reading.blocks.some(({ closed }) => closed)) {
    const said = answer.failure === undefined ? '' : `: ${sayFailure(context, answer.failure)}`;
    return `the stream is cut${said}`;
  }
  return undefined;
}

/** A one-word answer has begun long before, however long the model thinks. */
const MUTE_MS = 30_000;

/** Pings or comments keep the stream, and so the engine, waiting. */
function isMute({ answer, reading }: StreamExchange): boolean {
  const waited = answer.ms - answer.firstByteMs;
  return reading.sawStart && reading.blocks.length === 0 && waited > MUTE_MS;
}

/** A single event of megabytes ends a stream here, and in the engine too; thousands of small ones are another matter. */
const ENDLESS_EVENTS = 2000;

function isCut({ end }: StreamExchange['answer']): boolean {
  return end === 'cut' || end === 'capped';
}

/** The engine waits for the rest for minutes. */
function isEndless(answer: StreamExchange['answer']): boolean {
  return isCut(answer) && (answer.failure?.kind === 'timeout' || answer.events.length > ENDLESS_EVENTS);
}

/** Why a stream that the engine keeps is a lost turn. */
function lostTurn(
  kind: TurnKind,
  { answer, reading }: StreamExchange,
): { readonly text: string; readonly hint: string } | undefined {
  const lost = reading.problems.find(({ effect }) => effect === 'lost');
  if (lost !== undefined)
    return { text: `line ${lost.line} of the stream: ${lost.text}`, hint: streamHint(lost.code) };
  if (isEndless(answer)) return { text: 'the stream does not come to its end', hint: ENDS };
  if (answer.brokenEnd !== undefined)
    return {
      text: 'what follows message_stop is not HTTP',
      hint: 'Have the gateway end the body as its framing says.',
    };
  const miscount = kind === 'tool' ? miscounted(reading) : undefined;
  if (miscount !== undefined) return miscount;
  const { stopReason: stop } = reading;
  // A call that is whole is made, whatever the end is called (measured).
  const called = kind === 'tool' && reading.blocks.some(({ type, closed }) => type === 'tool_use' && closed);
  const calls = reading.blocks.some(({ type }) => type === 'tool_use');
  if (
    (stop === 'max_tokens' && !called) ||
    stop === 'refusal' ||
    stop === 'model_context_window_exceeded' ||
    (stop === 'tool_use' && !calls)
  ) {
    return {
      text: `a one-word answer ends with stop_reason ${stop}`,
      hint: 'Have the gateway pass max_tokens and stop_reason on unchanged.',
    };
  }
  return undefined;
}

/** With this much in the context the engine compacts a conversation of 200,000 tokens before it goes on (170,000 pass). */
const COMPACTS_AT = 180_000;

/** Counts after which the engine does not go on with the results of tools (measured); a turn of text alone survives them. */
function miscounted({
  startUsage,
  endUsage,
}: StreamReading): { readonly text: string; readonly hint: string } | undefined {
  // What message_delta counts replaces what message_start counted.
  const replaced = { input_tokens: endUsage.input, output_tokens: endUsage.output } as Record<
    string,
    unknown
  >;
  const texts = [
    ...startUsage.texts.filter((name) => replaced[name] === undefined && !endUsage.texts.includes(name)),
    ...endUsage.texts,
  ].filter((name) => name in replaced);
  if (texts.length > 0) {
    return {
      text: `the usage of the stream holds a count that is no number (${texts.join(', ')})`,
      hint: 'Have the gateway send token counts as numbers.',
    };
  }
  const total = totalOf({ ...startUsage, ...endUsage });
  return total < COMPACTS_AT
    ? undefined
    : {
        text: `its usage counts ${String(total)} tokens where some hundred were sent, so the engine takes the conversation for full`,
        hint: 'Have the gateway count the tokens of each request by itself, as the model did.',
      };
}

function totalOf({ input = 0, output = 0, cacheRead = 0, cacheCreation = 0 }: UsageView): number {
  return input + output + cacheRead + cacheCreation;
}

const ENDS = 'Have the gateway end its streams with message_stop and then end the body.';

/** The same request without a stream, which the engine sends when a stream is broken. */
async function withoutStream(
  context: CheckContext,
  { kind, model, body, request }: Asked,
  why: string,
  refusal?: GatewayAnswer,
): Promise<Turn> {
  const outcome = await context.send(`turn-${kind}-whole`, { ...request, body: { ...body, stream: false } });
  const base = { kind, model, ...NONE, problem: why, ...(refusal === undefined ? {} : { refusal }) };
  if (!outcome.ok) return { ...base, state: 'fails', failure: outcome.failure };
  const answer = outcome.value;
  if (limitOf(answer) !== undefined) return { ...base, state: 'untested', refusal: answer };
  const { json } = answer;
  const bad =
    answer.status !== 200 ||
    !usageOf(json).present ||
    messageProblems(json).some(
      ({ severity, code }) => severity === 'fail' && code !== 'type' && code !== 'role',
    );
  if (bad) {
    return {
      ...base,
      state: 'fails',
      refusal: answer.status === 200 ? (refusal ?? answer) : answer,
      problem: `${why}, and without a stream it fails too (${sayAnswer(context, answer)})`,
    };
  }
  const blocks = isObject(json) && Array.isArray(json.content) ? json.content.filter(isObject) : [];
  const text = blocks
    .map((block) => (block.type === 'text' && typeof block.text === 'string' ? block.text : ''))
    .join('');
  const answered = messageModel(json);
  const stop = stopReason(json);
  return {
    ...base,
    state: stop === 'refusal' ? 'fails' : 'unstreamed',
    hint: 'Have the gateway pass the event stream on as it comes: every turn is sent twice.',
    blocks,
    text,
    ...(answered === undefined ? {} : { answered }),
  };
}

/** The blocks of a stream as the engine sends them back. */
function blocksOf(reading: StreamReading): readonly Json[] {
  return reading.blocks.flatMap((block): Json[] => {
    switch (block.type) {
      case 'text':
        return block.text === '' ? [] : [{ type: 'text', text: block.text }];
      case 'thinking':
        // Without its signature the engine does not send thinking back (measured).
        return block.signature === undefined
          ? []
          : [{ type: 'thinking', thinking: block.text, signature: block.signature }];
      case 'redacted_thinking':
        return [{ type: 'redacted_thinking', data: block.data }];
      case 'tool_use':
        return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input ?? {} }];
      default:
        return [];
    }
  });
}

/** What the engine shows in the end: the block that stopped last, when it is text. */
function shownText(reading: StreamReading): string {
  const last = reading.blocks.find(({ index }) => index === reading.lastStopped) ?? reading.blocks.at(-1);
  return last?.type === 'text' ? last.text : '';
}

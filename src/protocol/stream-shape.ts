import { isObject, usageOf, type Json, type ProblemSeverity, type UsageView } from './message-shape.ts';
import {
  closeBlock,
  deltaPart,
  kindOf,
  parseJson,
  type OpenBlock,
  type StreamBlock,
  type StreamProblem,
  type StreamProblemCode,
} from './stream-block.ts';
import type { SseEvent } from './sse-event.ts';

export type { StreamBlock, StreamProblem, StreamProblemCode } from './stream-block.ts';

/*
 * The state machine of a Messages stream. Sources: platform.claude.com "Streaming messages" and "Versions"
 * (named events, no [DONE], incremental deltas), the SDK's core/streaming (an event whose name it does not
 * know is skipped, data is then checked by its own type), and the desktop engine, measured: it fails on data-only
 * events, broken JSON, a tool block that is never closed, tool input that is a string or no JSON; it tolerates
 * [DONE], interleaved blocks, odd IDs, gaps in the index and a missing message_stop.
 */

export interface StreamReading {
  readonly problems: readonly StreamProblem[];
  readonly blocks: readonly StreamBlock[];
  /** Text of all text blocks. */
  readonly text: string;
  readonly model?: string;
  readonly stopReason?: string;
  readonly startUsage: UsageView;
  readonly endUsage: UsageView;
  readonly sawStart: boolean;
  readonly sawDelta: boolean;
  readonly sawStop: boolean;
  /** Arrival of each content delta, milliseconds from the start of the request. */
  readonly deltaTimes: readonly number[];
  readonly pings: number;
  /** Type named by an `error` event, such as overloaded_error. */
  readonly errorType?: string;
  readonly errorMessage?: string;
}

const KNOWN = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
  'error',
]);

/** Once one of these is told, a message_start that never came is no news. */
const EXPLAINS_NO_START: readonly StreamProblemCode[] = [
  'no-events',
  'openai-stream',
  'event-name-missing',
  'event-name-unknown',
  'event-type-missing',
  'bad-json',
  'event-too-long',
  'error-event',
  'error-data',
];

/** Reads a whole stream. Bounded work: one pass, and at most one problem of a kind is kept (the first). */
export function readStream(events: readonly SseEvent[]): StreamReading {
  const reader = new StreamReader();
  for (const event of events) reader.take(event);
  return reader.finish();
}

class StreamReader {
  readonly #problems = new Map<StreamProblemCode, StreamProblem>();
  readonly #blocks = new Map<number, OpenBlock>();
  readonly #order: OpenBlock[] = [];
  readonly #orphans = new Map<number, number>();
  readonly #deltaTimes: number[] = [];
  #line = 1;
  #seen = 0;
  #early: number | undefined;
  #start: Json | undefined;
  #sawStart = false;
  #sawDelta = false;
  #deltaLine = 1;
  #sawStop = false;
  #stopReason: string | undefined;
  #endUsage: UsageView = { present: false, invalid: [] };
  #pings = 0;
  #errorType: string | undefined;
  #errorMessage: string | undefined;

  take(event: SseEvent): void {
    this.#line = event.line;
    this.#seen += 1;
    if (event.data.trim() === '[DONE]') {
      this.#add('done-marker', 'warn', 'a data: [DONE] marker, which the Messages API does not send');
      return;
    }
    const name = event.event;
    // Such data is no JSON, through no fault of the gateway's.
    if (event.truncated === true) {
      this.#add('event-too-long', 'fail', 'the event is longer than is read of one');
      return;
    }
    // What the SDK does not know by name it never parses; so broken JSON there does no harm.
    const data = parseJson(event.data);
    if (name === '') {
      this.#unnamed(data);
      return;
    }
    if (name === 'ping') {
      this.#pings += 1;
      return;
    }
    if (!KNOWN.has(name)) {
      if (isObject(data) && isEssential(data.type)) {
        this.#add('event-name-unknown', 'fail', `the event is not named ${data.type}, so clients skip it`);
      }
      return;
    }
    if (name === 'error') {
      this.#error(data);
      return;
    }
    if (!isObject(data)) {
      this.#add('bad-json', 'fail', `the data of ${name} is not a JSON object`);
      return;
    }
    // The SDK passes on what it knows by name; those who read it go by the type inside the data.
    if (typeof data.type !== 'string' || !KNOWN.has(data.type)) {
      this.#add('event-type-missing', 'fail', `the data of ${name} does not say "type": "${name}"`);
      return;
    }
    if (data.type !== name) {
      this.#add(
        'event-name-differs',
        'warn',
        `the event is named ${name}, but its data is of type ${data.type}`,
      );
    }
    this.#dispatch(data.type, data, event.at);
  }

  #unnamed(data: unknown): void {
    if (!isObject(data)) {
      this.#add('event-name-missing', 'fail', 'an event has no event: line');
      return;
    }
    if (Array.isArray(data.choices)) {
      this.#add('openai-stream', 'fail', 'the events are OpenAI chat completion chunks');
      return;
    }
    if (isEssential(data.type)) {
      this.#add('event-name-missing', 'fail', `${data.type} has no event: line, so clients skip it`);
    } else if (isObject(data.error)) {
      this.#noteError(data);
      this.#add('error-data', 'fail', 'an error arrived without an event: line');
    }
  }

  #error(data: unknown): void {
    this.#noteError(data);
    this.#add('error-event', 'fail', 'the gateway sent an error event');
  }

  #noteError(data: unknown): void {
    const error = isObject(data) && isObject(data.error) ? data.error : undefined;
    if (typeof error?.type === 'string') this.#errorType = error.type;
    if (typeof error?.message === 'string') this.#errorMessage = error.message;
  }

  #dispatch(type: string, data: Json, at: number): void {
    if (this.#sawStop && type !== 'ping') {
      this.#add('late-event', 'warn', `${type} follows message_stop`);
      return;
    }
    if (!this.#sawStart && type !== 'message_start') this.#early ??= this.#line;
    if (this.#sawDelta && type.startsWith('content_block_')) {
      this.#add('content-after-delta', 'warn', `${type} follows message_delta`);
    }
    switch (type) {
      case 'message_start':
        this.#messageStart(data);
        return;
      case 'content_block_start':
        this.#blockStart(data);
        return;
      case 'content_block_delta':
        this.#blockDelta(data, at);
        return;
      case 'content_block_stop':
        this.#blockStop(data);
        return;
      case 'message_delta':
        this.#messageDelta(data);
        return;
      case 'message_stop':
        this.#sawStop = true;
        return;
      case 'error':
        this.#error(data);
        return;
      default:
        return;
    }
  }

  #messageStart(data: Json): void {
    if (this.#sawStart) {
      this.#add('message-start-repeated', 'warn', 'message_start comes twice');
      return;
    }
    this.#sawStart = true;
    if (this.#early !== undefined)
      this.#add('message-start-late', 'warn', 'message_start is not the first event');
    if (isObject(data.message)) this.#start = data.message;
    else this.#add('message-start-broken', 'fail', 'message_start holds no message');
  }

  #blockStart(data: Json): void {
    const index = this.#index(data);
    if (index === undefined) return;
    const block = data.content_block;
    if (!isObject(block) || typeof block.type !== 'string') {
      this.#add('block-broken', 'fail', 'content_block_start holds no content_block with a type');
      return;
    }
    const earlier = this.#blocks.get(index);
    if (earlier !== undefined) {
      this.#add('block-repeated', 'warn', `block ${index} starts twice`);
      // As the engine does: what was gathered under this index is replaced.
      earlier.parts = [];
      earlier.deltas = 0;
      earlier.closed = false;
      return;
    }
    if (this.#order.some((other) => !other.closed)) {
      this.#add('block-interleaved', 'warn', `block ${index} starts before the one before it has stopped`);
    }
    if (index !== this.#order.length) {
      this.#add('index-gap', 'warn', `block ${index} comes where index ${this.#order.length} is due`);
    }
    if (this.#orphans.delete(index)) {
      this.#add('delta-before-block', 'warn', `a delta of block ${index} came before its start`);
    }
    const opened: OpenBlock = {
      index,
      type: block.type,
      line: this.#line,
      closed: false,
      parts: typeof block.text === 'string' && block.text !== '' ? [block.text] : [],
      deltas: 0,
      id: block.id,
      name: block.name,
      startInput: block.input,
      cumulative: true,
    };
    this.#blocks.set(index, opened);
    this.#order.push(opened);
  }

  #blockDelta(data: Json, at: number): void {
    const index = this.#index(data);
    if (index === undefined) return;
    this.#deltaTimes.push(at);
    const block = this.#blocks.get(index);
    if (block === undefined) {
      if (!this.#orphans.has(index)) this.#orphans.set(index, this.#line);
      return;
    }
    if (block.closed) this.#add('delta-after-stop', 'warn', `block ${index} goes on after its stop`);
    const delta = isObject(data.delta) ? data.delta : {};
    const part = deltaPart(block.type, delta);
    if (part === 'foreign') {
      this.#add(
        'delta-kind',
        'fail',
        `block ${index} is ${kindOf(block.type)}, but its delta is of another kind`,
      );
      return;
    }
    if (part === undefined) return;
    block.deltas += 1;
    if (part.text === '') return;
    const last = block.parts.at(-1);
    if (last !== undefined && !(part.text.length > last.length && part.text.startsWith(last))) {
      block.cumulative = false;
    }
    block.parts.push(part.text);
  }

  #blockStop(data: Json): void {
    const index = this.#index(data);
    if (index === undefined) return;
    const block = this.#blocks.get(index);
    if (block !== undefined) block.closed = true;
  }

  #messageDelta(data: Json): void {
    this.#sawDelta = true;
    this.#deltaLine = this.#line;
    const delta = isObject(data.delta) ? data.delta : {};
    if (typeof delta.stop_reason === 'string') this.#stopReason = delta.stop_reason;
    if (!('stop_sequence' in delta)) this.#add('stop-sequence', 'warn', 'message_delta has no stop_sequence');
    const usage = usageOf(data);
    if (usage.present) this.#endUsage = usage;
    else this.#add('no-usage', 'warn', 'message_delta has no usage');
  }

  #index(data: Json): number | undefined {
    if (typeof data.index === 'number' && Number.isInteger(data.index) && data.index >= 0) return data.index;
    this.#add('index-missing', 'fail', 'a content block event has no index');
    return undefined;
  }

  finish(): StreamReading {
    if (this.#seen === 0) this.#add('no-events', 'fail', 'the stream holds no event');
    const explained = EXPLAINS_NO_START.some((code) => this.#problems.has(code));
    if (!this.#sawStart && !explained) {
      this.#line = this.#early ?? 1;
      this.#add('no-message-start', 'fail', 'message_start never comes');
    }
    for (const [index, line] of this.#orphans) {
      this.#line = line;
      this.#add('delta-without-block', 'fail', `a delta belongs to block ${index}, which never starts`);
    }
    const complete = this.#sawDelta || this.#sawStop;
    const blocks = this.#order.map((block) =>
      closeBlock(block, complete, (code, severity, text, line) => {
        this.#line = line;
        this.#add(code, severity, text);
      }),
    );
    this.#line = this.#deltaLine;
    if (this.#sawStop && !this.#sawDelta) {
      this.#add('no-message-delta', 'warn', 'message_stop comes without a message_delta before it');
    } else if (this.#sawDelta && this.#stopReason === undefined) {
      this.#add('no-stop-reason', 'warn', 'no message_delta carries a stop_reason');
    }
    const model = this.#start?.model;
    return {
      problems: [...this.#problems.values()].sort((a, b) => a.line - b.line),
      blocks,
      text: blocks
        .filter((block) => block.type === 'text')
        .map((block) => block.text)
        .join(''),
      ...(typeof model === 'string' && model !== '' ? { model } : {}),
      ...(this.#stopReason === undefined ? {} : { stopReason: this.#stopReason }),
      startUsage: usageOf(this.#start),
      endUsage: this.#endUsage,
      sawStart: this.#sawStart,
      sawDelta: this.#sawDelta,
      sawStop: this.#sawStop,
      deltaTimes: this.#deltaTimes,
      pings: this.#pings,
      ...(this.#errorType === undefined ? {} : { errorType: this.#errorType }),
      ...(this.#errorMessage === undefined ? {} : { errorMessage: this.#errorMessage }),
    };
  }

  #add(code: StreamProblemCode, severity: ProblemSeverity, text: string): void {
    if (!this.#problems.has(code)) this.#problems.set(code, { code, severity, line: this.#line, text });
  }
}

function isEssential(type: unknown): type is string {
  return typeof type === 'string' && type !== 'ping' && KNOWN.has(type);
}

import { usageOf, type Json, type UsageView } from './message-shape.ts';
import type { SseEvent } from './sse-event.ts';
import type { StreamBlock } from './stream-block.ts';
import { StreamBlocks } from './stream-blocks.ts';
import { isMessageEvent, MESSAGE_STEPS, type MessageEvent, type MessageState } from './stream-machine.ts';
import { streamProblem, type StreamProblem, type StreamProblemCode } from './stream-problems.ts';
import { isObject, parseJson } from '../text/json.ts';

/*
 * Reads a Messages stream with the tables of stream-machine.ts. Sources: platform.claude.com "Streaming messages" and
 * "Versions" (named events, no [DONE], incremental deltas), the SDK's core/streaming (an event whose name it does not
 * know is skipped, data is then read by its own type), and the desktop engine, measured.
 */

/** What a stream of a message says, and what is wrong with it. */
export interface StreamReading {
  readonly problems: readonly StreamProblem[];
  readonly blocks: readonly StreamBlock[];
  /** Text of all text blocks. */
  readonly text: string;
  /** Index of the block that stopped last, the one the engine shows at the end. */
  readonly lastStopped?: number;
  readonly model?: string;
  readonly stopReason?: string;
  readonly startUsage: UsageView;
  readonly endUsage: UsageView;
  readonly sawStart: boolean;
  readonly sawDelta: boolean;
  readonly sawStop: boolean;
  /** Arrival of each content delta, milliseconds from the start of the request. */
  readonly deltaTimes: readonly number[];
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
  readonly #blocks = new StreamBlocks((code, text, line) => this.#add(code, text, line));
  #state: MessageState = 'idle';
  #line = 1;
  #empty = true;
  #early: number | undefined;
  #start: Json | undefined;
  #sawStart = false;
  #sawDelta = false;
  #deltaLine = 1;
  #stopReason: string | undefined;
  #endUsage: UsageView = { present: false, invalid: [], texts: [] };
  #errorType: string | undefined;
  #errorMessage: string | undefined;

  take(event: SseEvent): void {
    this.#line = event.line;
    this.#empty = false;
    if (event.data.trim() === '[DONE]') {
      this.#add('done-marker', 'a data: [DONE] marker, which the Messages API does not send');
      return;
    }
    const name = event.event;
    // Such data is no JSON, through no fault of the gateway's.
    if (event.truncated === true) {
      this.#add('event-too-long', 'the event is longer than is read of one');
      return;
    }
    // What the SDK does not know by name it never parses; so broken JSON there does no harm.
    const data = parseJson(event.data);
    if (name === '') {
      this.#unnamed(data);
      return;
    }
    if (name === 'ping') return;
    if (!KNOWN.has(name)) {
      if (isObject(data) && isEssential(data.type)) {
        this.#add('event-name-unknown', `the event is not named ${data.type}, so clients skip it`);
      }
      return;
    }
    if (name === 'error') {
      this.#error(data);
      return;
    }
    if (!isObject(data)) {
      this.#add('bad-json', `the data of ${name} is not a JSON object`);
      return;
    }
    // The SDK passes on what it knows by name; those who read it go by the type inside the data.
    if (typeof data.type !== 'string' || !KNOWN.has(data.type)) {
      this.#add('event-type-missing', `the data of ${name} does not say "type": "${name}"`);
      return;
    }
    if (data.type !== name) {
      this.#add('event-name-differs', `the event is named ${name}, but its data is of type ${data.type}`);
    }
    this.#dispatch(data.type, data, event.at);
  }

  #unnamed(data: unknown): void {
    if (!isObject(data)) {
      this.#add('event-name-missing', 'an event has no event: line');
      return;
    }
    if (Array.isArray(data.choices)) {
      this.#add('openai-stream', 'the events are OpenAI chat completion chunks');
      return;
    }
    if (isEssential(data.type)) {
      this.#add('event-name-missing', `${data.type} has no event: line, so clients skip it`);
    } else if (isObject(data.error)) {
      this.#noteError(data);
      this.#add('error-data', 'an error arrived without an event: line');
    }
  }

  #error(data: unknown): void {
    this.#noteError(data);
    this.#add('error-event', 'the gateway sent an error event');
  }

  #noteError(data: unknown): void {
    const error = isObject(data) && isObject(data.error) ? data.error : undefined;
    if (typeof error?.type === 'string') this.#errorType = error.type;
    if (typeof error?.message === 'string') this.#errorMessage = error.message;
  }

  #dispatch(type: string, data: Json, at: number): void {
    if (type === 'error') {
      if (this.#state === 'stopped') this.#add('late-event', 'error follows message_stop');
      else this.#error(data);
      return;
    }
    if (!isMessageEvent(type)) return;
    const { next, problem, ignored } = MESSAGE_STEPS[this.#state][type];
    if (problem !== undefined) this.#add(problem, WRONG_STEP[problem]?.(type) ?? type);
    this.#state = next;
    if (next === 'early') this.#early ??= this.#line;
    if (ignored !== true) this.#apply(type, data, at);
  }

  #apply(kind: MessageEvent, data: Json, at: number): void {
    switch (kind) {
      case 'message_start':
        this.#messageStart(data);
        return;
      case 'content_block_start':
        this.#blocks.start(data, this.#line);
        return;
      case 'content_block_delta':
        this.#blocks.delta(data, at, this.#line);
        return;
      case 'content_block_stop':
        this.#blocks.stop(data, this.#line);
        return;
      case 'message_delta':
        this.#messageDelta(data);
        return;
      case 'message_stop':
        return;
      default:
        kind satisfies never;
    }
  }

  #messageStart(data: Json): void {
    if (this.#sawStart) return;
    this.#sawStart = true;
    if (isObject(data.message)) this.#start = data.message;
    else this.#add('message-start-broken', 'message_start holds no message');
  }

  #messageDelta(data: Json): void {
    this.#sawDelta = true;
    this.#deltaLine = this.#line;
    const delta = isObject(data.delta) ? data.delta : {};
    if (typeof delta.stop_reason === 'string') this.#stopReason = delta.stop_reason;
    if (!('stop_sequence' in delta)) this.#add('stop-sequence', 'message_delta has no stop_sequence');
    const usage = usageOf(data);
    if (usage.present) this.#endUsage = usage;
    else this.#add('no-usage', 'message_delta has no usage');
  }

  finish(): StreamReading {
    if (this.#empty) this.#add('no-events', 'the stream holds no event');
    const explained = EXPLAINS_NO_START.some((code) => this.#problems.has(code));
    if (!this.#sawStart && !explained) {
      this.#add('no-message-start', 'message_start never comes', this.#early ?? 1);
    }
    const sawStop = this.#state === 'stopped';
    const complete = this.#sawDelta || sawStop;
    const { deltaTimes, lastStopped } = this.#blocks;
    const blocks = this.#blocks.finish(complete);
    if (this.#sawDelta && this.#stopReason === undefined) {
      this.#add('no-stop-reason', 'no message_delta carries a stop_reason', this.#deltaLine);
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
      sawStop,
      ...(lastStopped === undefined ? {} : { lastStopped }),
      deltaTimes,
      ...(this.#errorType === undefined ? {} : { errorType: this.#errorType }),
      ...(this.#errorMessage === undefined ? {} : { errorMessage: this.#errorMessage }),
    };
  }

  #add(code: StreamProblemCode, text: string, line = this.#line): void {
    if (!this.#problems.has(code)) this.#problems.set(code, streamProblem(code, line, text));
  }
}

/** The words for a step that the tables call wrong. */
const WRONG_STEP: Partial<Record<StreamProblemCode, (type: string) => string>> = {
  'message-start-late': () => 'message_start is not the first event',
  'message-start-repeated': () => 'message_start comes twice',
  'content-after-delta': (type) => `${type} follows message_delta`,
  'no-message-delta': () => 'message_stop comes without a message_delta before it',
  'late-event': (type) => `${type} follows message_stop`,
};
function isEssential(type: unknown): type is string {
  return typeof type === 'string' && type !== 'ping' && KNOWN.has(type);
}

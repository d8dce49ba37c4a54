import type { StreamProblemCode } from './stream-problems.ts';

/*
 * The protocol of a Messages stream as two tables: state x event -> next state, and what is wrong with the step.
 * platform.claude.com "Streaming messages". Pings and unknown events are let through everywhere and stand in neither.
 */

/** The message as a whole. `early`: content came before message_start. */
export type MessageState = 'idle' | 'early' | 'begun' | 'ending' | 'stopped';
/** The events that the message as a whole goes by. */
export type MessageEvent =
  | 'message_start'
  | 'content_block_start'
  | 'content_block_delta'
  | 'content_block_stop'
  | 'message_delta'
  | 'message_stop';

/** One content block. `orphan`: a delta came, but no start yet. */
export type BlockState = 'absent' | 'orphan' | 'open' | 'filled' | 'closed';
/** What happens to one content block. */
export type BlockEvent = 'start' | 'delta' | 'stop';

/** One step of a machine. */
interface Step<State> {
  readonly next: State;
  readonly problem?: StreamProblemCode;
  /** Nothing of the event counts. */
  readonly ignored?: true;
}

const to = <State>(next: State, problem?: StreamProblemCode): Step<State> =>
  problem === undefined ? { next } : { next, problem };
const late: Step<MessageState> = { next: 'stopped', problem: 'late-event', ignored: true };

/** What each event does to the message. */
export const MESSAGE_STEPS: Readonly<
  Record<MessageState, Readonly<Record<MessageEvent, Step<MessageState>>>>
> = {
  idle: {
    message_start: to('begun'),
    content_block_start: to('early'),
    content_block_delta: to('early'),
    content_block_stop: to('early'),
    message_delta: to('early'),
    message_stop: to('stopped', 'no-message-delta'),
  },
  early: {
    message_start: to('begun', 'message-start-late'),
    content_block_start: to('early'),
    content_block_delta: to('early'),
    content_block_stop: to('early'),
    message_delta: to('early'),
    message_stop: to('stopped'),
  },
  begun: {
    message_start: to('begun', 'message-start-repeated'),
    content_block_start: to('begun'),
    content_block_delta: to('begun'),
    content_block_stop: to('begun'),
    message_delta: to('ending'),
    message_stop: to('stopped', 'no-message-delta'),
  },
  ending: {
    message_start: to('ending', 'message-start-repeated'),
    content_block_start: to('ending', 'content-after-delta'),
    content_block_delta: to('ending', 'content-after-delta'),
    content_block_stop: to('ending', 'content-after-delta'),
    message_delta: to('ending'),
    message_stop: to('stopped'),
  },
  stopped: {
    message_start: late,
    content_block_start: late,
    content_block_delta: late,
    content_block_stop: late,
    message_delta: late,
    message_stop: late,
  },
};

/** What each event does to its block. */
export const BLOCK_STEPS: Readonly<Record<BlockState, Readonly<Record<BlockEvent, Step<BlockState>>>>> = {
  absent: { start: to('open'), delta: to('orphan'), stop: to('absent') },
  orphan: { start: to('open', 'delta-before-block'), delta: to('orphan'), stop: to('orphan') },
  open: { start: to('open', 'block-repeated'), delta: to('filled'), stop: to('closed') },
  // A second start throws away what was gathered (measured).
  filled: { start: to('open', 'block-reset'), delta: to('filled'), stop: to('closed') },
  closed: {
    start: to('open', 'block-repeated'),
    delta: to('closed', 'delta-after-stop'),
    stop: to('closed'),
  },
};

/** Whether the table of messages knows this event. */
export function isMessageEvent(type: string): type is MessageEvent {
  return Object.hasOwn(MESSAGE_STEPS.idle, type);
}

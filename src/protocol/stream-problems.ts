import type { ProblemSeverity } from './message-shape.ts';

/*
 * Everything that can be wrong with a Messages stream, a row each. Sources: platform.claude.com "Streaming messages"
 * and "Versions"; what the app's engine makes of it was measured on the engine 2.1.332, one fault at a time.
 */

/**
 * What the engine does with a stream that has the problem. `broken`: it drops the stream and asks again without one.
 * `lost`: it keeps the stream, and the turn is lost. `none`: it copes, or another problem tells the effect.
 */
export type StreamEffect = 'broken' | 'lost' | 'none';

interface ProblemRow {
  readonly effect: StreamEffect;
  /** `fail` where clients go wrong, whether the engine recovers or not. */
  readonly severity: ProblemSeverity;
  /** What to change in the gateway; the general advice when absent. */
  readonly hint?: string;
}

const NAMES = 'Have the gateway keep the event: lines; clients skip data that has none.';
const broken = (hint?: string): ProblemRow => row('broken', 'fail', hint);
const lost = (hint?: string): ProblemRow => row('lost', 'fail', hint);
const odd = (hint?: string): ProblemRow => row('none', 'warn', hint);

function row(effect: StreamEffect, severity: ProblemSeverity, hint?: string): ProblemRow {
  return { effect, severity, ...(hint === undefined ? {} : { hint }) };
}

/** The rows by code. */
export const STREAM_PROBLEMS = {
  'no-events': broken(),
  'openai-stream': broken('Turn on the Messages format of the gateway (/v1/messages), not Chat Completions.'),
  'event-name-missing': row('none', 'fail', NAMES),
  'event-name-unknown': row('none', 'fail', NAMES),
  'event-name-differs': odd(NAMES),
  // Skipped; a stream of such events has no message_start.
  'event-type-missing': row('none', 'fail'),
  'bad-json': broken('Have the gateway pass each event on whole.'),
  'event-too-long': broken('Have the gateway split text into small deltas, as the API does.'),
  'error-event': broken(
    'Look at the model behind the gateway: the stream began and then failed, twice if it was an overload.',
  ),
  'error-data': row('none', 'fail', NAMES),
  'no-message-start': broken(),
  'message-start-late': odd(),
  'message-start-repeated': odd(),
  'message-start-broken': broken(),
  'block-broken': broken(),
  'block-repeated': odd(),
  'block-reset': lost('Have the gateway send content_block_start once for each block, before its deltas.'),
  'block-interleaved': odd('Have the gateway end a block before the next begins.'),
  'index-gap': odd(),
  'index-missing': odd(),
  'delta-without-block': broken(),
  'stop-without-block': broken(),
  'delta-before-block': broken(),
  'delta-kind': broken(),
  'delta-broken': broken(),
  // The engine keeps what had stopped by then.
  'delta-after-stop': broken('Have the gateway send content_block_stop after the last delta of a block.'),
  'text-cumulative': row('none', 'fail', 'Have the gateway send only what is new in each text_delta.'),
  'text-in-start': lost('Have the gateway send text in text_delta events, not in content_block_start.'),
  'block-open': lost('Have the gateway send content_block_stop for every block.'),
  'other-block-open': odd('Have the gateway send content_block_stop for every block.'),
  'tool-block-open': lost('Have the gateway send content_block_stop for every block.'),
  'tool-input-in-start': lost(),
  'tool-input-not-json': lost(),
  'tool-input-string': lost(),
  'tool-input-not-object': lost(),
  'content-after-delta': odd(),
  'no-message-delta': odd(),
  'no-stop-reason': odd(),
  'stop-sequence': odd(),
  'no-usage': odd(),
  'done-marker': odd('Leave data: [DONE] out; it belongs to another API.'),
  'late-event': odd(),
} as const satisfies Record<string, ProblemRow>;

export type StreamProblemCode = keyof typeof STREAM_PROBLEMS;

/** One problem of one stream. */
export interface StreamProblem {
  readonly code: StreamProblemCode;
  readonly severity: ProblemSeverity;
  readonly effect: StreamEffect;
  /** 1-based line of the stream. */
  readonly line: number;
  /** One clause, free of gateway text. */
  readonly text: string;
}

/** A problem with what its row says. */
export function streamProblem(code: StreamProblemCode, line: number, text: string): StreamProblem {
  const { severity, effect } = STREAM_PROBLEMS[code];
  return { code, severity, effect, line, text };
}

/** The remedy of a problem, or the general one. */
export function streamHint(code: StreamProblemCode): string {
  const known: ProblemRow = STREAM_PROBLEMS[code];
  return known.hint ?? 'Have the gateway pass the events of the Messages API on unchanged.';
}

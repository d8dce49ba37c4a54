import { blocked, fail, type CheckContext, type RunAnswer, type StreamExchange } from '../check.ts';
import { hasMediaType, isHtml, notTested, sayAnswer, sayFailure } from '../explain.ts';
import type { StreamProblem } from '../../protocol/stream-problems.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { askMessage, askStream, type Answered, type Streamed } from './asks.ts';

/*
 * What the checks of streams share: telling an answer that is no stream, a stream that was cut, and a defect that
 * the plain stream already has, which is told there and not again.
 */

const SSE_TYPE = 'text/event-stream';

/** The verdict on an answer that is no stream at all; undefined when there is a stream to read. */
export function noStream(
  context: CheckContext,
  outcome: Streamed,
  what: string,
  look = LOOK,
): RunAnswer | undefined {
  if (!outcome.ok) {
    return fail(`${what} gets no answer: ${sayFailure(context, outcome.failure)}.`, look);
  }
  const { answer } = outcome.value;
  if (answer.status !== 200) {
    return notTested(context, answer) ?? fail(`${what} is refused (${sayAnswer(context, answer)}).`, look);
  }
  if (answer.events.length > 0) return undefined;
  if (answer.json !== undefined) {
    return fail(
      `${what} gets one JSON body instead of a stream.`,
      'Have the gateway stream when the body says "stream": true; Accept is application/json for streams too.',
    );
  }
  if (isHtml(answer)) {
    return fail(
      `${what} gets an HTML page instead of a stream.`,
      'Exempt /v1/messages from whatever answers with pages.',
    );
  }
  if (answer.failure !== undefined) {
    return fail(`${what} breaks before its first event: ${sayFailure(context, answer.failure)}.`, LOOK);
  }
  return fail(
    answer.text.trim() === '' ? `${what} gets an empty body.` : `${what} gets no server-sent events.`,
    'Have the gateway pass the event stream on as it comes.',
  );
}

const LOOK = 'Look at the log of the gateway for a request with "stream": true; others pass.';

/** Ended before the model had said why it stopped: the engine drops such a turn (measured). */
export function isIncomplete({ answer, reading }: StreamExchange): boolean {
  if (answer.end === 'stopped') return false;
  return answer.end !== 'ended' || !reading.sawDelta;
}

export function failing({ reading }: StreamExchange): readonly StreamProblem[] {
  return reading.problems.filter(({ severity }) => severity === 'fail');
}

/**
 * When everything that is wrong with this stream is wrong with the plain one too, it is that one's matter.
 * Returns the check that tells it.
 */
export async function sharedFault(
  context: CheckContext,
  exchange: StreamExchange,
): Promise<RunAnswer | undefined> {
  const faults = failing(exchange);
  const incomplete = isIncomplete(exchange);
  if (faults.length === 0 && !incomplete) return undefined;
  const plain = await askStream(context);
  if (!plain.ok || plain.value.answer.events.length === 0) return undefined;
  const known = new Set(failing(plain.value).map(({ code }) => code));
  if (faults.length > 0 && faults.every(({ code }) => known.has(code))) {
    return blocked('stream-basic', 'This stream has the same defect as the plain one.');
  }
  // What a cut stream holds cannot be checked.
  if (incomplete && isIncomplete(plain.value)) {
    return blocked('stream-complete', 'This stream is cut like the plain one.');
  }
  return undefined;
}

/** What is odd about this stream and not about the plain one. */
export async function ownOddities(
  context: CheckContext,
  { reading }: StreamExchange,
): Promise<readonly StreamProblem[]> {
  if (reading.problems.length === 0) return [];
  const plain = await askStream(context);
  const known = new Set(plain.ok ? plain.value.reading.problems.map(({ code }) => code) : []);
  return reading.problems.filter(({ code }) => !known.has(code));
}

/** Every real message is refused, not only this kind: that is told once. */
export async function sharedRefusal(
  context: CheckContext,
  outcome: Answered | Streamed,
): Promise<RunAnswer | undefined> {
  if (outcome.ok && statusOf(outcome.value) === 200) return undefined;
  const message = await askMessage(context);
  return message.ok && message.value.status === 200
    ? undefined
    : blocked('message-basic', 'Messages in general are not answered.');
}

function statusOf(answered: GatewayAnswer | StreamExchange): number {
  return 'answer' in answered ? answered.answer.status : answered.status;
}

/** The same, for an answer that is no stream although the status is 200. */
export async function sharedNoStream(
  context: CheckContext,
  outcome: Streamed,
): Promise<RunAnswer | undefined> {
  if (!outcome.ok || outcome.value.answer.status !== 200 || outcome.value.answer.events.length > 0)
    return undefined;
  const plain = await askStream(context);
  const same = plain.ok && plain.value.answer.status === 200 && plain.value.answer.events.length === 0;
  return same ? blocked('stream-basic', 'No request is answered with a stream.') : undefined;
}

export function isSseType(exchange: StreamExchange): boolean {
  return hasMediaType(exchange.answer, SSE_TYPE);
}

/** Why and when a stream ended early. */
export function sayEnd(context: CheckContext, { answer }: StreamExchange): string {
  const seconds = (answer.ms / 1000).toFixed(1);
  if (answer.failure !== undefined) return `after ${seconds} s: ${sayFailure(context, answer.failure)}`;
  return `after ${seconds} s, without message_stop and without an error`;
}

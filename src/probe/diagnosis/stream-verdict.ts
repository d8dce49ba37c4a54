import { blocked, fail, type CheckContext, type RunAnswer, type StreamExchange } from '../check.ts';
import { hasMediaType, isHtml, limitFailure, sayAnswer, sayFailure } from './explain.ts';
import type { StreamProblem } from '../../protocol/stream-problems.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { askMessage, askStream, type Answered, type Streamed } from '../requests/asks.ts';

/*
 * What the checks of streams share: telling an answer that is no stream, a stream that was cut, and a defect that
 * the plain stream already has, which is told there and not again.
 */

const SSE_TYPE = 'text/event-stream';

/** The verdict on an answer that is no stream at all; undefined when there is a stream to read. */
export function noStream(context: CheckContext, outcome: Streamed, what: string): RunAnswer | undefined {
  if (!outcome.ok) {
    return fail(`${what} gets no answer: ${sayFailure(context, outcome.failure)}.`, LOOK);
  }
  const { answer } = outcome.value;
  if (answer.status !== 200) {
    return limitFailure(context, answer) ?? fail(`${what} is refused (${sayAnswer(context, answer)}).`, LOOK);
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

/** The plain stream of a run; undefined when there is none to look at. */
export async function plainStream(context: CheckContext): Promise<StreamExchange | undefined> {
  const outcome = await askStream(context);
  return outcome.ok && outcome.value.answer.events.length > 0 ? outcome.value : undefined;
}

/** Ended before the model had said why it stopped: the engine drops such a turn (measured). */
export function isIncomplete({ answer, reading }: StreamExchange): boolean {
  if (answer.end === 'stopped') return false;
  return answer.end !== 'ended' || !reading.sawDelta;
}

/** The problems of a stream with which the engine does not go on. */
export function failing({ reading }: StreamExchange): readonly StreamProblem[] {
  return reading.problems.filter(({ severity }) => severity === 'fail');
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

/** Whether the answer calls itself a stream of events. */
export function isSseType(exchange: StreamExchange): boolean {
  return hasMediaType(exchange.answer, SSE_TYPE);
}

/** Why and when a stream ended early. */
export function sayEnd(context: CheckContext, { answer }: StreamExchange): string {
  const seconds = (answer.ms / 1000).toFixed(1);
  if (answer.failure !== undefined) return `after ${seconds} s: ${sayFailure(context, answer.failure)}`;
  return `after ${seconds} s, without message_stop and without an error`;
}

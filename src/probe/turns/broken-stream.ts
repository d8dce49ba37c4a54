import { isHtml, sayFailure } from '../diagnosis/explain.ts';
import { PIECE_CUT } from '../../gateway/answer-body.ts';
import type { CheckContext, StreamExchange } from '../check.ts';
import type { StreamProblem } from '../../protocol/stream-problems.ts';
import type { StreamReading } from '../../protocol/stream-shape.ts';

/** The event that the engine breaks off at. */
export function breakOf({ problems }: StreamReading): StreamProblem | undefined {
  return problems.find(({ effect }) => effect === 'broken');
}

/**
 * Whether a block had ended before that event, thinking among them: the engine keeps what it has by then, and asks for
 * no second answer (measured with every kind of break).
 */
export function isKept({ blocks }: StreamReading, { line }: StreamProblem): boolean {
  return blocks.some(({ endLine = Number.POSITIVE_INFINITY }) => endLine < line);
}

/** Why the engine drops a stream and asks without one; undefined when it keeps it. */
export function brokenStream(context: CheckContext, { answer, reading }: StreamExchange): string | undefined {
  if (answer.events.length === 0) {
    // The engine waits as long, and asks for nothing else.
    if (isEndless(answer)) return undefined;
    if (answer.json !== undefined) return 'a whole JSON body comes instead of a stream';
    return isHtml(answer) ? 'an HTML page comes instead of a stream' : 'no server-sent events come';
  }
  const broken = breakOf(reading);
  if (broken !== undefined) return isKept(reading, broken) ? undefined : sayBreak(context, reading, broken);
  if (!reading.sawStart) {
    const first = reading.problems.find(({ severity }) => severity === 'fail');
    return first === undefined
      ? 'the stream has no message_start'
      : `line ${first.line} of the stream: ${first.text}`;
  }
  // Unpacked at one go, it gives the engine nothing before it breaks.
  if (answer.brokenEnd?.code === PIECE_CUT) return 'its packed body ends before its packing does';
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

/** What breaks a stream and where, as a clause. */
export function sayBreak(
  context: CheckContext,
  { errorMessage }: StreamReading,
  broken: StreamProblem,
): string {
  const message = errorMessage === undefined ? '' : ` ("${context.quote(errorMessage, 120)}")`;
  return `line ${broken.line} of the stream: ${broken.text}${broken.code === 'error-event' ? message : ''}`;
}

/** A one-word answer has begun long before, however long the model thinks. */
const MUTE_MS = 30_000;

/** Pings or comments keep the stream, and so the engine, waiting. */
export function isMute({ answer, reading }: StreamExchange): boolean {
  const waited = answer.ms - answer.firstByteMs;
  return reading.sawStart && reading.blocks.length === 0 && waited > MUTE_MS;
}

/** A single event of megabytes ends a stream here, and in the engine too; thousands of small ones are another matter. */
const ENDLESS_EVENTS = 2000;

function isCut({ end }: StreamExchange['answer']): boolean {
  return end === 'cut' || end === 'capped';
}

/** The engine waits for the rest for minutes. */
export function isEndless(answer: StreamExchange['answer']): boolean {
  return isCut(answer) && (answer.failure?.kind === 'timeout' || answer.events.length > ENDLESS_EVENTS);
}

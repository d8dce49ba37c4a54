import { streamHint } from '../../protocol/stream-problems.ts';
import type { UsageView } from '../../protocol/message-shape.ts';
import type { StreamReading } from '../../protocol/stream-shape.ts';
import type { CheckContext, StreamExchange } from '../check.ts';
import type { TurnKind } from '../engine/request.ts';
import { breakOf, isEndless, isKept, sayBreak } from './broken-stream.ts';
import { PACKING_CUT } from '../../gateway/answer-body.ts';

interface Loss {
  /** What is wrong, as a clause without a full stop. */
  readonly text: string;
  readonly hint: string;
}

const ENDS = 'Have the gateway end its streams with message_stop and then end the body.';

/** Why a stream that the engine keeps is a lost turn. */
export function lostTurn(
  context: CheckContext,
  kind: TurnKind,
  { answer, reading }: StreamExchange,
): Loss | undefined {
  const half = halfAnswer(context, kind, reading);
  if (half !== undefined) return half;
  const lost = reading.problems.find(({ effect }) => effect === 'lost');
  if (lost !== undefined)
    return { text: `line ${lost.line} of the stream: ${lost.text}`, hint: streamHint(lost.code) };
  if (isEndless(answer)) return { text: 'the stream does not come to its end', hint: ENDS };
  if (answer.brokenEnd !== undefined)
    return {
      text:
        answer.brokenEnd.code === PACKING_CUT
          ? 'its packed body ends before its packing does'
          : 'what follows message_stop is not HTTP',
      hint: 'Have the gateway end the body as its framing and its content-encoding say.',
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
    if (stop === 'tool_use')
      return {
        text: 'the answer ends with stop_reason tool_use, and no block of it calls a tool',
        hint: 'Have the gateway send each call of a tool as a block of its own: content_block_start, input_json_delta, content_block_stop.',
      };
    return {
      text: `a one-word answer ends with stop_reason ${stop}`,
      hint: 'Have the gateway pass max_tokens and stop_reason on unchanged.',
    };
  }
  return undefined;
}

/** A stream that breaks after its first block and before the one that the turn is about. */
function halfAnswer(context: CheckContext, kind: TurnKind, reading: StreamReading): Loss | undefined {
  const broken = breakOf(reading);
  if (broken === undefined || !isKept(reading, broken)) return undefined;
  const wanted = kind === 'tool' ? 'tool_use' : 'text';
  const whole = reading.blocks.some(
    ({ type, endLine = Number.POSITIVE_INFINITY }) => type === wanted && endLine < broken.line,
  );
  return whole
    ? undefined
    : {
        text: `${sayBreak(context, reading, broken)}, after a block has ended: the engine shows half an answer and asks for no other`,
        hint: streamHint(broken.code),
      };
}

/** With this much in the context the engine compacts a conversation of 200,000 tokens before it goes on (170,000 pass). */
const COMPACTS_AT = 180_000;

/** Counts after which the engine does not go on with the results of tools (measured); a turn of text alone survives them. */
function miscounted({ startUsage, endUsage }: StreamReading): Loss | undefined {
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

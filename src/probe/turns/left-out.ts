import type { Failure } from '../../net/types.ts';
import type { Outcome } from '../../errors.ts';
import type { StreamExchange } from '../check.ts';
import { LONG_BETA } from '../engine/betas.ts';
import type { EngineShape } from '../engine/shape.ts';
import { readError } from '../diagnosis/explain.ts';

/** What the engine leaves out of a request when the API's own words refuse it. */
export type LeftOut = 'betas' | 'system messages' | 'the 1M beta' | 'output tokens' | 'earlier thinking';

interface Recovery {
  readonly lost: LeftOut;
  /** The status it has to come with; absent: any (measured from 400 to 500). */
  readonly status?: 400;
  readonly matches: (message: string, betas: readonly string[]) => boolean;
}

const RECOVERIES: readonly Recovery[] = [
  {
    lost: 'the 1M beta',
    status: 400,
    matches: (message, betas) =>
      betas.includes(LONG_BETA) && /invalid beta flag|context-1m|anthropic-beta/i.test(message),
  },
  {
    lost: 'betas',
    status: 400,
    matches: (message) => /Unexpected value\(s\).*anthropic-beta/is.test(message),
  },
  { lost: 'system messages', matches: (message) => NO_SYSTEM_ROLE.some((words) => words.test(message)) },
  { lost: 'output tokens', status: 400, matches: (message) => outputLeft(message) !== undefined },
  { lost: 'output tokens', matches: (message) => outputAllowed(message) !== undefined },
  {
    lost: 'earlier thinking',
    status: 400,
    matches: (message) => BAD_THINKING.some((words) => words.test(message)),
  },
];

/** The words of a refused system role that the engine knows; others, such as `Unexpected role 'system'`, end the turn. */
const NO_SYSTEM_ROLE = [
  /unexpected role "system"/i,
  /input should be ["']user["'] or ["']assistant["']/i,
  /role ["']system["'] is not supported/i,
  /use the top-level ["'`]system["'`] parameter/i,
  /not "system" as an input message role/i,
];

/** The words of refused thinking of earlier turns that the engine knows. */
const BAD_THINKING = [
  /invalid `?signature`? in `?thinking`? block/i,
  /thinking\.signature: field required/i,
  /thinking`? blocks\b.* cannot be modified/i,
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

/** The output tokens that the engine asks for after the API's own words for the most of a model; undefined after others. */
function outputAllowed(message: string): number | undefined {
  const found =
    /max_tokens: \d{1,9} > (\d{1,9}), which is the maximum allowed number of output tokens for \S/.exec(
      message,
    );
  const most = found === null ? 0 : Number(found[1]);
  return most >= LEAST_OUTPUT ? most : undefined;
}

/** What the engine leaves out of its next request after this answer; undefined when it asks no more. */
export function leftOutAfter(
  streamed: Outcome<StreamExchange, Failure>,
  shape: EngineShape,
  without: readonly LeftOut[],
): LeftOut | undefined {
  if (!streamed.ok || streamed.value.answer.status < 400) return undefined;
  const { status } = streamed.value.answer;
  const message = messageOf(streamed);
  return RECOVERIES.find(
    (each) =>
      !without.includes(each.lost) &&
      (each.status ?? status) === status &&
      each.matches(message, shape.betas),
  )?.lost;
}

/** A shape without what the engine has left out. */
export function reduced(shape: EngineShape, lost: LeftOut, message = ''): EngineShape {
  switch (lost) {
    case 'output tokens': {
      const maxTokens = outputLeft(message) ?? outputAllowed(message) ?? LEAST_OUTPUT;
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
    case 'earlier thinking':
      return { ...shape, earlierThinking: false };
    default:
      return lost satisfies never;
  }
}

/** The words of a refusal; empty after a failure of the connection. */
export function messageOf(streamed: Outcome<StreamExchange, Failure>): string {
  return streamed.ok ? (readError(streamed.value.answer).message ?? streamed.value.answer.text) : '';
}

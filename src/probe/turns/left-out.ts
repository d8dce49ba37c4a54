import type { Failure } from '../../net/types.ts';
import type { Outcome } from '../../errors.ts';
import type { StreamExchange } from '../check.ts';
import { EFFORT, LONG_BETA } from '../engine/betas.ts';
import type { EngineShape } from '../engine/shape.ts';
import { readError } from '../diagnosis/explain.ts';

/** What the engine leaves out of a request when the API's own words refuse it. */
export type LeftOut =
  | 'betas'
  | 'effort'
  | 'adaptive thinking'
  | 'a thinking budget'
  | 'system messages'
  | 'the 1M beta'
  | 'output tokens'
  | 'earlier thinking';

interface Recovery {
  readonly lost: LeftOut;
  /** The status it has to come with; absent: any (measured from 400 to 500). */
  readonly status?: 400;
  readonly matches: (message: string, shape: EngineShape) => boolean;
}

const RECOVERIES: readonly Recovery[] = [
  {
    lost: 'the 1M beta',
    status: 400,
    matches: (message, { betas }) =>
      betas.includes(LONG_BETA) &&
      /invalid beta flag|context-1m|anthropic-beta|long context beta/i.test(message),
  },
  {
    lost: 'betas',
    matches: (message, { betas }) => namedBetas(message).some((beta) => betas.includes(beta)),
  },
  {
    lost: 'effort',
    status: 400,
    matches: (message, { effort }) => effort !== undefined && NO_EFFORT.some((words) => words.test(message)),
  },
  {
    lost: 'adaptive thinking',
    status: 400,
    matches: (message, { thinking }) =>
      thinking?.type === 'adaptive' && NO_ADAPTIVE.some((words) => words.test(message)),
  },
  {
    lost: 'a thinking budget',
    status: 400,
    matches: (message, { thinking }) => thinking?.type === 'enabled' && NO_BUDGET.test(message),
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

/** The words of a refused system role that the engine knows; others, such as `Unexpected role "system"`, end the turn. */
const NO_SYSTEM_ROLE = [
  /input should be ["']user["'] or ["']assistant["']/i,
  /role ["'`]?system["'`]?(?: is)? not supported/i,
  /use the top-level ["'`]system["'`] parameter for the initial system prompt/i,
  /unexpected role\b.*not "system" as an input message role/is,
];

/** The words of a refused effort that the engine knows. */
const NO_EFFORT = [
  /does not support (?:the )?effort parameter|effort parameter (?:is )?not supported/i,
  /^(?=.*output_config)(?=.*\beffort\b).*Extra inputs are not permitted/is,
];

/** The words of refused adaptive thinking that the engine knows: it asks for a budget instead. */
const NO_ADAPTIVE = [
  /adaptive thinking is not supported/i,
  /thinking\.type\W{1,3}adaptive\W{1,3}(?:is )?not supported/i,
];

/** The words of a refused budget of thinking that the engine knows: it asks for adaptive thinking instead. */
const NO_BUDGET = /thinking\.type\W{1,3}enabled\W{1,3}(?:is )?not supported/i;

/** The betas that a refusal in the API's own words names. */
function namedBetas(message: string): readonly string[] {
  const list = /Unexpected value\(s\) (.{1,400}) for the `anthropic-beta` header/i.exec(message)?.[1] ?? '';
  return list.match(/[\w-]{1,100}/g) ?? [];
}

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
      // Of the betas one after another is left out.
      (!without.includes(each.lost) || each.lost === 'betas') &&
      (each.status ?? status) === status &&
      each.matches(message, shape),
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
    case 'betas': {
      const named = namedBetas(message);
      const betas = shape.betas.filter((beta) => named.length > 0 && !named.includes(beta));
      return { ...shape, betas, effort: betas.includes(EFFORT) ? shape.effort : undefined };
    }
    case 'effort':
      return { ...shape, effort: undefined, betas: shape.betas.filter((beta) => beta !== EFFORT) };
    case 'adaptive thinking':
      return { ...shape, thinking: { type: 'enabled', budget_tokens: shape.maxTokens - 1 } };
    case 'a thinking budget':
      return { ...shape, thinking: { type: 'adaptive' } };
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

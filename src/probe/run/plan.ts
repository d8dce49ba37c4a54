import { listedModelIds } from '../requests/asks.ts';
import type { Check, GatewayFacts } from '../check.ts';
import { configuredIds, discoveryIsOn, offeredModels } from '../models/choice.ts';
import type { ProbeSession } from '../session/session.ts';
import { Stopped } from '../session/stopped.ts';
import type { TokenUse } from '../types.ts';

/** What is about to be asked. */
export interface ProbePlan {
  readonly checks: number;
  readonly models: readonly string[];
  readonly tokens: TokenUse;
}

/** Says what the checks are about to ask, as soon as the models are known; nothing when the run was stopped before. */
export async function announce(
  session: ProbeSession,
  run: readonly Check[],
  onPlan: (plan: ProbePlan) => void,
): Promise<void> {
  const needsList = configuredIds(session.facts).length === 0 || discoveryIsOn(session.facts);
  const listed = (): Promise<readonly string[]> =>
    needsList ? listedModelIds(session) : Promise.resolve([]);
  try {
    const models = await session.turnModels();
    const offered = await offeredModels(session.facts, listed);
    onPlan({ checks: run.length, models, tokens: estimate(run, models, { facts: session.facts, offered }) });
  } catch (error) {
    // The run was stopped before it began.
    if (!(error instanceof Stopped)) throw error;
  }
}

/** What a run of these checks costs with these models, before it is made. */
export function estimate(
  list: readonly Check[],
  turns: readonly string[],
  { facts, offered = turns }: { readonly facts?: GatewayFacts; readonly offered?: readonly string[] } = {},
): TokenUse {
  const others = offered.filter((id) => !turns.includes(id));
  const sum = { input: 0, output: 0 };
  for (const { tokens, cost, costs } of list) {
    if (facts !== undefined && costs?.(facts) === false) continue;
    for (const { input, output } of [
      ...(tokens === undefined ? [] : [tokens]),
      ...(cost?.(turns, others) ?? []),
    ]) {
      sum.input += input;
      sum.output += output;
    }
  }
  return sum;
}

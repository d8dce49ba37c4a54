import { LONG_BETA } from '../engine/betas.ts';
import { knownAnswer } from '../products/index.ts';
import { showId } from '../../protocol/model-list.ts';
import { blocked, fail, warn, type CheckContext, type RunAnswer } from '../check.ts';
import type { TurnKind } from '../engine/request.ts';
import { refusalHint } from '../diagnosis/refusal-hint.ts';
import { isNotServed, notTested, sayAnswer } from '../diagnosis/explain.ts';
import { askTurn } from './ask-turn.ts';
import type { Turn } from './turn.ts';

/*
 * What the checks of turns share: all models of a run asked for one kind of turn, and the worst of it in one sentence
 * that names the models and the cause.
 */

/**
 * The turns of a kind, of every model whose turns are asked for. Each kind begins with another model: asked in one order,
 * every third request would be of one model, and a fault of one server of three would meet that model alone. Results go
 * out when all calls have come, and in pairs the other way round: of two or three servers that answer in turn, a call and
 * its result of one model at least meet different ones.
 */
export async function allTurns(context: CheckContext, kind: TurnKind): Promise<readonly Turn[]> {
  const models = await context.turnModels();
  const from = kind === 'text' ? 0 : 1;
  const inOrder = [...models.slice(from), ...models.slice(0, from)];
  if (kind === 'result') await allTurns(context, 'tool');
  for (const model of kind === 'result' ? pairsTurned(inOrder) : inOrder) void askTurn(context, kind, model);
  return Promise.all(models.map((model) => askTurn(context, kind, model)));
}

/** The second before the first, the fourth before the third. */
function pairsTurned(models: readonly string[]): readonly string[] {
  return models.map((model, at) => models[at % 2 === 0 ? at + 1 : at - 1] ?? model);
}

/** What fails, or could not be tested, or is answered without a stream only; undefined when all turns work. */
export function reportTurns(
  context: CheckContext,
  turns: readonly Turn[],
  what: string,
): RunAnswer | undefined {
  const dead = turns.filter(({ state }) => state === 'fails');
  // A model that is not there at all is told once, by model-routes.
  const failed = dead.filter(({ refusal }) => refusal === undefined || !isNotServed(refusal));
  if (dead.length > 0 && failed.length === 0)
    return blocked('model-routes', `${showId(dead[0]?.model ?? '')} is not served.`);
  const [worst] = failed;
  if (worst !== undefined) {
    const causes = grouped(failed).map(({ models, cause }) => `${who(models, turns.length)}: ${cause}`);
    return {
      ...fail(
        `${what} fails with ${causes.slice(0, 3).join('; with ')}.`,
        hintOf(worst, grouped(failed)[0]?.models ?? [worst.model]),
      ),
      ...(failed.length < turns.length ? { models: failed.map(({ model }) => showId(model)) } : {}),
    };
  }
  const untested = turns.find(({ state, refusal }) => state === 'untested' && refusal !== undefined);
  if (untested?.refusal !== undefined) return notTested(context, untested.refusal);
  const unstreamed = turns.filter(({ state }) => state === 'unstreamed');
  const [first] = unstreamed;
  if (first !== undefined) {
    return {
      ...fail(
        `${what} is answered without a stream only, so every turn is sent twice, with ${who(
          unstreamed.map(({ model }) => model),
          turns.length,
        )}: ${first.problem ?? ''}.`,
        first.hint,
      ),
      whenBroken: 'partly',
      blocking: false,
      says: 'there is no streaming, so every turn is sent twice and its text comes all at once',
    };
  }
  const less = turns.filter(({ lessens }) => lessens !== undefined);
  const lessens = less[0]?.lessens;
  if (lessens !== undefined) {
    return {
      ...fail(
        `${what} works in part with ${who(
          less.map(({ model }) => model),
          turns.length,
        )}: ${lessens.what}.`,
        'Have the gateway pass the input of tool calls on unchanged.',
      ),
      whenBroken: 'partly',
      blocking: false,
      says: lessens.says,
    };
  }
  const unsure = turns.find(({ problem, state }) => state === 'works' && problem !== undefined);
  if (unsure?.problem !== undefined) {
    return warn(
      `${what} is answered, but with ${showId(unsure.model)} ${unsure.problem}; a plain message is not answered as asked either.`,
      'With a model behind the gateway that follows simple instructions, run the probe again.',
    );
  }
  const lesser = turns.find(({ without }) => without !== undefined);
  if (lesser?.without !== undefined) {
    const lost = lesser.without.join(' and ');
    const said = lesser.refusedFirst === undefined ? '' : ` (${sayAnswer(context, lesser.refusedFirst)})`;
    return warn(
      `${what} works with ${showId(lesser.model)} only after the engine has left out ${lost}${COST[lesser.without[0] ?? 'betas']}${said}.`,
      HINT_WITHOUT[lesser.without[0] ?? 'betas'],
    );
  }
  return undefined;
}

const COST = {
  betas: ': every turn is refused once and sent again, and what they stand for is lost',
  effort: ': every turn is refused once and sent again, and effort is lost',
  'adaptive thinking': ': every turn is refused once and sent again with a budget for thinking',
  'a thinking budget': ': every turn is refused once and sent again with adaptive thinking',
  'system messages': ': every turn is refused once and sent again',
  'the 1M beta': ` (${LONG_BETA}): the 1M context is lost without a word`,
  'earlier thinking': ' of the turns before: every turn after a tool is refused once and sent again',
  'output tokens':
    ' beyond a limit of the model or its window: every turn is refused once and sent again, and long answers are cut short',
} as const;
const HINT_WITHOUT = {
  betas:
    'Have the gateway forward anthropic-beta as it comes, or leave out only what the model behind does not know.',
  effort: 'Have the gateway pass output_config.effort on, or leave it out for models that do not know it.',
  'adaptive thinking': 'Serve a model that takes adaptive thinking under this name.',
  'a thinking budget': 'Serve the model that this name stands for: it takes a budget for thinking.',
  'system messages': 'Have the gateway pass messages of role system on, or move them into the system prompt.',
  'the 1M beta':
    'Have the gateway pass context-1m on, or take supports1m out of this entry of inferenceModels.',
  'earlier thinking':
    'Have the gateway pass thinking blocks on as the model signed them, in answers and in requests.',
  'output tokens':
    'Serve a model that writes as many tokens as the engine asks for, 64,000 or 32,000, and whose context window holds 200,000.',
} as const;

/** Models by cause, in the order of the turns. */
function grouped(turns: readonly Turn[]): readonly { models: readonly string[]; cause: string }[] {
  const causes = new Map<string, string[]>();
  for (const { model, problem = 'no answer' } of turns) {
    // Answers quote the model they are about.
    const key = problem.replaceAll(model, 'MODEL');
    causes.set(key, [...(causes.get(key) ?? []), model]);
  }
  return [...causes].map(([cause, models]) => ({
    models,
    cause: cause.replaceAll('MODEL', models[0] ?? ''),
  }));
}

/** `every model`, or the names. */
function who(models: readonly string[], all: number): string {
  const names = models.slice(0, 3).map(showId).join(', ');
  const more = models.length > 3 ? ` and ${String(models.length - 3)} more` : '';
  return models.length === all && all > 3 ? 'every model' : `${names}${more}`;
}

function hintOf(turn: Turn, models: readonly string[]): string {
  const { refusal } = turn;
  if (refusal === undefined) return turn.hint ?? LOOK;
  if (refusal.status === 200) return turn.hint ?? ODD;
  const known = knownAnswer(refusal);
  return (
    refusalHint(refusal, models.slice(0, 3).map(showId).join(', ')) ??
    turn.hint ??
    (known === undefined ? LOOK : known.remedy)
  );
}

const ODD =
  'Look at what stands between the app and the model: it answers HTTP 200 with something else than a message. Errors belong under the status of the model behind.';
const LOOK = 'Look at the log of the gateway for this request: what the app sends on every turn is refused.';

import {
  fail,
  pass,
  skip,
  warn,
  type Check,
  type CheckContext,
  type RunAnswer,
  type StreamExchange,
} from '../check.ts';
import { messageText } from '../../protocol/message-shape.ts';
import { engineShape } from '../engine/shape.ts';
import { engineRequest, fullTurn } from '../engine/request.ts';
import { limitFailure, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { sessionOf } from '../turns/send-turn.ts';
import { outputLeft, reduced } from '../turns/left-out.ts';
import { refusalHint } from '../diagnosis/refusal-hint.ts';
import { holds } from '../turns/words.ts';
import { SHUT_OUT } from './stability.ts';
import { showId } from '../../protocol/model-list.ts';

/** Values that the API refuses by name and without a charge: they keep a prompt of real size from being answered. */
const UNKNOWN_BETA = 'cowork-probe-9999-01-01';
const UNKNOWN_EFFORT = 'cowork-probe-bogus';

/**
 * The size of a real first turn, about 35,000 tokens and 142 KB, in a request that the model behind refuses for another
 * reason: a window or a limit that is too small refuses it first. Only where a small request of the kind was
 * refused, so that nobody pays for the prompt.
 */
export const contextWindow = {
  id: 'context-window',
  title: 'a turn of real size is taken',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['rich-request', 'tool-stream'],
  negative: 'alone',
  async run(context) {
    const models = await context.turnModels();
    const invalid = invalidPartFor(context);
    if (invalid === undefined)
      return skip(
        'Not made: the gateway drops what the model would refuse, so a prompt of real size would be charged.',
      );
    const asked = await Promise.all(models.map((model) => askFull(context, invalid, model)));
    const order = [isFatal, isOpen, (): boolean => true];
    const worst = order.flatMap((is) => asked.filter(is))[0] ?? skip('There is no model to ask.');
    const failed = models.filter((_model, at) => asked[at] !== undefined && isFatal(asked[at]));
    return failed.length === 0 || failed.length === models.length
      ? worst
      : { ...worst, models: failed.map(showId) };
  },
} as const satisfies Check;

function isFatal({ status }: RunAnswer): boolean {
  return status === 'fail';
}

function isOpen({ inconclusive }: RunAnswer): boolean {
  return inconclusive === true;
}

async function askFull(context: CheckContext, invalid: InvalidPart, model: string): Promise<RunAnswer> {
  const { state, without = [] } = await askTurn(context, 'text', model);
  const shape = without.reduce(
    (sofar, lost) => reduced(sofar, lost),
    engineShape(model, { effort: context.facts.effort }),
  );
  const body = fullTurn(model, shape, { asked: context.nonce('window'), system: 'x' });
  const big = {
    ...body,
    ...(invalid === 'effort' ? { output_config: { effort: UNKNOWN_EFFORT } } : {}),
    ...(state === 'unstreamed' ? { stream: false } : {}),
  };
  const betas = invalid === 'beta' ? [...shape.betas, UNKNOWN_BETA] : shape.betas;
  const request = engineRequest(big, {
    betas,
    both: context.facts.bothHeaders === true,
    session: sessionOf(context, model),
  });
  const streamed = await context.stream('turn-size', request);
  const outcome = streamed.ok ? ({ ok: true, value: streamed.value.answer } as const) : streamed;
  const size = `${Math.round(shape.bytes / 1000)} KB and about ${Math.round(shape.inputTokens / 1000)},000 tokens`;
  if (!outcome.ok) {
    return fail(
      `A request of the size of a first turn of ${showId(model)} (${size}) gets no answer: ${sayFailure(context, outcome.failure)}.`,
      'Look at the limits of the gateway and of the proxy in front of it.',
    );
  }
  const answer = outcome.value;
  const message = readError(answer).message ?? answer.text;
  if (answer.status === 400 && REFUSED[invalid].test(message))
    return pass(`A request of ${size} reaches the model.`);
  const limited = limitFailure(context, answer);
  if (limited !== undefined) return limited;
  if (outputLeft(message) !== undefined)
    return warn(
      `A request of the size of a first turn of ${showId(model)} (${size}) is taken only with fewer output tokens (${sayAnswer(context, answer)}).`,
      'Serve a model whose context window holds 200,000 tokens: sessions are compacted early.',
    );
  if (streamed.ok && answer.status === 200) return answered(context, model, streamed.value);
  if (answer.status === 401 && (await isShutOut(context))) return SHUT_OUT;
  return refused(context, model, size, answer);
}

/** Whether the credential that was taken before is refused with a small request, too. */
async function isShutOut(context: CheckContext): Promise<boolean> {
  const small = await context.send('health-again', messages(await smallBody(context)));
  return small.ok && small.value.status === 401;
}

/** What was refused by name in a small request did not reach the model in a large one, or something else answered. */
function answered(context: CheckContext, model: string, { answer, reading }: StreamExchange): RunAnswer {
  const text = answer.events.length === 0 ? messageText(answer.json) : reading.text;
  if (holds(text, context.nonce('window')))
    return warn(
      `A request of the size of a first turn of ${showId(model)} is answered, though the model refuses what a small one holds.`,
      'Have the gateway pass large requests on unchanged: it leaves betas or fields out of them.',
    );
  return fail(
    `A request of the size of a first turn of ${showId(model)} is answered by something else than the model ("${context.quote(text, 80)}").`,
    'Look for a filter or a guard that answers in place of the model: what stands in the prompts of the app sets it off.',
  );
}

const LOOK = 'Look at the log of the gateway for this request.';

function refused(
  context: CheckContext,
  model: string,
  size: string,
  answer: Parameters<typeof sayAnswer>[1],
): RunAnswer {
  return fail(
    `A request of the size of a first turn of ${showId(model)} (${size}) is refused (${sayAnswer(context, answer)}): small ones pass, and every real turn fails.`,
    refusalHint(answer, model) ?? LOOK,
  );
}

type InvalidPart = 'beta' | 'effort';

const REFUSED: Readonly<Record<InvalidPart, RegExp>> = {
  beta: /cowork-probe|anthropic-beta/i,
  effort: /cowork-probe|effort|output_config/i,
};

/** What the model was seen to refuse by name in a small request. */
function invalidPartFor(context: CheckContext): InvalidPart | undefined {
  const refused = (label: string, words: RegExp): boolean =>
    context.observed().some((seen) => seen.label === label && seen.status === 400 && words.test(seen.text));
  if (refused('beta', REFUSED.beta)) return 'beta';
  return refused('field', REFUSED.effort) ? 'effort' : undefined;
}

import { fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { isHtml, limitFailure, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { messageProblems, stopReason, usageOf } from '../../protocol/message-shape.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { missingHeader, refusalHint } from '../diagnosis/refusal-hint.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { showId } from '../../protocol/model-list.ts';
import { askHealth, isTokenMinimum, otherAnswers } from '../requests/asks.ts';
import { speaksOfModel } from './base-url-join.ts';
import { healthBody, messages } from '../requests/requests.ts';

const APP_SAYS = 'Claude Desktop would show "Configured model not available"';

/** The app's own health check (seen on the wire): one token, one dot. What fails it fails the app at the start. */
export const health = {
  id: 'health',
  title: "the app's own health check passes",
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['auth-accepted'],
  tokens: { input: 8, output: 1 },
  async run(context) {
    const answer = await small(context);
    if (answer.status !== 'fail') return answer;
    // The engine's turns are streams: where they are answered, the app's own test fails and its turns work.
    const turn = await askTurn(context, 'text', await context.model());
    if (turn.state !== 'works' && turn.state !== 'unstreamed') return ofOneModel(context, answer);
    if (await passesNow(context)) {
      const first = await askHealth(context);
      const isOdd = first.ok && first.value.status === 200;
      return {
        ...answer,
        // What the engine asks again has been asked again, and failed twice in a row.
        detail: `${answer.detail} Asked once more it passes${isOdd ? '' : ': a turn of the app would have ended'}.`,
        ...(isOdd
          ? { whenBroken: 'partly' as const, says: 'it answers wrongly now and then' }
          : { whenBroken: 'no' as const }),
        blocking: false,
      };
    }
    return {
      ...answer,
      status: 'warn',
      detail: `${answer.detail} Turns in a stream are answered all the same.`,
    };
  },
} as const satisfies Check;

/** Where another model answers, the verdict names the one that does not. */
async function ofOneModel(context: CheckContext, answer: RunAnswer): Promise<RunAnswer> {
  if (answer.blocking === false) return answer;
  const other = await otherAnswers(context);
  if (other === undefined) return answer;
  const model = showId(await context.model());
  return {
    ...answer,
    detail: `${answer.detail} That was ${model}; ${showId(other)} answers.`,
    models: [model],
  };
}

/** What refuses at random refuses turns too, and the engine does not ask again after a refusal. */
async function passesNow(context: CheckContext): Promise<boolean> {
  const outcome = await context.send('health-again', messages(healthBody(await context.model())));
  return outcome.ok && outcome.value.status === 200 && messageProblems(outcome.value.json).length === 0;
}

async function small(context: CheckContext): Promise<RunAnswer> {
  const outcome = await askHealth(context);
  if (!outcome.ok) return unanswered(context, outcome.failure);
  const answer = outcome.value;
  if (answer.status !== 200) return limitFailure(context, answer) ?? refused(context, answer);
  if (isStream(answer)) {
    return fail(
      'The gateway streams although no stream was asked for.',
      'Have the gateway go by "stream" in the body, not by the Accept header.',
    );
  }
  if (answer.json === undefined) {
    const what = answer.text.trim() === '' ? 'an empty body' : isHtml(answer) ? 'an HTML page' : 'no JSON';
    return fail(
      `The health check gets HTTP 200 with ${what}; ${APP_SAYS}.`,
      'Look at what stands between the app and the Messages API.',
    );
  }
  const problems = messageProblems(answer.json);
  const broken = problems.find(({ severity }) => severity === 'fail');
  if (broken?.code === 'error-body') {
    return fail(
      `The health check gets HTTP 200 with an error body (${sayAnswer(context, answer)}); ${APP_SAYS}.`,
      "Have the gateway send errors with the upstream's status.",
    );
  }
  if (broken !== undefined) {
    return fail(
      `The answer to the health check ${broken.text}; ${APP_SAYS}.`,
      'Have the gateway answer in the shape of the Messages API.',
    );
  }
  const stop = stopReason(answer.json);
  const usage = usageOf(answer.json);
  if (usage.present && (usage.input === 0 || usage.output === 0)) {
    return warn(
      'The health check passes, but its usage is 0.',
      'Have the gateway pass usage on: limits, compaction and cost in the app go by it.',
    );
  }
  if (stop !== 'max_tokens') {
    return warn(
      `The health check passes, but it ends with stop_reason ${stop === undefined ? 'missing' : `"${context.quote(stop, 40)}"`} instead of "max_tokens".`,
      'Look whether the gateway passes max_tokens and stop_reason on unchanged.',
    );
  }
  return pass(`${context.quote(await context.model(), 80)} answers within one token.`);
}

function unanswered(context: CheckContext, failure: Failure): RunAnswer {
  return fail(
    `The health check gets no answer: ${sayFailure(context, failure)}.`,
    failure.kind === 'timeout'
      ? 'Look whether the gateway reaches its model; the app gives up as well.'
      : 'Look at the log of the gateway and of the proxy in front of it.',
  );
}

async function refused(context: CheckContext, answer: GatewayAnswer): Promise<RunAnswer> {
  const said = sayAnswer(context, answer);
  const message = readError(answer).message ?? '';
  const { status } = answer;
  if (status === 400 && isTokenMinimum(message)) {
    return {
      ...fail(
        `The gateway refuses a request for one token (${said}); ${APP_SAYS}.`,
        'Have the gateway raise small max_tokens to what its model takes at least, or serve a Claude model.',
      ),
      // Everything else asks for more than one token.
      blocking: false,
    };
  }
  const header = missingHeader(answer);
  if (status >= 400 && status < 500 && header !== undefined) {
    return fail(
      `The gateway misses a header (${said}).`,
      `Add ${context.quote(header, 80)} to inferenceCustomHeaders.`,
    );
  }
  const model = await context.model();
  if ((status === 404 && !speaksOfModel(answer, model)) || status === 405) {
    const moved = context.resultOf('base-url-join');
    const hint =
      moved?.status === 'warn' && moved.hint !== undefined
        ? moved.hint
        : 'Have the gateway serve POST /v1/messages, with any query behind it, or correct inferenceGatewayBaseUrl.';
    return fail(`POST /v1/messages?beta=true is no route of the gateway (${said}).`, hint);
  }
  if (status === 404 || (status === 400 && /\bmodel\b/i.test(message))) {
    return fail(
      `The gateway does not serve the model of the health check, ${showId(model)} (${said}); ${APP_SAYS}.`,
      'Name models the gateway serves in inferenceModels, or add a route of this name (--model ID tries another).',
    );
  }
  if (status === 402) {
    return fail(
      `The health check is refused for want of credit (${said}); ${APP_SAYS}.`,
      'Top up the account behind the gateway, or give this key a budget.',
    );
  }
  if (status < 500 && /\bstream(?:s|ed|ing)?\b/i.test(message)) {
    return fail(
      `The health check is refused (${said}); ${APP_SAYS}.`,
      'Have the gateway take requests without "stream" as well: the health check of the app is one, and so is what the engine sends after a broken stream.',
    );
  }
  if (status >= 500) {
    return fail(
      `The health check fails (${said}); ${APP_SAYS}.`,
      /\bmaintenance\b/i.test(message)
        ? 'Run the probe again when the maintenance is over.'
        : 'Look at the log of the gateway: it or the model behind it is broken.',
    );
  }
  return fail(
    `The health check is refused (${said}); ${APP_SAYS}.`,
    refusalHint(answer, model) ?? 'Look at the log of the gateway for this request.',
  );
}

function isStream(answer: Pick<GatewayAnswer, 'headers' | 'text' | 'json'>): boolean {
  return answer.json === undefined && /^\uFEFF?\s*(?:event|data|id|retry|):/.test(answer.text);
}

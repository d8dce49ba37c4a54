import { blocked, fail, pass, skip, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { isHtml, notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import { isTierAlias } from '../../schema/index.ts';
import { configuredIds } from '../models/choice.ts';
import { readModelPage } from '../../protocol/model-list.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askHealth, askModels } from '../requests/asks.ts';

const SET = 'Set inferenceModels with the full IDs the gateway serves.';
const SLOW_MS = 3000;

/** claude.com "Gateway": the list may be absent, then inferenceModels serves; one that hangs delays the start by ten seconds. */
export const modelsList = {
  id: 'models-list',
  title: 'the model list answers',
  group: 'D',
  owner: 'gateway',
  topic: 'model-list',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['auth-accepted'],
  async run(context) {
    const answer = await read(context);
    return answer.status === 'fail' && isNamedInFull(context) ? { ...answer, ...ONLY_CONFIGURED } : answer;
  },
} as const satisfies Check;

/** Discovery is on by the configuration's own word: what it names is served without the list. */
function isNamedInFull({ facts }: CheckContext): boolean {
  const ids = configuredIds(facts);
  return ids.length > 0 && !ids.some(isTierAlias);
}

const ONLY_CONFIGURED = {
  whenBroken: 'partly',
  says: 'the model list fails, so users see the configured models only',
} as const;

async function read(context: CheckContext): Promise<RunAnswer> {
  if (!discoveryIsOn(context.facts))
    return skip('Every model is named in full or discovery is off, so the app does not ask for the list.');
  const outcome = await askModels(context);
  if (!outcome.ok) {
    const { failure } = outcome;
    const health = await askHealth(context);
    if (!health.ok && health.failure.kind === failure.kind) {
      return blocked('health', 'The list gets no answer either.');
    }
    // Its size is checked by models-hygiene.
    if (failure.kind === 'too-large') return pass('The list answers, if at too great a length.');
    return failure.kind === 'timeout'
      ? fail(
          `/v1/models hangs: ${sayFailure(context, failure)}.`,
          `Have the gateway answer within 3 s, or answer 404 at once. ${SET}`,
        )
      : fail(`/v1/models gets no answer: ${sayFailure(context, failure)}.`, SET);
  }
  const answer = outcome.value;
  if (answer.status !== 200) {
    if (answer.status === 404 && context.resultOf('base-url-join')?.status === 'warn') {
      return blocked('base-url-join', 'Under this base URL there is no list either.');
    }
    const health = await askHealth(context);
    // The same refusal on both routes has one cause, which the health check tells.
    const same = health.ok && health.value.status === answer.status && health.value.text === answer.text;
    if (same) {
      return blocked('health', 'The list is refused like the health check.');
    }
    return refused(context, answer);
  }
  if (isHtml(answer))
    return fail(
      '/v1/models gives an HTML page.',
      `Exempt /v1/models from whatever answers with pages. ${SET}`,
    );
  const page = readModelPage(answer);
  if (page.shape === 'list' && page.style === 'openai') {
    return warn(
      "The list is in OpenAI's style; the app reads only its IDs.",
      'Answer in the style of the API (type, id, display_name) to give models readable names.',
    );
  }
  if (answer.ms > SLOW_MS) {
    return warn(
      `The list took ${(answer.ms / 1000).toFixed(1)} s; the app waits for it at its start.`,
      `Make /v1/models faster. ${SET}`,
    );
  }
  return pass(page.shape === 'list' ? `${page.total} rows in ${answer.ms} ms.` : 'The list answers.');
}

function refused(context: CheckContext, answer: GatewayAnswer): RunAnswer {
  const limited = notTested(context, answer);
  if (limited !== undefined) return limited;
  const said = sayAnswer(context, answer);
  const { status } = answer;
  if (status === 404 || status === 405 || status === 501) {
    if (isHtml(answer))
      return fail(
        `/v1/models is absent and says so with an HTML page (HTTP ${status}).`,
        `Answer 404 in JSON. ${SET}`,
      );
    return configuredIds(context.facts).length > 0
      ? warn(
          `The gateway has no model list (HTTP ${status}); inferenceModels serves.`,
          'Nothing to do, unless users are to see new models by themselves.',
        )
      : fail(`The gateway has no model list (HTTP ${status}), and inferenceModels is empty.`, SET);
  }
  if (status === 401 || status === 403) {
    return fail(
      `/v1/models refuses the credential that /v1/messages takes (${said}).`,
      `Have the gateway take the same credential on both. ${SET}`,
    );
  }
  if (status >= 300 && status < 400) return skip('The redirect is told by no-redirect.');
  return fail(`/v1/models fails (${said}).`, `Look at the log of the gateway. ${SET}`);
}

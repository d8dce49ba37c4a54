import { fail, nothing, pass, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { frontOf, isHtml, limitOf, readError } from '../diagnosis/explain.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askHealth, askModels } from '../requests/asks.ts';

/**
 * Something in front answers in place of the gateway: a sign-in page, a firewall, a proxy whose upstream is down.
 * A missing page (404, 405) is not checked here but by base-url-join and models-list.
 */
export const notHtml = {
  id: 'not-html',
  title: 'the gateway answers, not a web page in front of it',
  group: 'A',
  owner: 'network',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['no-redirect'],
  async run(context) {
    const [models, health] = await Promise.all([
      discoveryIsOn(context.facts) ? askModels(context) : askHealth(context),
      askHealth(context),
    ]);
    if (!models.ok && !health.ok) return nothing('answer');
    for (const [path, outcome] of [
      ['/v1/messages', health],
      ['/v1/models', models],
    ] as const) {
      if (!outcome.ok || !isHtml(outcome.value) || limitOf(outcome.value) !== undefined) continue;
      const { status } = outcome.value;
      if (status === 404 || status === 405 || status === 501) continue;
      // An HTML failure of the list alone is a matter of the list.
      if (path === '/v1/models' && health.ok && !isHtml(health.value)) continue;
      // Requests without a stream alone may run into a timeout of the proxy in front; not where the list is a page, too.
      const all = models.ok && discoveryIsOn(context.facts) && isHtml(models.value);
      if (!all && (await turnsWork(context))) return pass('Turns are answered by no web page.');
      return page(context, path, outcome.value);
    }
    return pass('The first answers are no web pages.');
  },
} as const satisfies Check;

async function turnsWork(context: CheckContext): Promise<boolean> {
  const { state } = await askTurn(context, 'text', await context.model());
  return state === 'works' || state === 'unstreamed';
}

function page(context: CheckContext, path: string, answer: GatewayAnswer): RunAnswer {
  const { status } = answer;
  const front = frontOf(answer);
  const title = readError(answer).message;
  const titled = title === undefined ? '' : ` titled "${context.quote(title, 80)}"`;
  const by = front === undefined ? '' : ` from ${front}`;
  const detail = `${path} gives an HTML page${titled}${by} (HTTP ${status}).`;
  const who = front ?? 'The proxy in front';
  if (/plain HTTP request was sent to HTTPS port/i.test(answer.text.slice(0, 4000))) {
    return fail(detail, 'That port speaks TLS: begin inferenceGatewayBaseUrl with https://.');
  }
  if (status === 502 || status === 503 || status === 504) {
    return fail(
      detail,
      `${who} is up, but what it passes requests to is not: start the gateway, or correct the upstream address.`,
    );
  }
  if (status === 401 || status === 403 || status === 406) {
    return fail(
      detail,
      'A firewall or an access proxy answers: let /v1/messages and /v1/models pass to the gateway.',
    );
  }
  if (status < 400) {
    return fail(
      detail,
      'A sign-in or web page answers: exempt /v1/messages and /v1/models from it, or correct inferenceGatewayBaseUrl.',
    );
  }
  return fail(
    detail,
    `${who} answers in place of the gateway: look at its log and at inferenceGatewayBaseUrl.`,
  );
}

import { fail, nothing, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { isHtml, notTested, readError, sayOutcome } from '../diagnosis/explain.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { trimBase } from '../../net/url.ts';
import { askHealth, askModels, type Answered } from '../requests/asks.ts';
import { healthBody, MESSAGES, messages, MODELS } from '../requests/requests.ts';

const KEY = 'inferenceGatewayBaseUrl';

/**
 * The engine appends /v1/messages and /v1/models to the base, trailing slashes removed and nothing else (measured),
 * so a base that ends in /v1 asks /v1/v1/messages. One official sample ends in /v1 all the same: the wire decides.
 */
export const baseUrlJoin = {
  id: 'base-url-join',
  title: 'the Messages API is where the app will look for it',
  group: 'A',
  owner: 'configuration',
  topic: 'route',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['not-html'],
  async run(context) {
    const health = await askHealth(context);
    const model = await context.model();
    const base = context.quote(trimBase(context.facts.baseUrl));
    if (isRoute(health, model)) return pass(`${base}/v1/messages is a route of the gateway.`);
    const models = await askModels(context);
    if (!models.ok && !health.ok) return nothing('answer');
    // A server that limits requests with a page of its own says nothing about routes.
    const limited = health.ok ? notTested(context, health.value) : undefined;
    if (!isRoute(models, model)) {
      return (
        limited ?? missing(context, health, `Neither ${base}/v1/messages nor ${base}/v1/models is a route`)
      );
    }
    const elsewhere = health.ok && limited === undefined ? await messagesElsewhere(context) : undefined;
    if (elsewhere === undefined) {
      // What else is wrong with the other route is told by the health check.
      return pass(`${base}/v1/models is a route of the gateway.`);
    }
    return fail(
      `${base}/v1/models is a route of the gateway, but messages are served under ${elsewhere}/v1/messages (${sayOutcome(context, health)}).`,
      `Set ${KEY} to ${elsewhere}; the app appends /v1/messages itself.`,
    );
  },
} as const satisfies Check;

/** The base under which messages are answered, when the list alone is where the app looks for it. */
async function messagesElsewhere(context: CheckContext): Promise<string | undefined> {
  for (const other of otherBases(trimBase(context.facts.baseUrl))) {
    const found = await context.send('messages-elsewhere', {
      ...messages(healthBody(await context.model())),
      path: `${other.climb}${MESSAGES}`,
      timeouts: { total: 10_000 },
    });
    if (found.ok && answersAsApi(found.value)) return context.quote(other.base);
  }
  return undefined;
}

/** Looks for the route one step up, and one step down where gateways like to hide it. */
async function missing(context: CheckContext, health: Answered, said: string): Promise<RunAnswer> {
  const base = trimBase(context.facts.baseUrl);
  const what = `${said} (${sayOutcome(context, health)})`;
  for (const other of otherBases(base)) {
    const found = await context.ask(`models ${other.base}`, () =>
      // The path climbs out of the base, so origin and credential stay the same.
      context.send('models-elsewhere', {
        method: 'GET',
        path: `${other.climb}${MODELS}`,
        timeouts: { total: 10_000 },
      }),
    );
    if (!found.ok || !answersAsApi(found.value)) continue;
    const hint = `Set ${KEY} to ${context.quote(other.base)}; the app appends /v1/messages itself.`;
    return other.isV1
      ? { ...warn(`${what}, but ${context.quote(other.base)}/v1/models is.`, hint), blocking: false }
      : fail(`${what}.`, hint);
  }
  return fail(
    `${what}.`,
    `Set ${KEY} to the address below which the gateway serves /v1/messages, path prefix included.`,
  );
}

interface OtherBase {
  readonly base: string;
  /** From the configured base to this one, as the beginning of a path. */
  readonly climb: string;
  readonly isV1: boolean;
}

function otherBases(base: string): readonly OtherBase[] {
  const { origin, pathname } = new URL(base);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const up = (count: number): OtherBase => {
    const kept = segments.slice(0, segments.length - count);
    return {
      base: [origin, ...kept].join('/'),
      climb: '/..'.repeat(count),
      isV1: segments.slice(segments.length - count).join('/') === 'v1',
    };
  };
  const ups = segments.slice(0, 3).map((_, index) => up(index + 1));
  return [...ups, { base: `${base}/anthropic`, climb: '/anthropic', isV1: false }];
}

/** Whether an answer comes from a route rather than from its absence. */
function isRoute(outcome: Answered, model: string): boolean {
  if (!outcome.ok) return false;
  const { status } = outcome.value;
  if (status === 404) return speaksOfModel(outcome.value, model);
  return status !== 405 && (status < 300 || status >= 400) && !isHtml(outcome.value);
}

/** Only what looks like an API counts as found elsewhere: many sites answer anything with 200. */
function answersAsApi(answer: GatewayAnswer): boolean {
  return answer.json !== undefined && [200, 400, 401, 403, 429].includes(answer.status);
}

/** 404 is also the right answer to a model that is not served. */
export function speaksOfModel(answer: GatewayAnswer, model: string): boolean {
  const { shape, message } = readError(answer);
  if (shape !== 'anthropic' && shape !== 'openai' && shape !== 'fastapi') return false;
  return message !== undefined && (/\bmodels?\b/i.test(message) || message.includes(model));
}

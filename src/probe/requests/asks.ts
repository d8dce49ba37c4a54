import type { Outcome } from '../../errors.ts';
import type { CheckContext, StreamExchange } from '../check.ts';
import { readError } from '../diagnosis/explain.ts';
import { engineShape } from '../engine/shape.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { isHostileName, LONGEST_ID, readModelPage, type ModelPage } from '../../protocol/model-list.ts';
import { messageProblems } from '../../protocol/message-shape.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import { countingBody, healthBody, listModels, messages, nonceBody, toolBody } from './requests.ts';

/*
 * The requests that several checks read. Each goes out once: whoever asks first sends it.
 */

/** An answer in one piece, or why there is none. */
export type Answered = Outcome<GatewayAnswer, Failure>;
/** A stream, or why there is none. */
export type Streamed = Outcome<StreamExchange, Failure>;

/** The health check of the app, for the chosen model. */
export function askHealth(context: CheckContext): Promise<Answered> {
  return askRoute(context, undefined);
}

/** The health check for one model; the chosen one when none is named. */
export async function askRoute(context: CheckContext, id: string | undefined): Promise<Answered> {
  const model = await context.model();
  const wanted = id ?? model;
  if (wanted === model) {
    return context.ask(`health ${wanted}`, () =>
      context.send('health', withCredential(context, messages(healthBody(wanted)))),
    );
  }
  return context.ask(`health ${wanted}`, async () =>
    context.send('route', messages(healthBody(wanted, await fewestTokens(context)))),
  );
}

/** Another model that answers its health check where the chosen one does not: what is wrong is that model's alone. */
export async function otherAnswers(context: CheckContext): Promise<string | undefined> {
  const chosen = await context.model();
  const other = (await context.turnModels()).find((model) => model !== chosen);
  const health = await askHealth(context);
  // Who does not answer at all, answers no other model either.
  if (other === undefined || !health.ok) return undefined;
  const answer = await context.send('route', messages(healthBody(other)), { retry: false });
  return answer.ok && answer.value.status === 200 && messageProblems(answer.value.json).length === 0
    ? other
    : undefined;
}

/** One, unless the health check was refused for asking for so few: then what such upstreams take at least. */
async function fewestTokens(context: CheckContext): Promise<number> {
  const health = await askHealth(context);
  const refused = health.ok && health.value.status === 400;
  return refused && isTokenMinimum(readError(health.value).message ?? '') ? 16 : 1;
}

/** Upstreams that want at least 16 output tokens, in their several words. */
export function isTokenMinimum(message: string): boolean {
  return (
    /max_?(?:output_?|completion_?)?tokens|output tokens/i.test(message) &&
    /minimum|at least|greater|>=|below|too (?:small|low)|less than/i.test(message)
  );
}

/** The health check again, for checks that change one thing about it: as a stream where only streams are answered. */
export async function smallBody(context: CheckContext): Promise<Readonly<Record<string, unknown>>> {
  const body = healthBody(await context.model(), await fewestTokens(context));
  const health = await askHealth(context);
  return health.ok && health.value.status === 200 ? body : { ...body, stream: true };
}

/** The model list, its first page. */
export function askModels(context: CheckContext): Promise<Answered> {
  return context.ask('models', () => context.send('models', withCredential(context, listModels())));
}

/** Without a credential the first requests still go out: they tell whether the address is right. */
function withCredential(context: CheckContext, request: GatewayRequest): GatewayRequest {
  return context.credential !== undefined ? request : { ...request, credential: 'none' };
}

/** The first page of the list, read; undefined when there was no 200. */
export async function askModelPage(context: CheckContext): Promise<ModelPage | undefined> {
  const answer = await askModels(context);
  return answer.ok && answer.value.status === 200 ? readModelPage(answer.value) : undefined;
}

/** What the list holds and a request may name. */
export async function listedModelIds(context: CheckContext): Promise<readonly string[]> {
  if (!discoveryIsOn(context.facts)) return [];
  const rows = (await askModelPage(context))?.rows ?? [];
  // A wildcard stands for routes and is none itself.
  return rows
    .map(({ id }) => id)
    .filter((id) => !isHostileName(id) && id.length <= LONGEST_ID && !id.includes('*'));
}

/** A message in one piece. */
export function askMessage(context: CheckContext): Promise<Answered> {
  return context.ask('message', async () =>
    context.send('message', messages(nonceBody(await context.model(), context.nonce('message')))),
  );
}

/** A question that differs from the first message in its word, and is as large as a turn. */
export function askAlike(context: CheckContext): Promise<Answered> {
  return context.ask('message-alike', async () => {
    const first = await askMessage(context);
    const answered = first.ok && first.value.status === 200;
    const model = await context.model();
    const body = answered ? nonceBody(model, context.nonce('message-alike')) : await smallBody(context);
    const bytes = (await context.turnModels()).map((each) => engineShape(each).bytes);
    return context.send('message-alike', { ...messages(body), leastBytes: Math.max(...bytes) });
  });
}

/** The same question with another word: only when the first answer looked canned. */
export function askMessageAgain(context: CheckContext): Promise<Answered> {
  return context.ask('message-again', async () =>
    context.send('message', messages(nonceBody(await context.model(), context.nonce('message-again')))),
  );
}

/** The plain stream. An overload inside it may pass: it is asked for once more. */
export function askStream(context: CheckContext): Promise<Streamed> {
  return context.ask('stream', async () => {
    const request = messages(countingBody(await context.model()));
    const first = await context.stream('stream', request, { alone: true });
    const passing = first.ok && TRANSIENT.has(first.value.reading.errorType ?? '');
    return passing ? context.stream('stream', request, { alone: true }) : first;
  });
}

/** The plain stream once more: only when the first came late and in one piece, which a short stall does as well. */
export function askStreamAgain(context: CheckContext): Promise<Streamed> {
  return context.ask('stream-again', async () =>
    context.stream('stream', messages(countingBody(await context.model())), { alone: true }),
  );
}

const TRANSIENT = new Set(['overloaded_error', 'rate_limit_error', 'api_error', 'timeout_error']);

/** A call of a tool, in one piece. */
export function askTool(context: CheckContext): Promise<Answered> {
  return context.ask('tool', async () =>
    context.send('tool', messages(toolBody(await context.model(), false))),
  );
}

/** The same once more: only when the first call came without what the tool needs. */
export function askToolAgain(context: CheckContext): Promise<Answered> {
  return context.ask('tool-again', async () =>
    context.send('tool', messages(toolBody(await context.model(), false))),
  );
}

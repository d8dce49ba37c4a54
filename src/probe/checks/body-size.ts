import { fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import { engineShape } from '../engine/shape.ts';
import { frontOf, limitFailure, sayOutcome } from '../diagnosis/explain.ts';
import { askAlike, smallBody, type Answered } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import type { WhenBroken } from '../types.ts';

/** Just over nginx's default limit, and what a turn with pictures comes to. */
const PAST_DEFAULT = 1_200_000;
const PICTURES = 5_000_000;
/** What a session grows to soon. */
const SOON = 300_000;
/** Just under the API's own limit. */
const DEEP_SIZE = 31_000_000;

/**
 * platform.claude.com "Errors": 32 MB is the limit of the API. A limit below the size of a first turn fails every turn,
 * one of a megabyte fails once a session has grown. The padding is spaces between JSON tokens.
 */
export const bodySize = {
  id: 'body-size',
  title: 'large requests pass',
  group: 'C',
  owner: 'gateway',
  topic: 'body-size',
  required: true,
  whenBroken: 'partly',
  says: 'sessions fail once their requests have grown past a size limit',
  when: 'default',
  needs: ['health'],
  tokens: { input: 64, output: 10 },
  async run(context) {
    const small = await smallBody(context);
    const ask = async (size: number): Promise<Asked> => ({
      size,
      outcome: await context.send(`body-${megabytes(size)}`, { ...messages(small), leastBytes: size }),
    });
    const turn = Math.max(...(await context.turnModels()).map((each) => engineShape(each).bytes));
    const [outcome, second, third] = await Promise.all([askAlike(context), ask(PAST_DEFAULT), ask(PICTURES)]);
    const first = { size: turn, outcome };
    if (!passed(first)) return refused(context, first, 'no');
    if (!passed(second)) {
      const soon = await ask(SOON);
      return refused(context, passed(soon) ? second : soon, 'partly');
    }
    if (!passed(third)) return refused(context, third, 'advice');
    if (!context.deep)
      return pass('Requests of 5 MB pass; --deep tries 31 MB, just under the limit of the API.');
    const deep = await ask(DEEP_SIZE);
    return passed(deep) ? pass('Requests of 31 MB pass.') : refused(context, deep, 'advice');
  },
} as const satisfies Check;

interface Asked {
  readonly size: number;
  readonly outcome: Answered;
}

function passed({ outcome }: Asked): boolean {
  return outcome.ok && outcome.value.status === 200;
}

function refused(context: CheckContext, { size, outcome }: Asked, whenBroken: WhenBroken): RunAnswer {
  const said = sayOutcome(context, outcome);
  const what = `A request of ${megabytes(size)} MB is refused (${said})`;
  if (outcome.ok) {
    const limited = limitFailure(context, outcome.value);
    // A limit that turns do not meet is one of size: tokens a minute, told by the bytes.
    if (limited !== undefined && whenBroken === 'no') return limited;
    const { status } = outcome.value;
    // A gateway that took the same JSON without the spaces and now calls it wrong has not refused its size.
    if (
      status < 500 &&
      status !== 413 &&
      status !== 429 &&
      !/size|large|limit|long|exceed/i.test(outcome.value.text.slice(0, 2000))
    ) {
      return warn(`${what}, though not for its size.`, 'Look at the log of the gateway for this request.');
    }
  }
  switch (whenBroken) {
    case 'no':
      return {
        ...fail(`${what}, while a small one passes: a first turn of the app is as large.`, hint(outcome)),
        whenBroken,
      };
    case 'partly':
      return fail(`${what}, while a first turn passes: sessions fail once they have grown.`, hint(outcome));
    case 'advice':
    case 'explains':
      return warn(
        `${what}; ${megabytes(size === DEEP_SIZE ? PICTURES : PAST_DEFAULT)} MB pass.`,
        hint(outcome),
      );
    default:
      return whenBroken satisfies never;
  }
}

function hint(outcome: Answered): string {
  const front = outcome.ok ? frontOf(outcome.value) : undefined;
  if (front !== undefined && /nginx/i.test(front)) {
    return `In nginx set client_max_body_size 32m; for /v1/messages (its default is 1 MB).`;
  }
  return `Allow request bodies of 32 MB on /v1/messages${front === undefined ? '' : ` in ${front}`} (nginx: client_max_body_size 32m).`;
}

function megabytes(size: number): string {
  return String(size / 1_000_000);
}

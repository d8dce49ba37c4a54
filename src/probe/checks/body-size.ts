import { fail, pass, warn, type Check, type CheckContext } from '../check.ts';
import { frontOf, notTested, sayOutcome } from '../explain.ts';
import { fewestTokens, type Answered } from './asks.ts';
import { messages, paddedBody } from './requests.ts';

/** Just over nginx's default limit, and what a turn with pictures comes to. */
const DEFAULT_SIZES = [1_200_000, 5_000_000];
/** Just under the API's own limit. */
const DEEP_SIZE = 31_000_000;

/** platform.claude.com "Errors": 32 MB is the limit of the API. The padding is spaces between JSON tokens. */
export const bodySize: Check = {
  id: 'body-size',
  title: 'large requests pass',
  group: 'C',
  required: true,
  when: 'default',
  needs: ['health'],
  tokens: { input: 16, output: 2 },
  async run(context) {
    const model = await context.model();
    const tokens = await fewestTokens(context);
    const ask = async (size: number): Promise<Asked> => ({
      size,
      outcome: await context.send(`body-${megabytes(size)}`, messages(paddedBody(model, tokens, size)), {
        retry: false,
      }),
    });
    const asked = await Promise.all(DEFAULT_SIZES.map(ask));
    if (context.deep && asked.every(passed)) asked.push(await ask(DEEP_SIZE));
    const first = asked.find((each) => !passed(each));
    if (first !== undefined) return refused(context, first.size, first.outcome);
    return pass(
      context.deep
        ? 'Requests of 31 MB pass.'
        : 'Requests of 5 MB pass; --deep tries 31 MB, just under the limit of the API.',
    );
  },
};

interface Asked {
  readonly size: number;
  readonly outcome: Answered;
}

function passed({ outcome }: Asked): boolean {
  return outcome.ok && outcome.value.status === 200;
}

function refused(context: CheckContext, size: number, outcome: Answered): ReturnType<typeof fail> {
  const said = sayOutcome(context, outcome);
  const what = `A request of ${megabytes(size)} MB is refused (${said})`;
  if (outcome.ok) {
    const limited = notTested(context, outcome.value);
    if (limited !== undefined) return limited;
    const { status } = outcome.value;
    // A gateway that took the same JSON without the spaces and now calls it wrong has not checked its size.
    if (
      status < 500 &&
      status !== 413 &&
      !/size|large|limit|long|exceed/i.test(outcome.value.text.slice(0, 2000))
    ) {
      return warn(`${what}, though not for its size.`, 'Look at the log of the gateway for this request.');
    }
  }
  return size === DEEP_SIZE
    ? warn(`${what}; 5 MB pass.`, hint(outcome))
    : fail(`${what}, while a small one passes.`, hint(outcome));
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

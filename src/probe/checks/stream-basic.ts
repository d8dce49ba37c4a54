import { fail, pass, warn, type Check, type CheckContext, type StreamExchange } from '../check.ts';
import { streamHint, type StreamProblem } from '../../protocol/stream-problems.ts';
import { UNLIKE } from '../turns/unlike.ts';
import { askStream, askStreamAgain } from '../requests/asks.ts';
import { failing, isSseType, noStream, sharedRefusal } from '../diagnosis/stream-verdict.ts';

/** platform.claude.com "Streaming messages"; how the stream ends is checked by stream-complete. */
export const streamBasic = {
  id: 'stream-basic',
  title: 'a stream has the events of the Messages API',
  group: 'C',
  owner: 'gateway',
  topic: 'stream',
  required: true,
  whenBroken: 'partly',
  says: 'streams come with faults in them',
  when: 'default',
  needs: ['health'],
  first: true,
  tokens: { input: 25, output: 125 },
  async run(context) {
    const outcome = await askStream(context);
    const none = (await sharedRefusal(context, outcome)) ?? noStream(context, outcome, 'A streaming request');
    if (none?.status === 'fail' && outcome.ok && (await isChance(context, outcome.value)))
      return {
        ...none,
        detail: `${none.detail} Asked once more it passes: a turn of the app would have ended.`,
        hint: UNLIKE,
        whenBroken: 'no',
      };
    if (none !== undefined || !outcome.ok) return none;
    const exchange = outcome.value;
    const [broken] = failing(exchange);
    if (broken !== undefined)
      return fail(`${sayProblem(broken)}${quoteError(context, exchange, broken)}.`, streamHint(broken.code));
    if (!isSseType(exchange)) {
      const type = exchange.answer.headers['content-type'];
      return warn(
        `The stream comes as ${type === undefined ? 'no content type' : context.quote(type, 60)} instead of text/event-stream.`,
        'Send content-type: text/event-stream; proxies buffer other types.',
      );
    }
    // How it ends is checked by stream-complete.
    const odd = exchange.reading.problems.find(
      ({ code }) => code !== 'no-stop-reason' && code !== 'no-message-delta',
    );
    if (odd !== undefined) {
      return warn(`${sayProblem(odd)}; the app copes, other clients may not.`, streamHint(odd.code));
    }
    return pass(`${exchange.answer.events.length} events in order.`);
  },
} as const satisfies Check;

/** A refusal that passes when asked again meets turns as well, and the engine does not ask again after one. */
async function isChance(context: CheckContext, { answer }: StreamExchange): Promise<boolean> {
  if (answer.status < 400 || answer.status >= 500) return false;
  const again = await askStreamAgain(context);
  return again.ok && again.value.answer.status === 200;
}

/** A problem of a stream with the line it begins at. */
export function sayProblem({ line, text }: StreamProblem): string {
  return `Line ${line}: ${text}`;
}

function quoteError(context: CheckContext, { reading }: StreamExchange, { code }: StreamProblem): string {
  if (code !== 'error-event' && code !== 'error-data') return '';
  const type = reading.errorType === undefined ? '' : ` ${context.quote(reading.errorType, 60)}`;
  const message = reading.errorMessage === undefined ? '' : `: "${context.quote(reading.errorMessage)}"`;
  return `${type}${message}`;
}

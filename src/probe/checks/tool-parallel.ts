import { streamHint } from '../../protocol/stream-problems.ts';
import { fail, pass, warn, type Check } from '../check.ts';
import { messages, twoToolsBody } from '../requests/requests.ts';
import { sayProblem } from './stream-basic.ts';
import { failing, isIncomplete, noStream, sayEnd } from '../diagnosis/stream-verdict.ts';

const HINT = 'Have the gateway give every tool_use block its own index and id.';

/** platform.claude.com "Parallel tool use"; of two calls with one ID the engine loses one (measured). */
export const toolParallel = {
  id: 'tool-parallel',
  title: 'two tool calls in one answer stay apart',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'calls of several tools at once come out wrong',
  when: 'deep',
  needs: ['tool-stream'],
  tokens: { input: 560, output: 120 },
  async run(context) {
    const outcome = await context.stream('tool-parallel', messages(twoToolsBody(await context.model())));
    const none = noStream(context, outcome, 'A stream with two tools');
    if (none !== undefined || !outcome.ok) return none;
    const exchange = outcome.value;
    const calls = exchange.reading.blocks.filter(({ type }) => type === 'tool_use');
    const ids = calls.map(({ id }) => id);
    if (new Set(ids).size < ids.length) {
      return fail('Two tool calls have the same id: the app runs only one of them.', HINT);
    }
    const [broken] = failing(exchange);
    if (broken !== undefined)
      return fail(`${sayProblem(broken)}.`, broken.code === 'error-event' ? streamHint(broken.code) : HINT);
    if (isIncomplete(exchange))
      return fail(
        `The stream with two tools is cut ${sayEnd(context, exchange)}.`,
        'Look for a timeout or a size limit in the proxies between, and at the log of the gateway.',
      );
    if (calls.length < 2) {
      return warn(
        calls.length === 1
          ? 'The model called only one of two tools.'
          : 'The model called neither of two tools.',
        'That may be its choice; run the probe again with a larger --model.',
      );
    }
    const interleaved = exchange.reading.problems.find(({ code }) => code === 'block-interleaved');
    if (interleaved !== undefined) {
      return warn(
        `${sayProblem(interleaved)}; the app copes, other clients may not.`,
        'Have the gateway end a block before the next begins.',
      );
    }
    return pass('Two calls, one after the other, each with its own id.');
  },
} as const satisfies Check;

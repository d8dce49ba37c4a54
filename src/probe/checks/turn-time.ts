import { blocked, fail, pass, skip, warn, type Check } from '../check.ts';
import { askTurn } from '../turns/ask-turn.ts';
import { LINGER_MS } from '../turns/send-turn.ts';
import { isAnswered, type Turn } from '../turns/turn.ts';
import { UNENDED } from './stream-end.ts';
import { showId } from '../../protocol/model-list.ts';
import { allTurns } from '../turns/report.ts';

/** A call of a tool and the answer to its result: the engine was measured with this limit for the two. */
const LONGEST_MS = 45_000;
const SLOW_MS = 20_000;

/** A turn is as long as its requests; each use of a tool is one more. What answers one word after half a minute is no use. */
export const turnTime = {
  id: 'turn-time',
  title: 'a turn with one tool call is answered in time',
  group: 'C',
  owner: 'gateway',
  topic: 'timeout',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['tool-roundtrip'],
  async run(context) {
    const calls = await allTurns(context, 'tool');
    const results = await allTurns(context, 'result');
    const times = calls.flatMap((call) => {
      const result = results.find(({ model }) => model === call.model);
      if (result === undefined || !isAnswered(call) || !isAnswered(result)) return [];
      return [{ model: call.model, ms: lasts(call) + lasts(result) }];
    });
    const unended = [...calls, ...results].find(({ tailMs }) => tailMs === 'open');
    if (unended !== undefined) {
      // Where no body ends that is told once.
      const text = await askTurn(context, 'text', unended.model);
      if (text.tailMs === 'open') return blocked('stream-end', 'The body of a stream does not end.');
      return fail(
        `With ${showId(unended.model)} the body of a turn with a tool is still open ${LINGER_MS / 1000} s after message_stop: such a turn hangs.`,
        UNENDED,
      );
    }
    const [slowest] = [...times].sort((a, b) => b.ms - a.ms);
    if (slowest === undefined) return skip('No turn with a tool was answered.');
    const { model, ms } = slowest;
    const said = `A turn of ${showId(model)} with one tool call takes ${(ms / 1000).toFixed(1)} s for a few words`;
    const late = times.filter((each) => each.ms > LONGEST_MS);
    if (late.length > 0)
      return {
        ...fail(`${said}; the engine of the app was given ${String(LONGEST_MS / 1000)} s.`, HINT),
        ...(late.length < times.length ? { models: late.map((each) => showId(each.model)) } : {}),
      };
    return ms > SLOW_MS ? warn(`${said}.`, HINT) : pass(`${said}.`);
  },
} as const satisfies Check;

/** The engine waits for the end of the body. */
function lasts({ ms = 0, tailMs = 0 }: Turn): number {
  return ms + (tailMs === 'open' ? LINGER_MS : tailMs);
}

const HINT =
  'Look at what holds answers back: a queue, a model that is loaded on demand, a filter that reads them first.';

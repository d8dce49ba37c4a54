import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { showId } from '../../protocol/model-list.ts';
import { LINGER_MS } from '../turns/send-turn.ts';
import { allTurns } from '../turns/report.ts';

const SLOW_MS = 1000;
const DEAD_MS = 10_000;
/** Twice as long, for a call of a tool and for its result, is more than the engine was given for a turn. */
const HANGS_MS = 19_500;
/** The remedy. */
export const UNENDED =
  'Have the gateway end the body right after message_stop: the app shows the turn as running until then. A keep-alive loop or a proxy that waits for a timeout holds it open.';

/** The answer ends with its body, not with message_stop: the engine waits for it (measured). */
export const streamEnd = {
  id: 'stream-end',
  title: 'the body of a stream ends after message_stop',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['rich-request'],
  async run(context) {
    const turns = (await allTurns(context, 'text')).filter(({ tailMs }) => tailMs !== undefined);
    if (turns.length === 0) return nothing('stream');
    const size = ({ tailMs = 0 }: (typeof turns)[number]): number => (tailMs === 'open' ? LINGER_MS : tailMs);
    const worst = turns.reduce((sofar, turn) => (size(turn) > size(sofar) ? turn : sofar));
    const ms = size(worst);
    if (worst.tailMs === 'open') {
      return fail(
        `With ${showId(worst.model)} the body is still open ${LINGER_MS / 1000} s after message_stop: every turn hangs.`,
        UNENDED,
      );
    }
    if (ms >= DEAD_MS) {
      const late = fail(
        `With ${showId(worst.model)} the body ends only ${Math.round(ms / 1000)} s after message_stop: every turn seems to hang.`,
        UNENDED,
      );
      if (ms >= HANGS_MS) return late;
      return { ...late, whenBroken: 'partly', says: 'every turn goes on for many seconds after its answer' };
    }
    if (ms > SLOW_MS) {
      return warn(
        `The body ends ${(ms / 1000).toFixed(1)} s after message_stop: every turn takes that much longer.`,
        UNENDED,
      );
    }
    return pass(`The body ends ${ms} ms after message_stop.`);
  },
} as const satisfies Check;

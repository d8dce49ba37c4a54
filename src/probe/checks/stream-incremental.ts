import {
  blocked,
  fail,
  nothing,
  pass,
  warn,
  type Check,
  type CheckContext,
  type RunAnswer,
  type StreamExchange,
} from '../check.ts';
import { frontOf } from '../diagnosis/explain.ts';
import { askHealth, askMessage, askStreamAgain } from '../requests/asks.ts';
import { isIncomplete, plainStream } from '../diagnosis/stream-verdict.ts';

/** Fewer events than the first say nothing; with fewer than the second the check does not fail. */
const TELLING_EVENTS = 8;
const FAILING_EVENTS = 10;
/** Nagle's algorithm and corked sockets (HAProxy without option http-no-delay) hold data for about 200 ms. */
const LONGEST_SLICE_MS = 260;
/** Deltas that lie closer together than this came in one piece. */
const BURST_MS = 40;

/**
 * claude.com "Gateway": events must leave as they come. Checked by when the deltas arrived, against how long an
 * answer of the same gateway takes anyway: a model needs time for 180 tokens, so a stream that comes late and all
 * at once was held back, while a mock that answers at once shows nothing.
 */
export const streamIncremental = {
  id: 'stream-incremental',
  title: 'the stream arrives piece by piece',
  group: 'C',
  owner: 'gateway',
  topic: 'buffering',
  required: true,
  whenBroken: 'partly',
  says: 'text comes all at once instead of bit by bit',
  when: 'default',
  needs: ['stream-basic'],
  async run(context) {
    const stream = await plainStream(context);
    if (stream === undefined) return nothing('stream');
    const once = await look(context, stream);
    if (once.status !== 'fail') return once;
    // A machine or network that stalls for a moment looks the same, once: what buffers does so every time.
    const again = await askStreamAgain(context);
    if (!again.ok || isIncomplete(again.value)) return once;
    const twice = await look(context, again.value);
    return twice.status === 'pass' ? twice : once;
  },
} as const satisfies Check;

/** What the arrivals of one stream say. */
async function look(context: CheckContext, exchange: StreamExchange): Promise<RunAnswer> {
  const { answer, reading } = exchange;
  const times = reading.deltaTimes;
  const first = times[0];
  const last = times.at(-1);
  const few = answer.events.length < TELLING_EVENTS || first === undefined || last === undefined;
  if (few && isIncomplete(exchange)) {
    return blocked('stream-complete', 'The stream is cut too early to see whether it is buffered.');
  }
  if (few) {
    return warn(
      `The stream has only ${answer.events.length === 1 ? 'one event' : `${answer.events.length} events`}: too few to see whether it is buffered.`,
      'Run the probe again with another --model; some models answer in large pieces.',
    );
  }
  const pieces = countPieces(times);
  const spread = last - first;
  const apart = pieces >= Math.min(5, Math.ceil(times.length / 2)) && pieces > 1;
  if (apart && (first < answer.ms / 2 || spread > Math.max(2 * BURST_MS, answer.ms / 10))) {
    return pass(`${times.length} deltas in ${pieces} pieces, the first after ${first} ms of ${answer.ms}.`);
  }
  const baseline = await fastestAnswer(context);
  const held = first - baseline;
  // Late by what a model needs for so much text, and then all at once.
  const late = held >= 250 || (held >= 100 && first >= 3 * baseline);
  const together = pieces <= 2 || spread < BURST_MS || first > answer.ms * 0.8;
  const inSlices = pieces > 1 && held <= LONGEST_SLICE_MS && spread > 2 * BURST_MS && first < answer.ms * 0.8;
  if (inSlices && !isNginx(exchange)) {
    return warn(
      `${times.length} deltas came in only ${pieces} pieces, the first after ${first} ms of ${answer.ms}: something in front waits a little for more before it sends${by(exchange)}.`,
      'Text appears in small jerks. In HAProxy set option http-no-delay in the frontend and backend; elsewhere set TCP_NODELAY for text/event-stream.',
    );
  }
  if (late && together && answer.events.length >= FAILING_EVENTS) {
    return fail(
      `${times.length} deltas came in ${pieces === 1 ? 'one piece' : `${pieces} pieces`} after ${first} ms of ${answer.ms}: the stream is buffered${by(exchange)}.`,
      unbufferHint(exchange),
    );
  }
  if (!late && together) {
    return warn(
      `The whole stream took ${answer.ms} ms, hardly longer than any answer: too fast to see whether it is buffered.`,
      'With a model behind the gateway, run the probe again.',
    );
  }
  return warn(
    `${times.length} deltas came in only ${pieces === 1 ? 'one piece' : `${pieces} pieces`}.`,
    unbufferHint(exchange),
  );
}

/** Arrivals that a reader can tell apart. */
function countPieces(times: readonly number[]): number {
  let pieces = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time > last) pieces += 1;
    last = Math.max(last, time);
  }
  return pieces;
}

/** How long the gateway takes to answer anything at all with a model. */
async function fastestAnswer(context: CheckContext): Promise<number> {
  const answers = await Promise.all([askHealth(context), askMessage(context)]);
  const times = answers.flatMap((answer) =>
    answer.ok && answer.value.status === 200 ? [answer.value.firstByteMs] : [],
  );
  return times.length === 0 ? 0 : Math.min(...times);
}

function by({ answer }: StreamExchange): string {
  const front = frontOf({ headers: answer.headers, text: '' });
  return front === undefined ? '' : ` (${front} is in front)`;
}

function isNginx({ answer }: Pick<StreamExchange, 'answer'>): boolean {
  return /nginx/i.test(frontOf({ headers: answer.headers, text: '' }) ?? '');
}

function unbufferHint(exchange: StreamExchange): string {
  if (isNginx(exchange)) {
    return 'In nginx set proxy_buffering off; and proxy_http_version 1.1; for /v1/messages (or have the gateway send X-Accel-Buffering: no), and leave gzip off for text/event-stream.';
  }
  return 'Turn response buffering off in whatever stands in front (nginx: proxy_buffering off; API management and CDN: no buffering, no compression of text/event-stream).';
}

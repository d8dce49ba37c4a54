import { fail, pass, warn, type Check } from '../check.ts';
import { claudeVersion } from '../../schema/index.ts';
import { engineShape, sentName } from '../engine/shape.ts';
import { messages } from '../requests/requests.ts';
import { isIncomplete, noStream, sayEnd } from '../diagnosis/stream-verdict.ts';

/** code.claude.com "LLM gateway protocol": the client gives up after 300 s of silence; many proxies do after 60 s. */
export const streamKeepalive = {
  id: 'stream-keepalive',
  title: 'a slow stream is kept open',
  group: 'C',
  owner: 'gateway',
  topic: 'timeout',
  required: true,
  whenBroken: 'partly',
  says: 'streams are cut while a model thinks',
  when: 'deep',
  needs: ['stream-basic'],
  tokens: { input: 60, output: 3000 },
  async run(context) {
    const model = sentName(await context.model());
    // A name without a version may stand for any model, and then nobody knows what it takes.
    const thinks = claudeVersion(model) !== undefined && engineShape(model).thinking?.type === 'adaptive';
    const outcome = await context.stream('keepalive', {
      ...messages({
        model,
        max_tokens: 4096,
        stream: true,
        ...(thinks ? { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } } : {}),
        messages: [
          {
            role: 'user',
            content:
              'Five houses stand in a row, each of another colour, with owners of five crafts and five pets. Make up such a puzzle with a single solution, then solve it step by step and check every step.',
          },
        ],
      }),
      timeouts: { firstByte: 120_000, idle: 120_000, total: 200_000 },
    });
    const none = noStream(context, outcome, 'A long stream');
    if (none !== undefined || !outcome.ok) return none;
    const { answer } = outcome.value;
    const gap = longestGap(
      answer.firstByteMs,
      answer.reads.map(({ at }) => at),
    );
    if (isIncomplete(outcome.value)) {
      return fail(`The stream is cut ${sayEnd(context, outcome.value)}.`, HINT);
    }
    const seconds = Math.round(gap / 1000);
    if (gap > 60_000) return fail(`For ${seconds} s nothing came.`, HINT);
    if (gap > 30_000) return warn(`For ${seconds} s nothing came; many proxies cut after 60 s.`, HINT);
    return pass(`Never more than ${seconds} s without a byte, over ${Math.round(answer.ms / 1000)} s.`);
  },
} as const satisfies Check;

const HINT =
  'Have the gateway pass ping events on, or send its own, and raise the read timeouts in front (nginx: proxy_read_timeout 600s).';

function longestGap(firstByte: number, times: readonly number[]): number {
  let longest = firstByte;
  let last = firstByte;
  for (const time of times) {
    longest = Math.max(longest, time - last);
    last = time;
  }
  return longest;
}

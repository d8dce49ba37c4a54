import { unproven, pass, warn, type Check, type CheckContext } from '../check.ts';
import { notTested, sayOutcome } from '../diagnosis/explain.ts';
import { usageOf } from '../../protocol/message-shape.ts';
import type { Answered } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';

const BETWEEN_MS = 3000;
/** Well above the shortest prompt that any model caches. */
const LINES = 420;

/** platform.claude.com "Prompt caching". */
export const cacheEffective = {
  id: 'cache-effective',
  title: 'prompt caching works',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'deep',
  needs: ['rich-request'],
  tokens: { input: 10_200, output: 2 },
  async run(context) {
    const first = await ask(context);
    if (!first.ok || first.value.status !== 200) return unanswered(context, first);
    await context.wait(BETWEEN_MS);
    const second = await ask(context);
    if (!second.ok || second.value.status !== 200) return unanswered(context, second);
    const read = usageOf(second.value.json).cacheRead ?? 0;
    return read > 0
      ? pass(`The second request read ${read} tokens from the cache.`)
      : warn(
          'The second of two equal requests read nothing from the cache.',
          'Have the gateway pass cache_control on: otherwise every turn is billed in full. Some gateways cache only real sessions.',
        );
  },
} as const satisfies Check;

async function ask(context: CheckContext): Promise<Answered> {
  const mark = context.nonce('cache');
  const text = Array.from(
    { length: LINES },
    (_, line) => `Note ${line + 1} of ${mark}: nothing to do here.`,
  ).join('\n');
  return context.send(
    'cache',
    messages({
      model: await context.model(),
      max_tokens: 1,
      system: [{ type: 'text', text, cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: '.' }],
    }),
  );
}

function unanswered(context: CheckContext, outcome: Answered): ReturnType<typeof unproven> {
  const limited = outcome.ok ? notTested(context, outcome.value) : undefined;
  return (
    limited ??
    unproven(
      `A long system prompt is not answered (${sayOutcome(context, outcome)}).`,
      'Look at the log of the gateway.',
    )
  );
}

import { pass, skip, warn, type Check } from '../check.ts';
import { usageOf } from '../../protocol/message-shape.ts';
import { askHealth } from '../requests/asks.ts';

export const limitsHonoured = {
  id: 'limits-honoured',
  title: 'max_tokens is passed on',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  async run(context) {
    const health = await askHealth(context);
    const output = health.ok && health.value.status === 200 ? usageOf(health.value.json).output : undefined;
    if (output === undefined) return skip('No answer to one token says how many it took.');
    if (output <= 1) return pass('One token was asked for, and no more came.');
    return warn(
      `One token was asked for, and ${output} were counted.`,
      'Have the gateway pass max_tokens on: it rewrites the limit, or invents the usage.',
    );
  },
} as const satisfies Check;

import { pass, skip, warn, type Check } from '../check.ts';
import { sayOutcome } from '../diagnosis/explain.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askModels } from '../requests/asks.ts';
import { wrongKey } from './auth-rejects-bad.ts';
import { listModels } from '../requests/requests.ts';

export const authModels = {
  id: 'auth-models',
  title: 'the model list is not public',
  group: 'B',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['auth-accepted'],
  negative: 'alone',
  async run(context) {
    if (!discoveryIsOn(context.facts)) return undefined;
    const known = await askModels(context);
    if (!known.ok || known.value.status !== 200) return skip('There is no model list to protect.');
    const outcome = await context.send('models-bad-key', { ...listModels(), credential: wrongKey(context) });
    if (outcome.ok && outcome.value.status === 200) {
      return warn(
        'The model list is given to a made-up key.',
        'Have the gateway check the key on /v1/models too.',
      );
    }
    return outcome.ok && [401, 403].includes(outcome.value.status)
      ? pass(`A wrong key gets no model list (HTTP ${outcome.value.status}).`)
      : pass(`A wrong key gets no model list (${sayOutcome(context, outcome)}).`);
  },
} as const satisfies Check;

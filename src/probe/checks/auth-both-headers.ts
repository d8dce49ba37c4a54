import { fail, unproven, pass, warn, type Check } from '../check.ts';
import { notTested, sayFailure, sayAnswer } from '../diagnosis/explain.ts';
import { smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';

/** code.claude.com "LLM gateway protocol": a helper's value goes into both headers for inference. */
export const authBothHeaders = {
  id: 'auth-both-headers',
  title: 'both credential headers together are taken',
  group: 'B',
  owner: 'gateway',
  topic: 'scheme',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health'],
  costs: ({ bothHeaders }) => bothHeaders === true,
  tokens: { input: 8, output: 1 },
  async run(context) {
    const needed = context.facts.bothHeaders === true;
    if (!needed && !context.deep) return undefined;
    const request = messages(await smallBody(context));
    const outcome = await context.send('both-headers', { ...request, credential: 'both' });
    if (!outcome.ok) return unproven(`${sayFailure(context, outcome.failure)}.`);
    if (outcome.value.status === 200) return pass('Authorization and x-api-key together are taken.');
    return (
      notTested(context, outcome.value) ?? {
        ...(needed ? fail : warn)(
          `Authorization and x-api-key together are refused (${sayAnswer(context, outcome.value)})${needed ? ', and every turn sends both, because a credential helper is configured' : ''}.`,
          'Have the gateway ignore the second header: what inferenceCredentialHelper prints is sent in both.',
        ),
      }
    );
  },
} as const satisfies Check;

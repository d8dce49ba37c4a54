import type { Check } from '../check.ts';
import { smallBody } from '../requests/asks.ts';
import { isPassedOn } from '../requests/passed-on.ts';
import { BETAS, messages } from '../requests/requests.ts';

const VALUE = 'cowork-probe-9999-01-01';

/** platform.claude.com "Beta headers": the API names an unknown value in a 400. A gateway that answers 200 dropped it. */
export const betaForwarded = {
  id: 'beta-forwarded',
  title: 'the anthropic-beta header is passed on',
  group: 'C',
  owner: 'gateway',
  topic: 'betas',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  negative: 'beside',
  run: async (context) =>
    isPassedOn(context, {
      label: 'beta',
      request: messages(await smallBody(context), { 'anthropic-beta': `${BETAS},${VALUE}` }),
      what: 'An unknown anthropic-beta value',
      named: /cowork-probe|beta/i,
      dropped: 'it is dropped, or no Anthropic model is behind',
      carrier: 'the header',
      hint: 'Have the gateway forward anthropic-beta as it comes: without it 1M context, effort and tool search vanish silently.',
    }),
} as const satisfies Check;

import { warn, type Check } from '../check.ts';
import { sayAnswer } from '../diagnosis/explain.ts';
import { EFFORT } from '../engine/betas.ts';
import { smallBody } from '../requests/asks.ts';
import { isPassedOn } from '../requests/passed-on.ts';
import { BETAS, messages } from '../requests/requests.ts';

const VALUE = 'cowork-probe-bogus';

/** code.claude.com "LLM gateway protocol": headers and body fields are open lists. A wrong value must reach its check. */
export const fieldForwarded = {
  id: 'field-forwarded',
  title: 'body fields are passed on',
  group: 'C',
  owner: 'gateway',
  topic: 'fields',
  required: false,
  whenBroken: 'advice',
  when: 'default',
  needs: ['health'],
  negative: 'beside',
  async run(context) {
    const body = { ...(await smallBody(context)), output_config: { effort: VALUE } };
    return isPassedOn(context, {
      label: 'field',
      // A beta and its body field travel together.
      request: messages(body, { 'anthropic-beta': `${BETAS},${EFFORT}` }),
      what: 'A wrong output_config.effort',
      named: /effort|cowork-probe/i,
      dropped: 'the field is dropped on the way',
      carrier: 'the field',
      hint: 'Have the gateway pass body fields on that it does not know: new ones come with releases of the app.',
      refused: (answer, message) =>
        /extra inputs|not permitted|unknown (?:field|name)|unrecognized/i.test(message)
          ? warn(
              `The field output_config is refused whatever it holds (${sayAnswer(context, answer)}).`,
              'Have the gateway forward output_config together with anthropic-beta, or translate it: the engine sends it on every turn of the newer models.',
            )
          : undefined,
    });
  },
} as const satisfies Check;

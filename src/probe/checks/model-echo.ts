import { fail, pass, skip, warn, type Check } from '../check.ts';
import { messageModel } from '../../protocol/message-shape.ts';
import { compareModels, type Likeness } from '../model-family.ts';
import { askMessage, askStream } from './asks.ts';

/** Silent substitution is seen in the field: asked for a Claude, answered by another vendor's model under its own name. */
export const modelEcho: Check = {
  id: 'model-echo',
  title: 'the model that was asked for answers',
  group: 'C',
  required: true,
  when: 'default',
  needs: ['message-basic'],
  async run(context) {
    const asked = await context.model();
    const [message, stream] = await Promise.all([askMessage(context), askStream(context)]);
    const answered = [
      message.ok && message.value.status === 200 ? messageModel(message.value.json) : undefined,
      stream.ok ? stream.value.reading.model : undefined,
    ].filter((model) => model !== undefined);
    const worst = answered
      .map((got) => ({ got, likeness: compareModels(asked, got) }))
      .sort((a, b) => ORDER.indexOf(b.likeness) - ORDER.indexOf(a.likeness))[0];
    if (worst === undefined) return skip('No answer names its model.');
    const pair = `${context.quote(asked, 80)} was answered by ${context.quote(worst.got, 80)}`;
    switch (worst.likeness) {
      case 'same':
        return pass(`${context.quote(asked, 80)} answers under its own name.`);
      case 'dated':
        return pass(`${pair}, the same model with its date.`);
      case 'other-name':
        return warn(
          `${pair}, which may be the same model under another name.`,
          'Look at the route in the gateway; name in inferenceModels what really answers.',
        );
      case 'other-family':
        return fail(
          `${pair}: another model answers.`,
          'Correct the route of this model in the gateway, or take it out of inferenceModels.',
        );
      default:
        return worst.likeness satisfies never;
    }
  },
};

const ORDER: readonly Likeness[] = ['same', 'dated', 'other-name', 'other-family'];

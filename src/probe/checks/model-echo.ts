import { fail, pass, skip, warn, type Check } from '../check.ts';
import { messageModel } from '../../protocol/message-shape.ts';
import { compareModels, type Likeness } from '../models/family.ts';
import { askMessage, askStream } from '../requests/asks.ts';
import { allTurns } from '../turns/report.ts';

/** Silent substitution is seen in the field: asked for a Claude, answered by another vendor's model under its own name. */
export const modelEcho = {
  id: 'model-echo',
  title: 'the model that was asked for answers',
  group: 'C',
  owner: 'gateway',
  topic: 'model-name',
  required: true,
  whenBroken: 'partly',
  says: 'another model answers than the one that was asked for',
  when: 'default',
  needs: ['health'],
  async run(context) {
    const chosen = await context.model();
    const [message, stream, turns] = await Promise.all([
      askMessage(context),
      askStream(context),
      allTurns(context, 'text'),
    ]);
    const answered = [
      {
        asked: chosen,
        got: message.ok && message.value.status === 200 ? messageModel(message.value.json) : undefined,
      },
      { asked: chosen, got: stream.ok ? stream.value.reading.model : undefined },
      // An answer to another question is no evidence.
      ...turns
        .filter(({ state, problem }) => state !== 'works' || problem === undefined)
        .map(({ model, answered: got }) => ({ asked: model, got })),
    ];
    const [worst] = answered
      .flatMap(({ asked, got }) =>
        got === undefined ? [] : [{ asked, got, likeness: compareModels(asked, got) }],
      )
      .sort((a, b) => ORDER.indexOf(b.likeness) - ORDER.indexOf(a.likeness));
    if (worst === undefined) return skip('No answer names its model.');
    const pair = `${context.quote(worst.asked, 80)} was answered by ${context.quote(worst.got, 80)}`;
    switch (worst.likeness) {
      case 'same':
        return pass(
          turns.length > 1
            ? 'Every model answers under its own name.'
            : `${context.quote(chosen, 80)} answers under its own name.`,
        );
      case 'dated':
        return pass(`${pair}, the same model.`);
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
} as const satisfies Check;

const ORDER: readonly Likeness[] = ['same', 'dated', 'other-name', 'other-family'];

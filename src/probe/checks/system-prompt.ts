import { fail, nothing, pass, type Check } from '../check.ts';
import { showId } from '../../protocol/model-list.ts';
import { allTurns } from '../turns/report.ts';

/** A word that only the system prompt tells; read from the turns of rich-request. */
export const systemPrompt = {
  id: 'system-prompt',
  title: 'the system prompt reaches each model',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'the model does not see the system prompt',
  when: 'default',
  needs: ['rich-request'],
  async run(context) {
    const turns = (await allTurns(context, 'text')).filter(({ systemSeen }) => systemSeen !== undefined);
    if (turns.length === 0) return nothing('turn');
    const without = turns.filter(({ systemSeen }) => systemSeen === false).map(({ model }) => showId(model));
    if (without.length > 0) {
      return fail(
        `The system prompt shows no effect with ${without.slice(0, 3).join(', ')}: twice the answer lacked the word that it asks for.`,
        'Have the gateway pass system on as it comes, all blocks and in order: without it the app has no instructions.',
      );
    }
    return pass(`Every answer ends as the system prompt says.`);
  },
} as const satisfies Check;

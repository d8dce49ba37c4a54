import { pass, type Check } from '../check.ts';
import { engineShape } from '../engine/shape.ts';
import { textTurn, weigh } from '../engine/request.ts';
import { allTurns, reportTurns } from '../turns/report.ts';

const WORDS = { asked: 'xxxxx-kiwi77', system: 'xxxxxxxx' };

/**
 * A first turn of every model as the app's engine sends it: its fields, betas, limits, headers and tools, streamed.
 * What refuses it fails every turn of that model, however well small requests are answered.
 */
export const richRequestCheck = {
  id: 'rich-request',
  title: "each model takes a turn as the app's engine sends it",
  group: 'C',
  owner: 'gateway',
  topic: 'fields',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health', 'auth-both-headers'],
  cost: (models) =>
    models.map((model, at) => ({
      input: weigh(textTurn(model, engineShape(model), WORDS, at === 0)),
      output: 4,
    })),
  async run(context) {
    const turns = await allTurns(context, 'text');
    const found = reportTurns(context, turns, 'A turn');
    if (found !== undefined) return found;
    return pass(
      `${turns.length === 1 ? 'The model takes' : `All ${turns.length} models take`} thinking, effort, betas, system blocks, cache marks, metadata and the tools of a first turn.`,
    );
  },
} as const satisfies Check;

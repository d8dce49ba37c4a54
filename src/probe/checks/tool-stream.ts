import { pass, warn, type Check } from '../check.ts';
import { engineShape } from '../engine/shape.ts';
import { CALL_TOKENS, toolTurn, weigh } from '../engine/request.ts';
import { CALLED } from '../engine/tools.ts';
import { allTurns, reportTurns } from '../turns/report.ts';
import { toolProblems } from '../../protocol/tool-shape.ts';

/** A tool call of every model, in a stream and by the model's own choice, as in every session. */
export const toolStream = {
  id: 'tool-stream',
  title: 'each model calls a tool in a stream',
  group: 'C',
  owner: 'gateway',
  topic: 'stream',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health', 'auth-both-headers'],
  cost: (models) =>
    models.map((model) => ({ input: weigh(toolTurn(model, engineShape(model))), output: CALL_TOKENS })),
  async run(context) {
    const turns = await allTurns(context, 'tool');
    const found = reportTurns(context, turns, 'A tool call');
    if (found !== undefined) return found;
    for (const { blocks } of turns) {
      const call = blocks.find(({ type }) => type === 'tool_use');
      const odd = call === undefined ? undefined : toolProblems(call, CALLED)[0];
      if (odd !== undefined)
        return warn(
          `The streamed tool call ${odd.text}.`,
          odd.code === 'input-schema'
            ? 'Have the gateway add nothing to the input of a call that the model did not write.'
            : 'Have the gateway pass tool IDs on as the model made them.',
        );
    }
    return pass(
      `${turns.length === 1 ? 'The model calls' : `All ${turns.length} models call`} it, with input that fits the schema.`,
    );
  },
} as const satisfies Check;

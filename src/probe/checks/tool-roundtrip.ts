import { blocked, pass, type Check } from '../check.ts';
import { engineShape } from '../engine/shape.ts';
import { CALLED_PATH, resultTurn, weigh } from '../engine/request.ts';
import { CALLED } from '../engine/tools.ts';
import { allTurns, reportTurns } from '../turns/report.ts';

const CALL = {
  type: 'tool_use',
  id: 'toolu_01Example000000',
  name: CALLED.name,
  input: { file_path: CALLED_PATH },
};

/** The second half of every tool loop: the model's own blocks go back, with what the tool gave. */
export const toolRoundtrip = {
  id: 'tool-roundtrip',
  title: 'the result of a tool reaches each model',
  group: 'C',
  owner: 'gateway',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['health', 'auth-both-headers'],
  cost: (models) =>
    models.map((model) => ({
      input: weigh(
        resultTurn(model, engineShape(model), [CALL], '1 secret-730519264-xxxxxxxx Oslo:7 /tmp/ 2'),
      ),
      output: 8,
    })),
  async run(context) {
    const calls = await allTurns(context, 'tool');
    const results = await allTurns(context, 'result');
    // Where no call was made there is nothing to give back.
    const made = results.filter((_, at) => ['works', 'unstreamed'].includes(calls[at]?.state ?? ''));
    if (made.length === 0)
      return blocked('tool-stream', 'No tool is called, so there is no result to give back.');
    const found = reportTurns(context, made, 'A tool result');
    if (found !== undefined) return found;
    return pass(
      `${made.length === 1 ? 'The model repeats' : `All ${made.length} models repeat`} what the tool gave back.`,
    );
  },
} as const satisfies Check;

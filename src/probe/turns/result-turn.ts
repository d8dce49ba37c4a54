import type { CheckContext } from '../check.ts';
import { resultTurn } from '../engine/request.ts';
import { unread } from './plain-message.ts';
import { sendTurn } from './send-turn.ts';
import { isAnswered, isOddAnswer, type Turn } from './turn.ts';

/** Filters take as many digits for a number of an account or a telephone, and such a word with a number for an id. */
const READ = ' Oslo:7 /tmp/';
const NUMBER = 'secret-730519264';

/** The turn after a call: its answer must hold the fresh word that the tool gave back. */
export async function askResult(context: CheckContext, model: string, call: Turn): Promise<Turn> {
  if (!isAnswered(call)) return { ...call, kind: 'result' };
  const ask = async (label: string): Promise<Turn> => {
    const word = context.nonce(`${label} ${model}`);
    const given = `${NUMBER}-${word}`;
    const turn = await sendTurn(context, 'result', model, (shape) =>
      // With line numbers and an empty last line, as the engine's Read gives a file back.
      resultTurn(model, shape, call.blocks, `1\t${given}${READ}\n2\t`),
    );
    return !isAnswered(turn) || turn.text.includes(given)
      ? turn
      : { ...turn, state: 'fails', ...lossOf(turn, call, word) };
  };
  const first = await ask('tool-result');
  if (!isOddAnswer(first)) return first;
  const second = await ask('tool-result-again');
  // What holds the rest of the result was read, and changed.
  if (second.text.includes(READ)) return second;
  return second.state === 'untested' ? first : ((await unread(context, first, second)) ?? second);
}

const LOST =
  'Have the gateway pass tool_use and tool_result blocks on unchanged: it loses what tools give back.';

/** Why an answer does not hold what the tool gave back, and what to do. */
function lossOf(turn: Turn, call: Turn, word: string): Required<Pick<Turn, 'problem' | 'hint'>> {
  const calls = turn.blocks.filter(({ type }) => type === 'tool_use');
  if (calls.some(({ id }) => isOwn(id) && call.blocks.some((earlier) => earlier.id === id))) {
    return {
      problem:
        'given the result, the answer before it comes once more, with the ID of its call: a cache answers',
      hint: 'Turn the cache of this route off, or have it go by the whole request: what tools give back comes after the question.',
    };
  }
  if (calls.length > 0)
    return {
      problem: 'given the result, the model calls the same tool again: the result does not reach it',
      hint: LOST,
    };
  if (turn.text.trim() === '') return { problem: 'the answer to a tool result is empty', hint: LOST };
  return turn.text.includes(word) || turn.text.includes(READ)
    ? {
        problem:
          'the number that the tool gave back comes back as another: data is masked or changed on its way',
        hint: 'Have filters of personal data and of secrets leave tool_result blocks as they are: the agent works with what tools give back.',
      }
    : {
        problem: 'the answer does not hold what the tool gave back: the result does not reach the model',
        hint: LOST,
      };
}

/** Some gateways give all calls one short ID. */
function isOwn(id: unknown): boolean {
  return typeof id === 'string' && id.length > 8;
}

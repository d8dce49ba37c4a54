import type { CheckContext } from '../check.ts';
import { textTurn } from '../engine/request.ts';
import { elsewhere, unread } from './plain-message.ts';
import { sendTurn } from './send-turn.ts';
import { isAnswered, isOddAnswer, type Turn } from './turn.ts';
import { holds, isOnce, spoiltText } from './words.ts';

const WHOLE = 'Have the gateway pass text on as the model wrote it.';

/** A turn of text: two fresh words, one asked for in the question and one in the system prompt, must come back. */
export async function askText(context: CheckContext, model: string): Promise<Turn> {
  // A description of a kilobyte is a price paid once: where a model alone refuses it, a turn of real size tells.
  const long = (await context.turnModels())[0] === model;
  const ask = async (label: string): Promise<Turn> => {
    const word = context.nonce(`${label} ${model}`);
    const words = {
      // Vowels, a sign, and letters with digits behind: each is lost or changed somewhere. Longer answers hide blocks that are mixed up.
      asked: `${word.slice(0, 5)}-kiwi77`,
      system: context.nonce(`system ${label} ${model}`),
    };
    const turn = await sendTurn(context, 'text', model, (shape) => textTurn(model, shape, words, long));
    if (!isAnswered(turn)) return turn;
    const systemSeen = holds(turn.text, words.system);
    const spoilt = spoiltText(turn.text, words);
    if (spoilt !== undefined)
      return {
        ...turn,
        systemSeen,
        state: 'fails',
        problem: spoilt,
        hint: WHOLE,
      };
    if (holds(turn.text, words.asked)) return { ...turn, systemSeen };
    return {
      ...turn,
      systemSeen,
      state: 'fails',
      problem:
        turn.text.trim() === ''
          ? 'the answer holds no text'
          : `the answer does not hold the word that was asked for, but "${context.quote(turn.text, 80)}"${await elsewhere(context)}`,
      hint: 'Have the gateway pass the question and the answer on whole; where a guardrail answers in place of the model, exempt this route from it.',
    };
  };
  const first = await ask('turn');
  // A model's whim must not be held against a gateway: another word decides.
  if (first.state === 'fails' ? !isOddAnswer(first) : first.systemSeen !== false) return first;
  const second = await ask('turn-again');
  if (first.systemSeen === false && second.systemSeen === false && second.state !== 'fails') {
    const asked = context.nonce(`twice ${model}`);
    const third = await sendTurn(context, 'text', model, (shape) => textTurn(model, shape, { asked }, long));
    if (isAnswered(third) && isOnce(third.text, asked))
      return { ...third, state: 'fails', problem: 'the end of the answer is lost', hint: WHOLE };
  }
  return second.state === 'untested' ? first : ((await unread(context, first, second)) ?? second);
}

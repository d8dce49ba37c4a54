import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { CheckContext } from '../check.ts';
import { limitFailure, sayAnswer } from '../diagnosis/explain.ts';
import type { Turn } from './turn.ts';

/** A turn that a limit, a quota or an overload ended; undefined when the answer is none of these. */
export function limitedTurn(
  context: CheckContext,
  answer: GatewayAnswer,
): Pick<Turn, 'state' | 'refusal' | 'problem' | 'hint'> | undefined {
  const limited = limitFailure(context, answer);
  if (limited === undefined) return undefined;
  if (limited.inconclusive === true) return { state: 'untested', refusal: answer };
  return {
    state: 'fails',
    refusal: answer,
    problem: `limited, however slowly it is asked (${sayAnswer(context, answer)})`,
    ...(limited.hint === undefined ? {} : { hint: limited.hint }),
  };
}

import { fail, pass, warn, type CheckContext, type RunAnswer } from '../check.ts';
import { isServerError, notTested, readError, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { GatewayRequest } from '../../gateway/types.ts';

/** A request with something in it that the API itself refuses by name. */
interface Marked {
  /** What the request is called among the answers. */
  readonly label: string;
  readonly request: GatewayRequest;
  /** What is wrong in it, as the beginning of a sentence. */
  readonly what: string;
  /** What the words of the API say when they name it. */
  readonly named: RegExp;
  /** A clause: what it means when nobody objects. */
  readonly dropped: string;
  /** `the header`, `the field`: what has arrived when it is named. */
  readonly carrier: string;
  readonly hint: string;
  /** A refusal of a kind of its own. */
  readonly refused?: (answer: GatewayAnswer, message: string) => RunAnswer | undefined;
}

/** Whether a gateway passes something on: what reaches the API is refused by name, and what is answered was dropped. */
export async function isPassedOn(context: CheckContext, marked: Marked): Promise<RunAnswer> {
  const { label, request, what, named, dropped, carrier, hint, refused } = marked;
  const outcome = await context.send(label, request);
  if (!outcome.ok) return fail(`${what} gets no answer: ${sayFailure(context, outcome.failure)}.`, hint);
  const answer = outcome.value;
  if (answer.status === 200) return warn(`${what} is not objected to: ${dropped}.`, hint);
  const limited = notTested(context, answer);
  if (limited !== undefined) return limited;
  if (answer.status === 400) {
    const message = readError(answer).message ?? '';
    const known = refused?.(answer, message);
    if (known !== undefined) return known;
    if (named.test(message)) return pass(`${what} is refused by name, so ${carrier} arrives.`);
  }
  const said = sayAnswer(context, answer);
  return isServerError(answer.status)
    ? fail(`${what} breaks the gateway (${said}).`, hint)
    : warn(`${what} is refused for another reason (${said}).`, hint);
}

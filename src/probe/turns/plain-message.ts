import { messageText } from '../../protocol/message-shape.ts';
import type { CheckContext } from '../check.ts';
import { askMessage } from '../requests/asks.ts';
import type { Turn } from './turn.ts';
import { holds } from './words.ts';

/*
 * What the answer to a plain message tells about a turn whose answer is not what was asked for.
 */

/**
 * The same readable text for two words, and another for a plain message: a recording or a mock answers, which tells
 * nothing about the way to a model. Text that is changed on its way differs with the word.
 */
export async function unread(context: CheckContext, first: Turn, second: Turn): Promise<Turn | undefined> {
  const { kind, model, blocks, text } = second;
  // Signs alone are what becomes of words that are masked.
  const isAnswer = /\p{L}{2}/u.test(text) || blocks.some(({ type }) => type === 'tool_use');
  if (!isAnswer || first.text !== text) return undefined;
  const message = await askMessage(context);
  if (!message.ok || message.value.status !== 200) return undefined;
  const said = messageText(message.value.json);
  if (holds(said, context.nonce('message')) || said.trim() === text.trim()) return undefined;
  const answered = second.answered === undefined ? {} : { answered: second.answered };
  const problem = 'the answer does not hold what was asked for';
  return { kind, model, blocks, text, ...answered, state: 'works', problem };
}

/** A clause for a turn's problem: a plain message is not answered as asked either. Empty when it is. */
export async function elsewhere(context: CheckContext): Promise<string> {
  const message = await askMessage(context);
  if (!message.ok || message.value.status !== 200) return '';
  return holds(messageText(message.value.json), context.nonce('message'))
    ? ''
    : ', and a plain message is not answered as asked either: text is changed on its way, or no model reads it';
}

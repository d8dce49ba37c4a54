import type { StreamAnswer } from '../../../src/gateway/types.ts';

/* What a stream holds, as the tables ask for it. */

/** The names of its events. */
export const names = (answer: StreamAnswer): string[] => answer.events.map(({ event }) => event);
/** What its events carry, where that is JSON. */
export const datas = (answer: StreamAnswer): Record<string, unknown>[] =>
  answer.events.flatMap(({ data }) => {
    try {
      return [JSON.parse(data) as Record<string, unknown>];
    } catch {
      return [];
    }
  });
/** The text of its answer. */
export const textOf = (answer: StreamAnswer): string =>
  datas(answer)
    .map(({ delta }) => (delta as { text?: string } | undefined)?.text ?? '')
    .join('');
/** The JSON of its tool calls. */
export const inputs = (answer: StreamAnswer): string =>
  datas(answer)
    .map(({ delta }) => (delta as { partial_json?: string } | undefined)?.partial_json ?? '')
    .join('');

/** The answer to "Count from 1 to 12". */
export const COUNTED = Array.from({ length: 12 }, (_, at) => String(at + 1)).join('\n');

import { envelope } from '../errors.ts';
import { respond, type Exchange } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { list, refusing, type Body } from './requests.ts';
import type { Reply } from '../messages/reply.ts';

/*
 * Several servers behind one address that are not the same, and caches: what one request is answered depends on others.
 */

/** What a fault remembers, for each gateway by its address; the oldest goes when there is too much. */
class Memory<T> {
  readonly #kept = new Map<string, T[]>();

  of({ origin }: Exchange): readonly T[] {
    return this.#kept.get(origin) ?? [];
  }

  add({ origin }: Exchange, item: T): void {
    this.#kept.set(origin, [...(this.#kept.get(origin) ?? []), item].slice(-MOST_KEPT));
    if (this.#kept.size > MOST_KEPT) this.#kept.delete([...this.#kept.keys()][0] ?? '');
  }
}

const MOST_KEPT = 50;

const answered = new Memory<{
  readonly model: unknown;
  readonly words: ReadonlySet<string>;
  readonly reply: Reply;
}>();

const asked = new Memory<{ readonly question: string; readonly reply: Reply }>();
/** It moves from turn to turn. */
const CACHE_MARK = /,"cache_control":\{[^}]*\}/g;

/** The words of the last message. */
function wordsOf({ messages }: Body): ReadonlySet<string> {
  const last = JSON.stringify(list(messages).at(-1)?.content ?? '');
  return new Set(last.toLowerCase().match(/[\w-]+/g) ?? []);
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((word) => other.has(word)).length / Math.max(one.size, other.size, 1);
}

/** Faults of servers that differ, and of caches. */
export const SERVER_FAULTS = {
  'one-of-two-refuses': refusing('one server of two refuses adaptive thinking', ({ thinking }, exchange) =>
    exchange.count('one-of-two-refuses') % 2 === 0 && (thinking as Body | undefined)?.type === 'adaptive'
      ? "thinking.type: Input should be 'enabled' or 'disabled'"
      : undefined,
  ),
  'second-refused': {
    about: 'refuses the second message, whatever it says',
    answer(exchange) {
      if (exchange.count('second-refused') !== 2) return false;
      respond(exchange, 403, envelope(403, 'try again', exchange.requestId));
      return true;
    },
  },
  'error-200-every-third': {
    about: 'tells every third message an error with HTTP 200',
    answer(exchange) {
      if (exchange.count('error-200-every-third') % 3 !== 0) return false;
      respond(exchange, 200, envelope(429, 'too many requests', exchange.requestId));
      return true;
    },
  },
  'cache-by-question': {
    about: 'a cache answers by the first message of a conversation',
    reply: (reply, exchange) => {
      const body = (exchange.json ?? {}) as Body;
      const question = JSON.stringify([body.model, body.stream, list(body.messages)[0]]).replace(
        CACHE_MARK,
        '',
      );
      const hit = asked.of(exchange).find((earlier) => earlier.question === question);
      if (hit === undefined) asked.add(exchange, { question, reply: structuredClone(reply) });
      else
        Object.assign(reply, {
          content: structuredClone(hit.reply.content),
          stop_reason: hit.reply.stop_reason,
        });
    },
  },
  'cache-by-likeness': {
    about: 'a cache answers what is like an earlier message',
    reply: (reply, exchange) => {
      const body = (exchange.json ?? {}) as Body;
      const { model } = body;
      const words = wordsOf(body);
      const hit = answered
        .of(exchange)
        .find((earlier) => earlier.model === model && likeness(earlier.words, words) > 0.9);
      if (hit === undefined) answered.add(exchange, { model, words, reply: structuredClone(reply) });
      else
        Object.assign(reply, {
          content: structuredClone(hit.reply.content),
          stop_reason: hit.reply.stop_reason,
        });
    },
  },
} satisfies Record<string, Fault>;

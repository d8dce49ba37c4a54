import { respond } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { encodeEvent, eventsOf } from '../messages/stream.ts';
import type { Reply } from '../messages/reply.ts';
import { list, refusing, type Body } from './requests.ts';

/*
 * Guards and limits that mind what stands in a turn of real size only: words of the prompts, the size of one schema.
 */

const BLOCKED = 'This request was blocked by the policy of your organization.';

function blocked(model: string): Reply {
  return {
    id: 'msg_01Guard',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: BLOCKED }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    container: null,
    diagnostics: null,
    stop_details: null,
    usage: { input_tokens: 1, output_tokens: 9, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
  };
}

/** The longest words for a property in the schemas of the tools. */
function longestProperty({ tools }: Body): number {
  const properties = list(tools).flatMap(({ input_schema: schema }) =>
    Object.values((schema as { readonly properties?: Record<string, Body> } | undefined)?.properties ?? {}),
  );
  return Math.max(
    0,
    ...properties.map(({ description }) => (typeof description === 'string' ? description.length : 0)),
  );
}

/** Faults of guards, and of limits on one part of a request. */
export const GUARD_FAULTS = {
  'deletion-refused': refusing(
    'a guard refuses tools that delete',
    ({ tools }) =>
      JSON.stringify(tools ?? '').includes('delete') ? 'destructive commands are not allowed' : undefined,
    { status: 403 },
  ),
  'guard-answers': {
    about: 'a guard answers in place of the model where authorization is spoken of',
    answer(exchange) {
      const { system, model } = (exchange.json ?? {}) as Body;
      if (!JSON.stringify(system ?? '').includes('authorization')) return false;
      const stream = eventsOf(blocked(String(model)))
        .map(encodeEvent)
        .join('');
      respond(exchange, 200, stream, { 'content-type': 'text/event-stream' });
      return true;
    },
  },
  'property-words-refused': refusing('refuses more than 300 characters for a property', (body) =>
    longestProperty(body) > 300 ? 'property descriptions are limited to 300 characters' : undefined,
  ),
} satisfies Record<string, Fault>;

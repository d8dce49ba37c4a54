import { respond } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { isModel, refusing } from './requests.ts';
import type { Block, Reply, ToolUseBlock } from '../messages/reply.ts';
import { event, type StreamEvent } from '../messages/stream.ts';

/*
 * Gateways on which small requests are answered and turns of the app's engine are not, or not whole: tools that are cut
 * off or renamed, texts that are changed, end reasons and counts that end a turn, one model that is treated worse.
 */

type Body = Record<string, unknown>;

function list(value: unknown): Body[] {
  return Array.isArray(value) ? (value as Body[]) : [];
}

function onCalls(about: string, change: (call: ToolUseBlock) => void): Fault {
  return {
    about,
    reply: (reply) => {
      for (const block of reply.content) if (block.type === 'tool_use') change(block);
    },
  };
}

function onInput(about: string, change: (input: Body) => Body): Fault {
  return onCalls(about, (call) => {
    call.input = change(call.input as Body);
  });
}

function onText(about: string, change: (text: string) => string): Fault {
  return {
    about,
    reply: (reply) => {
      for (const block of reply.content) if (block.type === 'text') block.text = change(block.text);
    },
  };
}

function onRequest(about: string, change: (body: Body) => void): Fault {
  return { about, request: (body) => change(body) };
}

/** Changes the data of the events of a name. */
function onEvents(about: string, name: string, change: (data: Body) => Body): Fault {
  return {
    about,
    events: (events) =>
      events.map((each): StreamEvent =>
        each.name === name ? { ...each, data: change(structuredClone(each.data) as Body) } : each,
      ),
  };
}

function ending(reason: string, is: (reply: Reply) => boolean = () => true): Fault {
  return {
    about: `ends with stop_reason ${reason}`,
    reply: (reply) => {
      if (is(reply)) reply.stop_reason = reason;
    },
  };
}

function calls(reply: Reply): boolean {
  return reply.content.some(({ type }) => type === 'tool_use');
}

function size(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}

function results(body: Body): Body[] {
  return list(body.messages)
    .flatMap(({ content }) => list(content))
    .filter(({ type }) => type === 'tool_result');
}

function counting(about: string, inputTokens: unknown): Fault {
  return onEvents(about, 'message_delta', (data) => ({
    ...data,
    usage: { ...(data.usage as Body), input_tokens: inputTokens },
  }));
}

function added(about: string, block: Block): Fault {
  return { about, reply: (reply) => void reply.content.push(block) };
}

/** A text before each call, and an error in the middle of the call. */
const BROKEN_CALL: Fault = {
  about: 'breaks off in a call that follows a text',
  reply: (reply) => {
    if (calls(reply)) reply.content.unshift({ type: 'text', text: 'Reading it.' });
  },
  events: (events) => {
    const at = events.findIndex(({ data }) => (data as { delta?: Body }).delta?.type === 'input_json_delta');
    if (at < 0) return events;
    const error = event({ type: 'error', error: { type: 'api_error', message: 'Upstream failed' } });
    return [...events.slice(0, at + 1), error];
  },
};

/** Faults that show in turns. */
export const TURN_FAULTS = {
  'tools-first-10': onRequest('passes ten tools on', (body) => {
    if (body.tools !== undefined) body.tools = list(body.tools).slice(0, 10);
  }),
  'tool-names-lower': onCalls('gives tool names back in small letters', (call) => {
    call.name = call.name.toLowerCase();
  }),
  'tool-names-suffixed': onCalls('numbers the names of tools', (call) => {
    call.name = `${call.name}_0`;
  }),
  'tool-keys-camel': onInput('gives properties back in camel case', (input) =>
    Object.fromEntries(
      Object.entries(input).map(([key, value]) => [
        key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
        value,
      ]),
    ),
  ),
  'tool-limit-added': onCalls('adds a limit to calls of Read', (call) => {
    if (call.name === 'Read') call.input = { ...(call.input as Body), limit: '100' };
  }),
  'tool-input-more': onInput('adds a property to the input of tools', (input) => ({ ...input, _trace: 'a' })),
  'tool-input-cut': onInput('cuts texts in the input of tools', (input) =>
    Object.fromEntries(
      Object.entries(input).map(([key, value]) => [
        key,
        typeof value === 'string' ? value.slice(0, 2) : value,
      ]),
    ),
  ),
  'tool-path-name-only': onInput('leaves the folder out of paths', (input) =>
    Object.fromEntries(
      Object.entries(input).map(([key, value]) => [
        key,
        typeof value === 'string' ? (value.split('/').at(-1) ?? '') : value,
      ]),
    ),
  ),
  'tool-id-missing': onCalls('drops the ids of tool calls', (call) => Reflect.deleteProperty(call, 'id')),
  'tool-results-cut': onRequest('cuts what tools give back after eight characters', (body) => {
    for (const result of results(body))
      if (typeof result.content === 'string') result.content = result.content.slice(0, 8);
  }),
  'tool-results-cache-refused': refusing('refuses cache_control on tool results', (body) =>
    results(body).some(({ cache_control: control }) => control !== undefined)
      ? 'messages.2.content.0.tool_result.cache_control: Extra inputs are not permitted'
      : undefined,
  ),
  'tools-64kb-refused': refusing('refuses tool definitions over 64 KB', ({ tools }) =>
    size(tools) > 65_536 ? 'tools: definitions exceed 64 KB' : undefined,
  ),
  'system-10kb-refused': refusing('refuses a system prompt over 10,000 characters', ({ system }) =>
    size(system) > 10_000 ? 'system: at most 10000 characters' : undefined,
  ),
  'blocks-4-refused': refusing('refuses more than four content blocks', ({ messages }) =>
    list(messages).some(({ content }) => list(content).length > 4)
      ? 'messages.0.content: at most 4 content blocks'
      : undefined,
  ),
  'ascii-only': refusing('refuses what is not ASCII', (_body, { body }) =>
    body.some((byte) => byte > 127) ? 'invalid byte in the request body' : undefined,
  ),
  'shell-refused': refusing(
    'a filter refuses shell commands',
    (_body, { body }) => (body.includes('rm -rf') ? 'Request blocked by policy' : undefined),
    { status: 403 },
  ),
  'haiku-500': refusing(
    'fails on Haiku',
    (body) => (isModel(body, 'haiku') ? 'Internal server error' : undefined),
    { status: 500 },
  ),
  'haiku-tools-refused': refusing('refuses tools on Haiku', (body) =>
    isModel(body, 'haiku') && 'tools' in body ? 'This model does not support tool use.' : undefined,
  ),
  'haiku-thinking-refused': refusing('refuses thinking on Haiku', (body) =>
    isModel(body, 'haiku') && 'thinking' in body ? 'thinking: Extra inputs are not permitted' : undefined,
  ),
  'haiku-window-20k': refusing('has a small window for Haiku', (body, { body: bytes }) =>
    isModel(body, 'haiku') && bytes.length > 80_000
      ? 'input length and `max_tokens` exceed context limit: 20000'
      : undefined,
  ),
  'max-tokens-cut-16': onRequest('allows 16 output tokens, whatever is asked for', (body) => {
    if (typeof body.max_tokens !== 'number' || body.max_tokens <= 16) return;
    body.max_tokens = 16;
    Reflect.deleteProperty(body, 'thinking');
  }),
  'stop-window': ending('model_context_window_exceeded'),
  'stop-max-tokens': ending('max_tokens'),
  'stop-tool-use': ending('tool_use', (reply) => !calls(reply)),
  'stop-max-tokens-calls': ending('max_tokens', calls),
  'usage-text': counting('counts the input as text', '12'),
  'usage-full': counting('counts a full conversation', 190_000),
  'numbers-masked': onRequest('masks long numbers in what tools give back', (body) => {
    for (const result of results(body))
      if (typeof result.content === 'string') result.content = result.content.replace(/\d{7,}/g, '<NUMBER>');
  }),
  'addresses-refused': refusing('a guard refuses e-mail addresses in messages', ({ messages }) =>
    /[\w.]+@[\w-]+\.\w/.test(JSON.stringify({ messages }))
      ? 'Blocked entity detected: EMAIL_ADDRESS. This entity is not allowed to be used in this request.'
      : undefined,
  ),
  'code-refused': refusing('a guard refuses code in the system prompt', ({ system }) =>
    size(system) > 0 && JSON.stringify(system).includes('```') ? 'Prompt contains code.' : undefined,
  ),
  'large-tools-lost': {
    about: 'sends large requests on without their tools',
    request: (body, headers) => {
      if (Number(headers['content-length'] ?? 0) > 90_000) Reflect.deleteProperty(body, 'tools');
    },
  },
  'schemas-whole': refusing('wants a draft and no further properties in each schema', ({ tools }) =>
    list(tools).some(
      ({ input_schema: schema }) =>
        (schema as Body).$schema === undefined || (schema as Body).additionalProperties !== false,
    )
      ? "input_schema: 'additionalProperties' is required to be supplied and to be false"
      : undefined,
  ),
  'thinking-returned-refused': refusing('refuses the thinking of earlier answers', ({ messages }) =>
    list(messages).some(({ content }) => list(content).some(({ type }) => type === 'thinking'))
      ? 'messages.1.content.0: Invalid `signature` in `thinking` block'
      : undefined,
  ),
  'thinking-open': {
    about: 'does not end blocks of thinking',
    events: (events) => {
      const open = new Set(
        events.flatMap(({ data }) => {
          const { content_block: block, index } = data as { content_block?: Body; index?: unknown };
          return block?.type === 'thinking' ? [index] : [];
        }),
      );
      return events.filter(
        ({ name, data }) => name !== 'content_block_stop' || !open.has((data as { index?: unknown }).index),
      );
    },
  },
  'call-broken': BROKEN_CALL,
  'text-dots': onText('answers in dots', (text) => text.replace(/\S/g, '.')),
  'text-capitals': onText('answers in capitals', (text) => text.toUpperCase()),
  'text-first-word': onText('answers with its first word only', (text) => text.trim().split(' ')[0] ?? ''),
  'text-spaceless': onText('drops spaces', (text) => text.replaceAll(' ', '')),
  'text-banner': added('adds a text of its own', { type: 'text', text: 'Answered by ACME.' }),
  'block-stop-index': onEvents('numbers the ends of blocks wrong', 'content_block_stop', (data) => ({
    ...data,
    index: 9,
  })),
  'block-unknown': {
    about: 'has a block of a type nobody knows, which is allowed',
    events: (events) => [
      ...events.slice(0, 1),
      event({ type: 'content_block_start', index: 7, content_block: { type: 'reasoning', text: 'hm' } }),
      event({ type: 'content_block_stop', index: 7 }),
      ...events.slice(1),
    ],
  },
  'stream-204': {
    about: 'answers streams with HTTP 204',
    answer(exchange) {
      if ((exchange.json as Body | undefined)?.stream !== true) return false;
      respond(exchange, 204, '');
      return true;
    },
  },
  'alternate-500': {
    about: 'HTTP 500 to every second message',
    answer(exchange) {
      if (exchange.count('alternate-500') % 2 === 0) return false;
      respond(exchange, 500, { error: 'try again' });
      return true;
    },
  },
  'busy-503': {
    about: 'HTTP 503 while another message is under way',
    answer(exchange) {
      const { response } = exchange;
      if (exchange.enter('busy-503') > 1) {
        exchange.leave('busy-503');
        respond(exchange, 503, { error: { message: 'busy' } });
        return true;
      }
      response.once('close', () => exchange.leave('busy-503'));
      return false;
    },
  },
  maintenance: {
    about: 'HTTP 503 with retry-after, for maintenance',
    answer(exchange) {
      respond(exchange, 503, { error: { message: 'maintenance' } }, { 'retry-after': '1' });
      return true;
    },
  },
} satisfies Record<string, Fault>;

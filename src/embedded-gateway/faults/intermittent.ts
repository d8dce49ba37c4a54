import { envelope, type ErrorStatus } from '../errors.ts';
import { respond, type Exchange } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { isModel } from './requests.ts';
import type { Reply } from '../messages/reply.ts';
import { event, type StreamEvent } from '../messages/stream.ts';

/*
 * Gateways that fail now and then, limit, meter, rename, or treat one model or one client in another way than the rest.
 */

function refuse(
  exchange: Exchange,
  status: ErrorStatus,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): true {
  respond(exchange, status, envelope(status, message, exchange.requestId), headers);
  return true;
}

/** Fails the requests for which `which` says so, counted from 1. */
function flaky(about: string, name: string, status: ErrorStatus, which: (count: number) => boolean): Fault {
  return {
    about,
    answer: (exchange) => which(exchange.count(name)) && refuse(exchange, status, 'try again'),
  };
}

function renamed(about: string, name: (model: string) => string): Fault {
  return {
    about,
    reply: (reply) => {
      reply.model = name(reply.model);
    },
  };
}

function onOpus(about: string, change: (events: StreamEvent[]) => StreamEvent[]): Fault {
  return { about, events: (events, { json }) => (isModel(json, 'opus') ? change(events) : events) };
}

const undated = (model: string): string => model.replace(/-\d{8}$/, '');
const MINUTE = 60_000;

function deltaType({ data }: StreamEvent): unknown {
  return (data as { delta?: { type?: unknown } } | undefined)?.delta?.type;
}

function withoutThinking(reply: Reply): void {
  reply.content = reply.content.filter(({ type }) => type !== 'thinking');
}

/** What comes and goes, and what is done to one model or one client. */
export const INTERMITTENT_FAULTS = {
  'cold-start': flaky('HTTP 503 to the first message', 'cold-start', 500, (count) => count === 1),
  'every-third-500': flaky(
    'HTTP 500 to every third message',
    'every-third-500',
    500,
    (count) => count % 3 === 0,
  ),
  'every-third-529': flaky(
    'HTTP 529 to every third message',
    'every-third-529',
    529,
    (count) => count % 3 === 0,
  ),
  'limit-5-a-second': {
    about: 'HTTP 429 with retry-after to more than five messages in two seconds',
    answer(exchange) {
      const slot = Math.floor(Date.now() / 2000);
      return (
        exchange.count(`limit-${String(slot)}`) > 5 &&
        refuse(exchange, 429, 'rate limit reached', { 'retry-after': '2' })
      );
    },
  },
  'one-at-a-time': {
    about: 'HTTP 429 without retry-after while another message is under way',
    answer(exchange) {
      const { response } = exchange;
      if (exchange.enter('one-at-a-time') > 1) {
        exchange.leave('one-at-a-time');
        return refuse(exchange, 429, 'concurrency limit');
      }
      response.once('close', () => exchange.leave('one-at-a-time'));
      return false;
    },
  },
  'quota-403': {
    about: 'a spent quota as API management tells it',
    answer(exchange) {
      respond(exchange, 403, {
        statusCode: 403,
        message: 'Token quota is exceeded. Try again in 41 minutes and 54 seconds.',
      });
      return true;
    },
  },
  'quota-503': {
    about: 'a rate limit told as 503, as nginx does',
    answer(exchange) {
      respond(exchange, 503, '<html><head><title>503 Service Temporarily Unavailable</title></head></html>', {
        'content-type': 'text/html',
        server: 'nginx',
        'retry-after': String(MINUTE / 1000),
        'x-ratelimit-remaining': '0',
      });
      return true;
    },
  },
  'clients-listed': {
    about: "takes the engine's User-Agent only",
    answer(exchange) {
      if ((exchange.request.headers['user-agent'] ?? '').startsWith('claude-cli/')) return false;
      respond(exchange, 403, {
        error: {
          type: 'client_validation_error',
          message: 'This endpoint only accepts requests from Claude Code CLI',
        },
      });
      return true;
    },
  },
  'name-bedrock': renamed('echoes the Bedrock profile', (model) => `us.anthropic.${undated(model)}-v1:0`),
  'name-prefixed': renamed('echoes a provider in front', (model) => `anthropic/${model}`),
  'name-vertex': renamed('echoes a Vertex name', (model) => `${undated(model)}@20251001`),
  'name-comma': renamed('echoes provider,model', (model) => `anthropic,${model}`),
  'name-short-prefix': renamed('echoes a short prefix', (model) => `ant/${model}`),
  'opus-is-haiku': {
    about: 'answers for Opus with Haiku',
    reply: (reply) => {
      if (reply.model.includes('opus')) reply.model = 'claude-haiku-4-5-20251001';
    },
  },
  'opus-data-only': onOpus('leaves the event names out on Opus', (events) =>
    events.map((each) => ({ ...each, name: undefined })),
  ),
  'opus-truncated': onOpus('ends the streams of Opus early', (events) => events.slice(0, 4)),
  'opus-tools-ignored': {
    about: 'drops tools on Opus',
    request(body) {
      if (isModel(body, 'opus')) Reflect.deleteProperty(body, 'tools');
    },
  },
  'system-dropped': {
    about: 'drops the system prompt',
    request(body) {
      Reflect.deleteProperty(body, 'system');
    },
  },
  'late-end': { about: 'ends the body three seconds after message_stop', wire: { lingerMs: 3000 } },
  'comments-first': {
    about: 'sends comments before the first event, which is right',
    wire: {
      encode: (text) => (text.includes('"message_start"') ? `: PROCESSING\n\n: PROCESSING\n\n${text}` : text),
    },
  },
  'empty-json-deltas': {
    about: 'fills text blocks with empty input_json_delta events',
    reply: withoutThinking,
    events: (events) =>
      events.map((each) =>
        deltaType(each) === 'text_delta'
          ? event({
              type: 'content_block_delta',
              index: (each.data as { index?: unknown }).index,
              delta: { type: 'input_json_delta', partial_json: '' },
            })
          : each,
      ),
  },
  'tool-input-dropped': {
    about: 'drops the input of tool calls in streams',
    events: (events) => events.filter((each) => deltaType(each) !== 'input_json_delta'),
  },
  'tool-renamed': {
    about: 'puts a prefix in front of the names of tools',
    reply: (reply) => {
      for (const block of reply.content) if (block.type === 'tool_use') block.name = `proxy_${block.name}`;
    },
  },
  'thinking-unsigned': {
    about: 'sends thinking without its signature',
    events: (events) => events.filter((each) => deltaType(each) !== 'signature_delta'),
  },
  'thinking-removed': { about: 'leaves thinking out of answers', reply: withoutThinking },
  'answer-empty': {
    about: 'answers with an empty text',
    reply: (reply) => {
      reply.content = [{ type: 'text', text: '' }];
      reply.stop_reason = 'end_turn';
    },
  },
  'content-none': {
    about: 'answers without content',
    reply: (reply) => {
      reply.content = [];
      reply.stop_reason = 'end_turn';
    },
  },
  'count-tokens-low': {
    about: 'count_tokens leaves out system and tools',
    countTokens(exchange) {
      const { messages } = (exchange.json ?? {}) as { readonly messages?: unknown };
      respond(exchange, 200, { input_tokens: Math.max(1, Math.ceil(JSON.stringify(messages).length / 4)) });
      return true;
    },
  },
} satisfies Record<string, Fault>;

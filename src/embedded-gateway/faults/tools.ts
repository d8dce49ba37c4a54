import { ApiError } from '../errors.ts';
import type { Fault } from './fault.ts';
import type { Block, Reply, ToolUseBlock } from '../messages/reply.ts';
import { event, type StreamEvent } from '../messages/stream.ts';

function toolsOf(reply: Reply): ToolUseBlock[] {
  return reply.content.filter((block) => block.type === 'tool_use');
}

interface Delta {
  readonly index?: unknown;
  readonly delta?: { readonly type?: unknown };
  readonly content_block?: { readonly type?: unknown };
}

function shape({ data }: StreamEvent): Delta {
  return data ?? {};
}

function isInput(each: StreamEvent): boolean {
  return shape(each).delta?.type === 'input_json_delta';
}

/** Replaces the pieces of every tool's input by these. */
function withInput(events: StreamEvent[], pieces: readonly string[]): StreamEvent[] {
  const done = new Set<unknown>();
  return events.flatMap((each) => {
    if (!isInput(each)) return [each];
    const { index } = shape(each);
    if (done.has(index)) return [];
    done.add(index);
    return pieces.map((partial_json) =>
      event({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } }),
    );
  });
}

function renamed(id: (at: number) => string): NonNullable<Fault['reply']> {
  return (reply) => toolsOf(reply).forEach((block, at) => (block.id = id(at)));
}

/** Faults of tool calls. */
export const TOOL_FAULTS = {
  'tool-bad-json': {
    about: 'tool input that never becomes JSON',
    events: (events) => withInput(events, ['{"city": ', '"Oslo", ']),
  },
  'tool-string-input': {
    about: 'tool input as a JSON string',
    reply: (reply) => toolsOf(reply).forEach((block) => (block.input = JSON.stringify(block.input))),
  },
  'tool-input-in-start': {
    about: 'tool input only in content_block_start',
    events: (events) =>
      events
        .filter((each) => !isInput(each))
        .map((each) => {
          const { content_block: block, index } = shape(each);
          if (block?.type !== 'tool_use') return each;
          return event({
            type: 'content_block_start',
            index,
            content_block: { ...block, input: { city: 'Oslo', n: 7 } },
          });
        }),
  },
  'tool-no-block-stop': {
    about: 'a tool block that is never closed',
    events(events) {
      const tools = new Set(
        events
          .filter((each) => shape(each).content_block?.type === 'tool_use')
          .map((each) => shape(each).index),
      );
      return events.filter((each) => !(each.name === 'content_block_stop' && tools.has(shape(each).index)));
    },
  },
  'tool-as-text': {
    about: 'a tool call written as text',
    reply(reply) {
      if (toolsOf(reply).length === 0) return;
      reply.content = reply.content.map((block): Block =>
        block.type === 'tool_use'
          ? {
              type: 'text',
              text: `<function_calls>${block.name}(${JSON.stringify(block.input)})</function_calls>`,
            }
          : block,
      );
      reply.stop_reason = 'end_turn';
    },
  },
  'tool-wrong-stop': {
    about: 'stop_reason end_turn with a tool call',
    reply(reply) {
      if (toolsOf(reply).length > 0) reply.stop_reason = 'end_turn';
    },
  },
  'tool-dup-ids': { about: 'the same id for all tool calls', reply: renamed(() => 'toolu_01Same') },
  'tool-call-ids': { about: 'tool ids in OpenAI style', reply: renamed((at) => `call_abc${String(at)}`) },
  'odd-tool-ids': {
    about: 'tool ids that the API refuses when they come back',
    reply: renamed((at) => `functions.Read:${String(at)}`),
  },
  'tools-ignored': {
    about: 'drops tools and tool_choice',
    request(body) {
      Reflect.deleteProperty(body, 'tools');
      Reflect.deleteProperty(body, 'tool_choice');
    },
  },
  'tool-results-lost': {
    about: 'drops the content of tool results',
    request(body) {
      const messages = Array.isArray(body.messages)
        ? (body.messages as { readonly content?: unknown }[])
        : [];
      body.messages = messages.map((message) => ({
        ...message,
        content: Array.isArray(message.content)
          ? (message.content as { readonly type?: unknown }[]).map((block) =>
              block.type === 'tool_result' ? { ...block, content: '' } : block,
            )
          : message.content,
      }));
    },
  },
  'tool-results-refused': {
    about: 'refuses messages with tool results',
    answer({ body }) {
      if (body.includes('"tool_result"')) throw new ApiError(400, 'messages: tool_result is not supported');
      return false;
    },
  },
} satisfies Record<string, Fault>;

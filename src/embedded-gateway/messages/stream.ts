import { tokensOf } from './answers.ts';
import type { Reply } from './reply.ts';

/** One event of a stream before it becomes bytes. `name` is absent and `raw` is set only where a fault wants that. */
export interface StreamEvent {
  readonly name: string | undefined;
  readonly data: unknown;
  /** Stands on the `data:` line instead of JSON. */
  readonly raw?: string;
}

/** An event named after the type of its data. */
export function event(data: Readonly<Record<string, unknown>> & { readonly type: string }): StreamEvent {
  return { name: data.type, data };
}

/** Longest `partial_json` piece. */
const JSON_PIECE = 12;

/** The events of a message, in the order of platform.claude.com "Streaming messages", with a ping after the first block starts. */
export function eventsOf(reply: Reply): StreamEvent[] {
  const { content, usage, stop_reason, stop_sequence, ...rest } = reply;
  const events: StreamEvent[] = [
    event({
      type: 'message_start',
      message: {
        ...rest,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        ...(usage === undefined ? {} : { usage: { ...usage, output_tokens: 1 } }),
      },
    }),
  ];
  content.forEach((block, index) => {
    const delta = (value: Readonly<Record<string, unknown>>): StreamEvent =>
      event({ type: 'content_block_delta', index, delta: value });
    const start = (content_block: unknown): StreamEvent =>
      event({ type: 'content_block_start', index, content_block });
    switch (block.type) {
      case 'text':
        events.push(start({ type: 'text', text: '' }));
        if (index === 0) events.push(event({ type: 'ping' }));
        for (const text of tokensOf(block.text)) events.push(delta({ type: 'text_delta', text }));
        break;
      case 'thinking':
        events.push(start({ type: 'thinking', thinking: '', signature: '' }));
        if (index === 0) events.push(event({ type: 'ping' }));
        for (const thinking of tokensOf(block.thinking))
          events.push(delta({ type: 'thinking_delta', thinking }));
        events.push(delta({ type: 'signature_delta', signature: block.signature }));
        break;
      case 'tool_use': {
        const json = JSON.stringify(block.input);
        events.push(start({ type: 'tool_use', id: block.id, name: block.name, input: {} }));
        if (index === 0) events.push(event({ type: 'ping' }));
        // The real API begins with an empty piece.
        events.push(delta({ type: 'input_json_delta', partial_json: '' }));
        for (let at = 0; at < json.length; at += JSON_PIECE) {
          events.push(delta({ type: 'input_json_delta', partial_json: json.slice(at, at + JSON_PIECE) }));
        }
        break;
      }
      default:
        block satisfies never;
    }
    events.push(event({ type: 'content_block_stop', index }));
  });
  events.push(
    event({
      type: 'message_delta',
      delta: { stop_reason, stop_sequence, container: null, stop_details: null },
      ...(usage === undefined ? {} : { usage }),
    }),
    event({ type: 'message_stop' }),
  );
  return events;
}

/** An event as text. */
export function encodeEvent({ name, data, raw }: StreamEvent): string {
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${raw ?? JSON.stringify(data)}\n\n`;
}

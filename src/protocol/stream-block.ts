import { type Json } from './message-shape.ts';
import type { BlockState } from './stream-machine.ts';
import type { StreamProblemCode } from './stream-problems.ts';
import { isObject, parseJson } from '../text/json.ts';

/*
 * One content block of a stream, from its start to what its deltas join to, and what can be wrong with it.
 * platform.claude.com "Streaming messages"; the fates of tool input were measured on the desktop engine.
 */

/** One content block, its deltas joined. */
export interface StreamBlock {
  readonly index: number;
  readonly type: string;
  readonly closed: boolean;
  /** Line of its content_block_stop, of blocks that stopped. */
  readonly endLine?: number;
  /** Text, thinking or partial JSON, joined. */
  readonly text: string;
  readonly deltas: number;
  readonly id?: unknown;
  readonly name?: unknown;
  /** Thinking blocks: what the API wants back with them. */
  readonly signature?: string;
  /** Redacted thinking: its data. */
  readonly data?: unknown;
  /** Tool blocks: the parsed input when it is a JSON object. */
  readonly input?: Json;
}

/** Takes a problem; `line` is where it begins. */
type Complain = (code: StreamProblemCode, text: string, line: number) => void;

/** A block while its deltas come in. */
export interface OpenBlock {
  index: number;
  type: string;
  line: number;
  state: BlockState;
  endLine: number | undefined;
  parts: string[];
  deltas: number;
  id: unknown;
  name: unknown;
  data: unknown;
  startInput: unknown;
  startText: boolean;
  signature: string;
  /** Every text delta so far began with the whole delta before it. */
  cumulative: boolean;
}

/** A block as its start says; nothing of it has come yet. */
export function openBlock(index: number, block: Json & { readonly type: string }, line: number): OpenBlock {
  return {
    index,
    type: block.type,
    line,
    state: 'open',
    endLine: undefined,
    parts: [],
    deltas: 0,
    id: block.id,
    name: block.name,
    data: block.data,
    startInput: block.input,
    startText: block.type === 'text' && typeof block.text === 'string' && block.text !== '',
    signature: typeof block.signature === 'string' ? block.signature : '',
    cumulative: true,
  };
}

/** What a block came to. `complete`: the stream went on to its end, so an open block is a fault and no cut. */
export function closeBlock(block: OpenBlock, complete: boolean, complain: Complain): StreamBlock {
  const text = block.parts.join('');
  const closed = block.state === 'closed';
  const shared = {
    index: block.index,
    type: block.type,
    closed,
    text,
    deltas: block.deltas,
    ...(block.endLine === undefined ? {} : { endLine: block.endLine }),
    ...(block.signature === '' ? {} : { signature: block.signature }),
    ...(block.data === undefined ? {} : { data: block.data }),
  };
  const add: Add = (code, words) => complain(code, words, block.line);
  if (block.type !== 'tool_use') {
    // A cut stream leaves its last block open: that is told once, by completeness.
    // What is not shown may stay open: the engine goes on without it (measured with thinking).
    if (!closed && complete)
      add(block.type === 'text' ? 'block-open' : 'other-block-open', `block ${block.index} never stops`);
    if (block.type === 'text' && block.parts.length >= 4 && block.cumulative) {
      add('text-cumulative', 'each text delta repeats the text before it');
    }
    if (block.startText && text === '')
      add('text-in-start', 'the text stands in content_block_start only, where clients do not read it');
    return shared;
  }
  const tool = { ...shared, id: block.id, name: block.name };
  if (!closed && complete) {
    add('tool-block-open', `the tool block ${block.index} never stops`);
  }
  if (!complete && !closed) return tool;
  const input = toolInput(block, text, add);
  return input === undefined ? tool : { ...tool, input };
}

function toolInput(block: OpenBlock, text: string, add: Add): Json | undefined {
  if (text === '') {
    if (isObject(block.startInput) && Object.keys(block.startInput).length > 0) {
      add(
        'tool-input-in-start',
        'the tool input stands in content_block_start only, where clients do not read it',
      );
      return undefined;
    }
    if (typeof block.startInput === 'string' && block.startInput !== '') {
      add('tool-input-string', 'the tool input is a string in content_block_start');
      return undefined;
    }
    return {};
  }
  // The engine takes a byte order mark in front of it (measured).
  const value = parseJson(text.replace(/^\ufeff/, ''));
  if (value === undefined) {
    add('tool-input-not-json', `the partial_json of block ${block.index} does not join to JSON`);
    return undefined;
  }
  if (typeof value === 'string') {
    add('tool-input-string', 'the tool input is a JSON string that holds JSON (encoded twice)');
    return undefined;
  }
  if (!isObject(value)) {
    add('tool-input-not-object', 'the tool input is JSON but not an object');
    return undefined;
  }
  return value;
}

type Add = (code: StreamProblemCode, text: string) => void;

/** The piece a delta adds to a block of this type; `foreign` when it belongs to another type; undefined when it adds nothing. */
export function deltaPart(blockType: string, delta: Json): { readonly text: string } | 'foreign' | undefined {
  const field =
    blockType === 'text'
      ? 'text'
      : blockType === 'tool_use'
        ? 'partial_json'
        : blockType === 'thinking'
          ? 'thinking'
          : undefined;
  if (field === undefined) {
    // Blocks of other types hold input at most, as those of the server's own tools do.
    return delta.type === 'text_delta' || delta.type === 'thinking_delta' ? 'foreign' : undefined;
  }
  const expected = { text: 'text_delta', partial_json: 'input_json_delta', thinking: 'thinking_delta' }[
    field
  ];
  if (delta.type === expected) {
    const part = delta[field];
    return typeof part === 'string' ? { text: part } : 'foreign';
  }
  const other = ['text_delta', 'input_json_delta', 'thinking_delta'];
  return typeof delta.type === 'string' && other.includes(delta.type) ? 'foreign' : undefined;
}

/** What a block is called in a sentence. */
export function kindOf(type: string): string {
  return type === 'text' ? 'text' : type === 'tool_use' ? 'a tool call' : 'thinking';
}

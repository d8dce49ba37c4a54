/*
 * What a `message` object must hold. Sources: platform.claude.com "Messages" and "Handling stop reasons",
 * the type declarations of @anthropic-ai/sdk (resources/messages), and what the desktop engine was measured
 * to take and to refuse. Everything here reads untrusted JSON and never throws.
 */

import { isObject } from '../text/json.ts';

/** `fail`: the engine loses the turn. `warn`: it copes, or other clients do not. */
export type ProblemSeverity = 'fail' | 'warn';

interface MessageProblem {
  readonly code: MessageProblemCode;
  readonly severity: ProblemSeverity;
  /** A clause that fits after "the message": printable, free of gateway text. */
  readonly text: string;
}

type MessageProblemCode =
  | 'not-an-object'
  | 'error-body'
  | 'openai-shape'
  | 'type'
  | 'role'
  | 'content'
  | 'content-block'
  | 'model'
  | 'id-missing'
  | 'id-odd'
  | 'stop-reason'
  | 'stop-sequence';

interface ToolUse {
  readonly id: unknown;
  readonly name: unknown;
  readonly input: unknown;
}

/** The parts of `usage` that matter; undefined when absent, `NaN`-free: a wrong type is `invalid`. */
export interface UsageView {
  readonly present: boolean;
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheCreation?: number;
  /** Names of counters that are there but are no whole number. */
  readonly invalid: readonly string[];
  /** Of these, what is a text. */
  readonly texts: readonly string[];
}

/** A JSON object of unknown content. */
export type Json = Readonly<Record<string, unknown>>;

/** Checks a non-streaming 200 body. `usage` is not checked here: it has a check of its own. */
export function messageProblems(json: unknown): readonly MessageProblem[] {
  if (!isObject(json)) return [problem('not-an-object', 'fail', 'is not a JSON object')];
  if (json.type === 'error' || (json.type === undefined && json.error !== undefined)) {
    return [problem('error-body', 'fail', 'is an error, sent with status 200')];
  }
  if (Array.isArray(json.choices)) {
    return [
      problem('openai-shape', 'fail', 'has the shape of OpenAI Chat Completions, not of the Messages API'),
    ];
  }
  const problems: MessageProblem[] = [];
  if (json.type !== 'message') problems.push(problem('type', 'fail', 'lacks "type": "message"'));
  if (json.role !== 'assistant') problems.push(problem('role', 'fail', 'lacks "role": "assistant"'));
  problems.push(...contentProblems(json.content));
  if (typeof json.model !== 'string' || json.model === '') {
    problems.push(problem('model', 'fail', 'does not name the model that answered'));
  }
  if (typeof json.id !== 'string' || json.id === '') {
    // The engine takes a message without an ID (measured), so this is no failure.
    problems.push(problem('id-missing', 'warn', 'has no id'));
  } else if (!json.id.startsWith('msg_')) {
    problems.push(problem('id-odd', 'warn', 'has an id that does not begin with msg_'));
  }
  if (typeof json.stop_reason !== 'string') {
    problems.push(problem('stop-reason', 'warn', 'has no stop_reason'));
  }
  if (!('stop_sequence' in json)) problems.push(problem('stop-sequence', 'warn', 'has no stop_sequence'));
  return problems;
}

function contentProblems(content: unknown): readonly MessageProblem[] {
  if (!Array.isArray(content)) return [problem('content', 'fail', 'has no content array')];
  const broken = content.findIndex((block) => !isObject(block) || typeof block.type !== 'string');
  if (broken >= 0) return [problem('content-block', 'fail', `has a content block ${broken} without a type`)];
  const silent = content.findIndex(
    (block: unknown) => isObject(block) && block.type === 'text' && typeof block.text !== 'string',
  );
  if (silent >= 0) return [problem('content-block', 'fail', `has a text block ${silent} without text`)];
  return [];
}

function problem(code: MessageProblemCode, severity: ProblemSeverity, text: string): MessageProblem {
  return { code, severity, text };
}

/** The text of all text blocks, joined. */
export function messageText(json: unknown): string {
  return blocksOf(json)
    .map((block) => (block.type === 'text' && typeof block.text === 'string' ? block.text : ''))
    .join('');
}

/** The calls of tools in a message. */
export function messageToolUses(json: unknown): readonly ToolUse[] {
  return blocksOf(json)
    .filter((block) => block.type === 'tool_use')
    .map((block) => ({ id: block.id, name: block.name, input: block.input }));
}

/** The model that a message names. */
export function messageModel(json: unknown): string | undefined {
  return isObject(json) && typeof json.model === 'string' && json.model !== '' ? json.model : undefined;
}

/** Why the model stopped. */
export function stopReason(json: unknown): string | undefined {
  return isObject(json) && typeof json.stop_reason === 'string' ? json.stop_reason : undefined;
}

function blocksOf(json: unknown): readonly Json[] {
  return isObject(json) && Array.isArray(json.content) ? json.content.filter(isObject) : [];
}

/** Reads `usage` of a message, of `message_start.message` or of `message_delta`. */
export function usageOf(holder: unknown): UsageView {
  const usage = isObject(holder) ? holder.usage : undefined;
  if (!isObject(usage)) return { present: false, invalid: [], texts: [] };
  const invalid: string[] = [];
  const texts: string[] = [];
  const counter = (name: string): number | undefined => {
    const value = usage[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
    invalid.push(name);
    if (typeof value === 'string') texts.push(name);
    return undefined;
  };
  const input = counter('input_tokens');
  const output = counter('output_tokens');
  const cacheRead = counter('cache_read_input_tokens');
  const cacheCreation = counter('cache_creation_input_tokens');
  return {
    present: true,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(cacheRead === undefined ? {} : { cacheRead }),
    ...(cacheCreation === undefined ? {} : { cacheCreation }),
    invalid,
    texts,
  };
}

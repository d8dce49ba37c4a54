import { answerTo, answerToResults, fileAskedFor, fillSchema, tokensOf, toolsAskedFor } from './answers.ts';
import type { MessagesRequest } from './request.ts';
import type { Tool } from './tools.ts';

/*
 * The message that answers a request; what it says is the table in answers.ts.
 */

/** A text of the answer. */
export interface TextBlock {
  type: 'text';
  text: string;
}
/** Thinking, with the signature that must come back with it. */
export interface ThinkingBlock {
  type: 'thinking';
  thinking: string;
  signature: string;
}
/** A call of a tool. */
export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
}
/** A content block of the answer. */
export type Block = TextBlock | ThinkingBlock | ToolUseBlock;

/** Tokens, as the API counts them. */
export interface Usage {
  input_tokens: number;
  cache_creation_input_tokens: number;
  cache_read_input_tokens: number;
  output_tokens: number;
}

/** The answer, mutable so that a fault can spoil it. */
export interface Reply {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: Block[];
  container: null;
  diagnostics: null;
  stop_reason: string | null;
  stop_sequence: string | null;
  stop_details: null;
  usage: Usage | undefined;
}

/** Ids that count up: the same requests in the same order get the same ids. */
export interface Ids {
  next(prefix: string): string;
}

/** The message that answers a request. `cache` remembers prefixes, as the API's prompt cache does. */
export function replyTo(request: MessagesRequest, ids: Ids, cache: Set<string>): Reply {
  const content: Block[] = [];
  let left = request.maxTokens;
  let stopReason = 'end_turn';
  let stopSequence: string | null = null;
  const spend = (text: string): string => {
    const tokens = tokensOf(text);
    if (tokens.length > left) stopReason = 'max_tokens';
    const kept = tokens.slice(0, left).join('');
    left -= Math.min(left, tokens.length);
    return kept;
  };

  if (request.thinking !== 'off' && request.maxTokens > 4) {
    const thought = spend('One short step.');
    content.push({
      type: 'thinking',
      thinking: request.thinking === 'shown' ? thought : '',
      signature: ids.next('sig_'),
    });
  }
  const calls = callsOf(request);
  if (calls.length > 0) {
    stopReason = 'tool_use';
    for (const { name, schema } of calls) {
      const file = fileAskedFor(request.prompts);
      const input = file === undefined ? fillSchema(schema, request.prompts.join('\n')) : { file_path: file };
      const cost = tokensOf(JSON.stringify(input)).length + 4;
      if (cost > left) {
        stopReason = 'max_tokens';
        left = 0;
        break;
      }
      left -= cost;
      content.push({ type: 'tool_use', id: ids.next('toolu_'), name, input });
    }
  } else {
    let text =
      request.results.length > 0
        ? answerToResults(request.results)
        : answerTo(request.prompts, request.system);
    const cut = request.stopSequences
      .map((sequence) => ({ sequence, at: text.indexOf(sequence) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0];
    if (cut !== undefined) text = text.slice(0, cut.at);
    const said = spend(text);
    if (cut !== undefined && said === text) {
      stopReason = 'stop_sequence';
      stopSequence = cut.sequence;
    }
    content.push({ type: 'text', text: said });
  }
  const { cached } = request;
  const hit = cached !== undefined && cache.has(cached.key);
  if (cached !== undefined) cache.add(cached.key);
  return {
    id: ids.next('msg_'),
    type: 'message',
    role: 'assistant',
    model: request.model.id,
    content,
    container: null,
    diagnostics: null,
    stop_reason: stopReason,
    stop_sequence: stopSequence,
    stop_details: null,
    usage: {
      input_tokens: Math.max(1, request.inputTokens - (cached?.tokens ?? 0)),
      cache_creation_input_tokens: hit ? 0 : (cached?.tokens ?? 0),
      cache_read_input_tokens: hit ? cached.tokens : 0,
      output_tokens: Math.max(1, request.maxTokens - left),
    },
  };
}

function callsOf({ tools, choice, prompts, results }: MessagesRequest): readonly Tool[] {
  if (tools.length === 0 || choice.type === 'none') return [];
  if (choice.type === 'tool') return tools.filter(({ name }) => name === choice.name);
  if (results.length > 0 && choice.type !== 'any') return [];
  if (fileAskedFor(prompts) !== undefined) return tools.filter(({ name }) => name === 'Read');
  const names = tools.map(({ name }) => name);
  const asked = prompts
    .map((prompt) => toolsAskedFor(prompt, names))
    .find((found) => found.length > 0)
    ?.flatMap((name) => tools.filter((tool) => tool.name === name));
  const calls = asked ?? (choice.type === 'any' ? tools.slice(0, 1) : []);
  return choice.disable_parallel_tool_use === true ? calls.slice(0, 1) : calls;
}

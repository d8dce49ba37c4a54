import {
  answerTo,
  answerToResults,
  countTokens,
  fileAskedFor,
  fillSchema,
  tokensOf,
  toolsAskedFor,
} from './answers.ts';
import { ApiError, invalid } from './errors.ts';
import {
  findModel,
  maxTokensOf,
  takesEffort,
  takesSystemRole,
  thinksAdaptively,
  thinksByBudget,
  type EmbeddedModel,
} from './models.ts';

/*
 * POST /v1/messages: what a request must look like, and the message that answers it. Rules and wordings follow
 * platform.claude.com "Messages", "Errors", "Beta headers" and "Tool use"; the answers are the table in answers.ts.
 */

type Fields = Readonly<Record<string, unknown>>;

export interface TextBlock {
  type: 'text';
  text: string;
}
export interface ThinkingBlock {
  type: 'thinking';
  thinking: string;
  signature: string;
}
export interface ToolUseBlock {
  type: 'tool_use';
  id: string;
  name: string;
  input: unknown;
}
export type Block = TextBlock | ThinkingBlock | ToolUseBlock;

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

/** The betas seen on the wire of the app and its engine; the real API refuses a value it does not know. */
const KNOWN_BETAS: ReadonlySet<string> = new Set([
  'claude-code-20250219',
  'context-1m-2025-08-07',
  'interleaved-thinking-2025-05-14',
  'effort-2025-11-24',
  'context-management-2025-06-27',
  'advanced-tool-use-2025-11-20',
  'mid-conversation-tool-changes-2026-07-01',
  'thinking-token-count-2026-05-13',
]);

/** The app's engine sends the first (measured on Claude Code 2.1.330), @anthropic-ai/sdk 1.12 the second. */
const VERSIONS: ReadonlySet<unknown> = new Set(['2023-06-01', '2026-10-21']);
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const TOOL_USE_ID = /^[a-zA-Z0-9_-]+$/;
/** Shorter prefixes are never cached (platform.claude.com, "Prompt caching"). */
const LEAST_CACHED_TOKENS = 1024;

interface Tool {
  readonly name: string;
  readonly schema: unknown;
}

/** A request that has passed every check. */
interface MessagesRequest {
  readonly model: EmbeddedModel;
  readonly maxTokens: number;
  readonly stream: boolean;
  /** Texts of the user, newest first, reminders left out. */
  readonly prompts: readonly string[];
  /** The short texts of the system prompt. */
  readonly system: string;
  readonly results: readonly { readonly text: string; readonly isError: boolean }[];
  readonly tools: readonly Tool[];
  readonly choice: Fields;
  readonly thinking: 'off' | 'shown' | 'omitted';
  readonly stopSequences: readonly string[];
  readonly inputTokens: number;
  /** What a cache would be keyed by, and how many tokens it would hold. */
  readonly cached: { readonly key: string; readonly tokens: number } | undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `anthropic-version` and `anthropic-beta`. */
export function checkHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): void {
  const version = headers['anthropic-version'];
  if (version === undefined) throw invalid('anthropic-version: header is required');
  if (!VERSIONS.has(version)) throw invalid(`anthropic-version: "${String(version)}" is not a valid version`);
  const unknown = String(headers['anthropic-beta'] ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '' && !KNOWN_BETAS.has(value));
  if (unknown.length > 0) {
    const values = unknown.map((value) => `\`${value}\``).join(', ');
    throw invalid(`Unexpected value(s) ${values} for the \`anthropic-beta\` header.`);
  }
}

/** Reads a request body, or throws the ApiError the API would answer. `counting`: for count_tokens, which has no max_tokens. */
export function readRequest(
  body: unknown,
  models: readonly EmbeddedModel[],
  counting = false,
): MessagesRequest {
  if (!isFields(body)) throw invalid('The request body must be a JSON object');
  if (typeof body.model !== 'string' || body.model === '') throw invalid('model: Field required');
  const maxTokens = counting ? 1 : body.max_tokens;
  if (maxTokens === undefined) throw invalid('max_tokens: Field required');
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens))
    throw invalid('max_tokens: Input should be a valid integer');
  if (maxTokens < 1) throw invalid('max_tokens: Input should be greater than or equal to 1');
  const turns = readTurns(body.messages);
  const tools = readTools(body.tools);
  const choice = readChoice(body.tool_choice, tools, body.thinking);
  checkSystem(body.system);
  if (body.stream !== undefined && typeof body.stream !== 'boolean')
    throw invalid('stream: Input should be a valid boolean');
  const effort = isFields(body.output_config) ? body.output_config.effort : undefined;
  if (effort !== undefined && effort !== null && !EFFORTS.includes(effort as string)) {
    throw invalid(`output_config.effort: Input should be ${EFFORTS.map((value) => `'${value}'`).join(', ')}`);
  }

  const model = findModel(models, body.model);
  if (model === undefined) throw new ApiError(404, `model: ${body.model.slice(0, 200)}`);
  if (maxTokens > maxTokensOf(model)) {
    throw invalid(
      `max_tokens: ${String(maxTokens)} > ${String(maxTokensOf(model))}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  if (effort !== undefined && effort !== null && !takesEffort(model))
    throw invalid('output_config.effort: This model does not support the effort parameter.');
  if (turns.some(({ role }) => role === 'system') && !takesSystemRole(model)) {
    throw invalid(
      'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    );
  }
  const thinking = readThinking(body.thinking, model, maxTokens);
  const last = turns.findLast(({ role }) => role !== 'system');
  const read = { model: body.model, system: body.system, tools: body.tools, messages: body.messages };
  return {
    model,
    maxTokens: maxTokens,
    stream: body.stream === true,
    prompts: promptsOf(turns),
    system: rulesOf(body.system, turns),
    results: last?.role === 'user' ? resultsOf(last.content) : [],
    tools,
    choice,
    thinking,
    stopSequences: Array.isArray(body.stop_sequences)
      ? body.stop_sequences.filter((text) => typeof text === 'string' && text !== '')
      : [],
    inputTokens: countTokens(read),
    cached: cachedPart(body),
  };
}

interface Turn {
  readonly role: string;
  readonly content: string | readonly Fields[];
}

function readTurns(messages: unknown): readonly Turn[] {
  if (messages === undefined) throw invalid('messages: Field required');
  if (!Array.isArray(messages)) throw invalid('messages: Input should be a valid list');
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  let open: readonly string[] = [];
  return messages.map((message: unknown, at): Turn => {
    const where = `messages.${String(at)}`;
    if (!isFields(message)) throw invalid(`${where}: Input should be a valid dictionary`);
    const { role, content } = message;
    if (role !== 'user' && role !== 'assistant' && role !== 'system')
      throw invalid(`${where}.role: Input should be 'user' or 'assistant'`);
    if (typeof content !== 'string' && !Array.isArray(content))
      throw invalid(`${where}.content: Field required`);
    const blocks =
      typeof content === 'string'
        ? []
        : content.map((block: unknown, index) => readBlock(block, `${where}.content.${String(index)}`));
    const answered = blocks
      .filter(({ type }) => type === 'tool_result')
      .map((block) => block.tool_use_id as string);
    const missing = open.find((id) => !answered.includes(id));
    if (missing !== undefined) {
      throw invalid(
        `${where}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}`,
      );
    }
    const orphan = answered.find((id) => !open.includes(id));
    if (orphan !== undefined) {
      throw invalid(
        `${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${orphan.slice(0, 100)}`,
      );
    }
    open =
      role === 'assistant'
        ? blocks.filter(({ type }) => type === 'tool_use').map((block) => block.id as string)
        : [];
    return { role, content: typeof content === 'string' ? content : blocks };
  });
}

function readBlock(block: unknown, where: string): Fields {
  if (!isFields(block) || typeof block.type !== 'string') throw invalid(`${where}.type: Field required`);
  checkCacheControl(block, where);
  if (block.type === 'text' && typeof block.text !== 'string') throw invalid(`${where}.text: Field required`);
  if (block.type === 'tool_use') {
    if (typeof block.id !== 'string' || !TOOL_USE_ID.test(block.id)) {
      throw invalid(`${where}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
    }
    if (!isFields(block.input)) throw invalid(`${where}.input: Input should be a valid dictionary`);
  }
  if (block.type === 'tool_result' && typeof block.tool_use_id !== 'string')
    throw invalid(`${where}.tool_use_id: Field required`);
  return block;
}

function checkCacheControl(block: Fields, where: string): void {
  const control = block.cache_control;
  if (control === undefined || control === null) return;
  if (!isFields(control) || control.type !== 'ephemeral')
    throw invalid(`${where}.cache_control.type: Input should be 'ephemeral'`);
  if (control.ttl !== undefined && control.ttl !== '5m' && control.ttl !== '1h') {
    throw invalid(`${where}.cache_control.ttl: Input should be '5m' or '1h'`);
  }
}

function checkSystem(system: unknown): void {
  if (system === undefined || typeof system === 'string') return;
  if (!Array.isArray(system)) throw invalid('system: Input should be a valid string or list');
  system.forEach((block: unknown, at) => {
    const where = `system.${String(at)}`;
    if (readBlock(block, where).type !== 'text') throw invalid(`${where}.type: Input should be 'text'`);
  });
}

function readTools(tools: unknown): readonly Tool[] {
  if (tools === undefined) return [];
  if (!Array.isArray(tools)) throw invalid('tools: Input should be a valid list');
  const names = new Set<string>();
  return tools.map((tool: unknown, at): Tool => {
    const where = `tools.${String(at)}`;
    if (!isFields(tool)) throw invalid(`${where}: Input should be a valid dictionary`);
    if (typeof tool.name !== 'string' || !TOOL_NAME.test(tool.name)) {
      throw invalid(`${where}.name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    }
    if (names.has(tool.name)) throw invalid('tools: Tool names must be unique.');
    names.add(tool.name);
    checkCacheControl(tool, where);
    // Tools of the server's own (web search …) have a type and no schema.
    const own = tool.type !== undefined && tool.type !== 'custom';
    if (!own && !(isFields(tool.input_schema) && tool.input_schema.type === 'object')) {
      throw invalid(`${where}.input_schema.type: Input should be 'object'`);
    }
    return { name: tool.name, schema: tool.input_schema };
  });
}

function readChoice(choice: unknown, tools: readonly Tool[], thinking: unknown): Fields {
  if (choice === undefined || choice === null) return { type: 'auto' };
  if (!isFields(choice) || !['auto', 'any', 'tool', 'none'].includes(choice.type as string)) {
    throw invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'");
  }
  if (tools.length === 0 && choice.type !== 'none')
    throw invalid('tool_choice may only be specified while providing tools');
  if (choice.type === 'tool' && !tools.some(({ name }) => name === choice.name)) {
    throw invalid(`Tool '${String(choice.name).slice(0, 64)}' not found in provided tools`);
  }
  const forced = choice.type === 'tool' || choice.type === 'any';
  if (forced && isFields(thinking) && thinking.type === 'enabled') {
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.');
  }
  return choice;
}

function readThinking(
  thinking: unknown,
  model: EmbeddedModel,
  maxTokens: number,
): MessagesRequest['thinking'] {
  if (thinking === undefined || thinking === null) return 'off';
  if (!isFields(thinking)) throw invalid('thinking: Input should be a valid dictionary');
  const shown = thinking.display === 'omitted' ? 'omitted' : 'shown';
  switch (thinking.type) {
    case 'disabled':
      return 'off';
    case 'adaptive':
      if (!thinksAdaptively(model))
        throw invalid('thinking.type: adaptive thinking is not supported on this model');
      return shown;
    case 'enabled':
      if (!thinksByBudget(model)) {
        throw invalid(
          '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
        );
      }
      if (!Number.isInteger(thinking.budget_tokens))
        throw invalid('thinking.enabled.budget_tokens: Field required');
      if ((thinking.budget_tokens as number) < 1024) {
        throw invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
      }
      if ((thinking.budget_tokens as number) >= maxTokens) {
        throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.');
      }
      return shown;
    default:
      throw invalid("thinking.type: Input should be 'adaptive', 'disabled' or 'enabled'");
  }
}

/** Longer system texts are a client's own prompt, in which anything may stand. */
const LONGEST_RULE = 4000;

function rulesOf(system: unknown, turns: readonly Turn[]): string {
  const texts = [
    ...textsOf(system),
    ...turns.filter(({ role }) => role === 'system').flatMap(({ content }) => textsOf(content)),
  ];
  return texts.filter((text) => text.length < LONGEST_RULE).join('\n');
}

/** Texts of the user's turns; after a tool has run those of the last one alone. */
function promptsOf(turns: readonly Turn[]): readonly string[] {
  const users = turns.filter(({ role }) => role === 'user');
  const seen = users.some(({ content }) => resultsOf(content).length > 0) ? users.slice(-1) : users;
  return seen
    .flatMap(({ content }) => textsOf(content))
    .filter((text) => !/^\s*<system-reminder>/.test(text))
    .toReversed();
}

function textsOf(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown) =>
    isFields(block) && block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .filter(
      (block: unknown): block is { text: string } =>
        isFields(block) && block.type === 'text' && typeof block.text === 'string',
    )
    .map(({ text }) => text)
    .join('\n');
}

function resultsOf(content: Turn['content']): MessagesRequest['results'] {
  if (typeof content === 'string') return [];
  return content
    .filter(({ type }) => type === 'tool_result')
    .map((block) => ({ text: textOf(block.content), isError: block.is_error === true }));
}

/** What stands up to the last `cache_control` of system and tools. */
function cachedPart(body: Fields): MessagesRequest['cached'] {
  const system = Array.isArray(body.system) ? (body.system as unknown[]) : [];
  const tools = Array.isArray(body.tools) ? (body.tools as unknown[]) : [];
  const marked = (blocks: readonly unknown[]): number =>
    blocks.findLastIndex((block) => isFields(block) && isFields(block.cache_control));
  const upTo = marked(system);
  const part = upTo >= 0 ? [tools, system.slice(0, upTo + 1)] : [tools.slice(0, marked(tools) + 1), []];
  const tokens = countTokens(part);
  return tokens < LEAST_CACHED_TOKENS ? undefined : { key: JSON.stringify([body.model, part]), tokens };
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

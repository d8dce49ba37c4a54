import { ApiError, invalid } from '../errors.ts';
import { findModel, maxTokensOf, takesEffort, takesSystemRole, type EmbeddedModel } from '../models.ts';
import { countTokens } from './answers.ts';
import { cachedPart, type CachedPart } from './cache-control.ts';
import { isFields, type Fields } from './fields.ts';
import { promptsOf, resultsOf, rulesOf, type ToolResult } from './texts.ts';
import { readThinking, type Thinking } from './thinking.ts';
import { readChoice, readTools, type Tool } from './tools.ts';
import { checkSystem, readTurns } from './turns.ts';

/*
 * POST /v1/messages: what a request must look like. Rules and wordings follow platform.claude.com "Messages", "Errors",
 * "Beta headers" and "Tool use".
 */

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];

/** A request that has passed every check. */
export interface MessagesRequest {
  readonly model: EmbeddedModel;
  readonly maxTokens: number;
  readonly stream: boolean;
  /** Texts of the user, newest first, reminders left out. */
  readonly prompts: readonly string[];
  /** The short texts of the system prompt. */
  readonly system: string;
  readonly results: readonly ToolResult[];
  readonly tools: readonly Tool[];
  readonly choice: Fields;
  readonly thinking: Thinking;
  readonly stopSequences: readonly string[];
  readonly inputTokens: number;
  readonly cached: CachedPart | undefined;
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

import { describe, expect, test } from 'vitest';
import { missingHeader, refusalHint } from '../../src/probe/diagnosis/refusal-hint.ts';
import type { GatewayAnswer } from '../../src/protocol/answer.ts';

function answer(status: number, message: string): GatewayAnswer {
  const json = { type: 'error', error: { type: 'invalid_request_error', message } };
  return { status, headers: {}, text: JSON.stringify(json), json, firstByteMs: 1, ms: 1 };
}

describe('the remedy of a refusal', () => {
  test.each([
    [400, "messages[1].role must be either 'user' or 'assistant', but got 'system'", /role system/],
    [400, 'output_config: Extra inputs are not permitted', /output_config together with/],
    [400, 'invalid beta flag', /anthropic-beta header/],
    [400, 'Unknown name "const" at \'tools[0].function_declarations[1].parameters\'', /JSON Schema keywords/],
    [400, "This model's maximum context length is 32768 tokens", /context window/],
    [400, "Invalid 'user': string too long.", /user_id/],
    [400, 'max_tokens: 32000 > 4096, the maximum', /64,000/],
    [413, 'Request Entity Too Large', /32 MB/],
    [403, 'Blocked by policy', /content filters/],
    [403, 'CORS requests are not allowed for this organization', /anthropic-dangerous-direct-browser-access/],
    [403, 'Your IP address 192.0.2.1 is not on the allow list', /addresses/],
    [403, 'This key is not authorized for this model', /Allow this credential to use claude-opus-5/],
    [
      401,
      'key not allowed to access model. It can only access x',
      /Allow this credential to use claude-opus-5/,
    ],
    [401, 'invalid x-api-key', /on every request/],
    [400, 'Prompt injection detected: <system-reminder>', /guardrails/],
    [403, 'Unauthorized client metadata in system prompt', /content filters/],
    [403, 'Unsupported client', /User-Agent/],
    [400, 'Body contains characters outside ISO-8859-1', /UTF-8/],
    [400, 'messages.1.content.0: thinking blocks are not accepted here', /in earlier turns/],
    [400, 'output_config.effort is not supported for this model', /leave it out/],
    [400, 'tools.0.description: control characters are not allowed', /line breaks/],
    [400, 'tools: enum is not supported', /JSON Schema keywords/],
    [402, 'Insufficient credits', /Top up/],
    [
      403,
      "You don't have access to the model with the specified model ID.",
      /Allow this credential to use claude/,
    ],
    [403, 'Tool Bash is not allowed by the policy of your organization', /^Allow the tools/],
    [400, "The prompt triggered Azure OpenAI's content management policy.", /content filters and guardrails/],
    [400, 'Budget has been exceeded! Current cost: 12.0', /Raise the budget/],
    [413, 'Request too large: tokens per minute (TPM): Limit 8000', /tokens a minute/],
    [400, 'Invocation of model ID x with on-demand throughput isn’t supported.', /inference profile/],
    [400, '#: required key [anthropic_version] not found', /for Bedrock or Vertex/],
    [400, '"auto" tool choice requires --enable-auto-tool-choice', /Start vLLM/],
    [400, 'Function call is missing a thought_signature in functionCall parts.', /Gemini/],
    [400, "Invalid value for 'content': expected a string, got null.", /no text/],
    [400, 'your request did not allow prompt caching', /cache_control/],
    [400, 'system prompts longer than 20000 characters are not allowed', /30,000 characters/],
    [500, "AnthropicException - b'invalid beta flag'", /anthropic-beta header/],
    [503, 'streaming backend unavailable', /breaks on this request/],
    [408, 'Request timeout', /time limits/],
    [400, 'thinking.budget_tokens: must be less than max_tokens', /lower thinking\.budget_tokens with it/],
    [
      400,
      '`max_tokens` must be greater than `thinking.budget_tokens`',
      /lower thinking\.budget_tokens with it/,
    ],
    [400, 'thinking.budget_tokens: 31999 is more than 8192', /budget of 31,999/],
    [400, '`temperature` may only be set to 1 when thinking is enabled', /no temperature/],
    [400, "thinking.type: Input should be 'enabled' or 'disabled'", /type adaptive under this name/],
    [400, 'thinking: Extra inputs are not permitted', /pass thinking on/],
    [400, 'System message must be at the beginning.', /role system/],
    [400, 'messages: final message must have role user', /role system/],
    [400, 'system: Input should be a valid string', /array of text blocks/],
    [415, 'application/json; charset=utf-8 is wanted', /no charset/],
    [400, 'Unknown query parameter: beta', /\/v1\/messages\?beta=true/],
    [400, 'Prompt looks like a SQL query: tools are off', /takes tools/],
    [400, "output_config.effort: Input should be 'low', 'medium' or 'high'", /every effort/],
    [400, "messages.1.content.0.type: Input should be 'text'", /tool_use and tool_result/],
    [403, 'This endpoint only accepts requests from another client', /User-Agent/],
  ])('HTTP %i %s', (status, message, hint) => {
    expect(refusalHint(answer(status, message), 'claude-opus-5')).toMatch(hint);
  });
});

describe('the header a refusal asks for', () => {
  test.each([
    ["Missing 'anthropic-workspace-id' header.", 'anthropic-workspace-id'],
    ['Missing required header: Databricks-Model-Provider-Service', 'Databricks-Model-Provider-Service'],
    ['Either x-portkey-config or x-portkey-provider header is required', 'x-portkey-config'],
    ['Unexpected value(s) `x` for the `anthropic-beta` header.', undefined],
    ['Unexpected value(s) `interleaved-thinking-2025-05-14` for the `anthropic-beta` header.', undefined],
    ['x-api-key header is required', undefined],
    ['Missing header: Authorization', undefined],
    ['Missing required header x-team-id', 'x-team-id'],
    ['model: not found', undefined],
  ])('%s', (message, name) => {
    expect(missingHeader(answer(400, message))).toBe(name);
  });
});

import { describe, expect, test } from 'vitest';
import { ok } from '../../src/errors.ts';
import type { StreamExchange } from '../../src/probe/check.ts';
import { engineShape } from '../../src/probe/engine/shape.ts';
import { leftOutAfter, reduced } from '../../src/probe/turns/left-out.ts';

/*
 * What the engine 2.1.332 leaves out of its next request after a refusal, measured on 2026-11-26 with one wording each;
 * after the others it gives up.
 */

const OPUS = engineShape('claude-opus-4-8');

function after(status: number, body: unknown, shape = OPUS): string | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = typeof body === 'string' ? undefined : body;
  const answer = { status, text, json, headers: {} };
  return leftOutAfter(ok({ answer } as unknown as StreamExchange), shape, []);
}

const envelope = (message: string): unknown => ({
  type: 'error',
  error: { type: 'invalid_request_error', message },
});

describe('messages of role system are left out after', () => {
  test.for<[number, unknown]>([
    [
      400,
      envelope(
        'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
      ),
    ],
    [400, envelope("messages.1.role: Input should be 'user' or 'assistant'")],
    [400, envelope('Input should be "user" or "assistant"')],
    [403, envelope("Input should be 'user' or 'assistant'")],
    [500, envelope("Input should be 'user' or 'assistant'")],
    [400, "messages.1.role: Input should be 'user' or 'assistant'"],
    [
      422,
      { detail: [{ loc: ['body', 'messages', 1, 'role'], msg: "Input should be 'user' or 'assistant'" }] },
    ],
    [400, envelope("role 'system' is not supported in messages")],
    [400, envelope("messages.1: Role 'system' is not supported on this model")],
    [422, envelope("role 'system' is not supported")],
    [400, envelope("messages.1: use the top-level 'system' parameter for the initial system prompt")],
  ])('%s %j', ([status, body]) => expect(after(status, body)).toBe('system messages'));
});

describe('effort is left out after', () => {
  test.for([
    'This model does not support the effort parameter.',
    'model does not support effort parameter',
    'the effort parameter is not supported',
    'effort parameter not supported',
    'output_config.effort: Extra inputs are not permitted',
    "output_config: Extra inputs are not permitted, input {'effort': 'high'}",
    "[{'loc': ('body', 'output_config'), 'msg': 'Extra inputs are not permitted', 'input': {'effort': 'high'}}]",
  ])('%s', (message) => {
    expect(after(400, envelope(message))).toBe('effort');
    expect(after(422, envelope(message))).toBeUndefined();
    const { effort, betas } = reduced(OPUS, 'effort');
    expect([effort, betas]).toEqual([undefined, ['claude-code-20250219', 'interleaved-thinking-2025-05-14']]);
  });
});

describe('a budget is asked for after', () => {
  test.for([
    'thinking: adaptive thinking is not supported',
    'litellm.BadRequestError: thinking.type: adaptive is not supported on this model',
    'thinking.type "adaptive" is not supported for this deployment',
    'thinking.type.adaptive is not supported',
    'thinking.type: adaptive not supported',
  ])('%s', (message) => {
    expect(after(400, envelope(message))).toBe('adaptive thinking');
    expect(after(403, envelope(message))).toBeUndefined();
    expect(reduced(OPUS, 'adaptive thinking').thinking).toEqual({ type: 'enabled', budget_tokens: 63_999 });
  });

  test('and adaptive thinking after a refused budget', () => {
    const haiku = engineShape('claude-haiku-4-5');
    expect(after(400, envelope('thinking.type: enabled is not supported, use adaptive'), haiku)).toBe(
      'a thinking budget',
    );
    expect(after(400, envelope('thinking.type: enabled is not supported, use adaptive'))).toBeUndefined();
    expect(reduced(haiku, 'a thinking budget').thinking).toEqual({ type: 'adaptive' });
  });
});

describe('betas are left out that the API names', () => {
  const words = (names: string): string => `Unexpected value(s) ${names} for the \`anthropic-beta\` header.`;
  test('one', () => {
    for (const status of [400, 403, 422, 500])
      expect(after(status, envelope(words('`effort-2025-11-24`')))).toBe('betas');
    const { betas, effort } = reduced(OPUS, 'betas', words('`effort-2025-11-24`'));
    expect([betas, effort]).toEqual([['claude-code-20250219', 'interleaved-thinking-2025-05-14'], undefined]);
  });

  test('several, and effort stays with its own', () => {
    const named = words('`claude-code-20250219`, `interleaved-thinking-2025-05-14`');
    const { betas, effort } = reduced(OPUS, 'betas', named);
    expect([betas, effort]).toEqual([['effort-2025-11-24'], 'high']);
  });

  test('none that was not sent', () => {
    expect(after(400, envelope(words('`other-2025-01-01`')))).toBeUndefined();
  });
});

describe('earlier thinking is left out after', () => {
  test.for<[number, unknown]>([
    [400, envelope('messages.1.content.0: Invalid `signature` in `thinking` block')],
    [400, envelope('Invalid signature in thinking block')],
    [400, envelope('messages.1.content.0.thinking.signature: Field required')],
    [400, envelope('thinking blocks cannot be modified')],
    [
      400,
      envelope(
        '`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
      ),
    ],
    [400, { message: 'messages.1.content.0: Invalid `signature` in `thinking` block' }],
  ])('%s %j', ([status, body]) => {
    expect(after(status, body)).toBe('earlier thinking');
    expect(reduced(OPUS, 'earlier thinking').earlierThinking).toBe(false);
  });
});

describe('fewer output tokens are asked for after', () => {
  const words = 'which is the maximum allowed number of output tokens for claude-opus-4-8';
  test.for<[number, string, number]>([
    [400, `max_tokens: 64000 > 32768, ${words}`, 32_768],
    [422, `max_tokens: 64000 > 32768, ${words}`, 32_768],
    [400, 'input length and `max_tokens` exceed context limit: 34000 + 64000 > 65536', 30_536],
  ])('%s %s', ([status, message, left]) => {
    expect(after(status, envelope(message))).toBe('output tokens');
    expect(reduced(OPUS, 'output tokens', message).maxTokens).toBe(left);
  });

  test('a budget of thinking stays below them', () => {
    const message = `max_tokens: 32000 > 8192, ${words}`;
    expect(reduced(engineShape('claude-haiku-4-5'), 'output tokens', message).thinking).toEqual({
      type: 'enabled',
      budget_tokens: 8191,
    });
  });
});

describe('the engine gives up after', () => {
  test.for<[number, unknown]>([
    [400, envelope("Unexpected role 'system'")],
    [400, envelope('messages.1.role: Unexpected role "system". Use the top-level field.')],
    [400, envelope('not "system" as an input message role')],
    [400, envelope("messages.1: use the top-level 'system' parameter")],
    [400, envelope('adaptive thinking not supported')],
    [400, envelope('thinking type adaptive is not supported')],
    [400, envelope('thinking.type: adaptive is unsupported')],
    [400, envelope("thinking.type: Input should be 'enabled' or 'disabled'")],
    [400, envelope('output_config.effort: this model does not support effort')],
    [400, envelope('invalid effort parameter')],
    [400, envelope('output_config: Extra inputs are not permitted')],
    [400, envelope('Unexpected value(s) `effort-2025-11-24`')],
    [400, envelope('Unexpected role system')],
    [400, envelope("messages[1].role must be 'user' or 'assistant'")],
    [400, envelope("messages.1.role: Input should be 'user', 'assistant' or 'tool'")],
    [400, envelope('Invalid role: system')],
    [400, envelope('The system role is not supported')],
    [400, envelope('System message must be at the beginning.')],
    [400, envelope('System messages must be passed as the top-level `system` parameter')],
    [422, envelope('Expected last role User or Tool but got system')],
    [422, envelope('Invalid `signature` in `thinking` block')],
    [500, envelope('Invalid `signature` in `thinking` block')],
    [400, envelope('Invalid thinking signature')],
    [400, envelope('messages.1.content.0.signature: Field required')],
    [400, envelope('thinking blocks are not supported')],
    [400, envelope('max_tokens: 32000 > 1000, which is the maximum allowed number of output tokens for x')],
    [400, envelope('max_tokens: 64000 > 32768')],
    [400, envelope('max_tokens: 64000 > 32768, which is the maximum allowed number of output tokens')],
    [400, envelope('max_tokens: Input should be less than or equal to 32768')],
    [400, envelope('Corrupted thought signature.')],
  ])('%s %j', ([status, body]) => expect(after(status, body)).toBeUndefined());
});

import { describe, expect, test } from 'vitest';
import { engineShape } from '../../src/probe/engine/shape.ts';

/* What the engine 2.1.332 was seen to send, by model. */
describe('the shape of a turn', () => {
  test.each([
    ['claude-haiku-4-5-20251001', 32_000, 'enabled', undefined, false],
    ['claude-sonnet-4-5', 32_000, 'enabled', undefined, false],
    ['anthropic/claude-sonnet-4-6', 32_000, 'adaptive', 'high', false],
    ['claude-sonnet-4.6', 32_000, 'adaptive', 'high', false],
    ['claude-opus-4-7', 64_000, 'adaptive', 'xhigh', false],
    ['us.anthropic.claude-opus-4-8-v1:0', 64_000, 'adaptive', 'high', true],
    ['claude-sonnet-5', 64_000, 'adaptive', 'high', true],
    ['claude-opus-5-5', 128_000, 'adaptive', 'medium', true],
    ['claude-3-5-haiku-20241022', 8192, undefined, undefined, false],
    ['corp-claude', 32_000, 'adaptive', 'high', true],
  ])('%s', (model, maxTokens, thinking, effort, systemRole) => {
    expect(engineShape(model)).toMatchObject({ maxTokens, systemRole });
    expect(engineShape(model).thinking?.type).toBe(thinking);
    expect(engineShape(model).effort).toBe(effort);
  });

  test.each([
    ['claude-sonnet-4-6', true],
    ['claude-opus-4-6', true],
    ['claude-opus-4-8', false],
    ['claude-sonnet-5', false],
  ])('the 1M beta of %s', (model, sent) => {
    expect(engineShape(model, { longContext: true }).betas.includes('context-1m-2025-08-07')).toBe(sent);
    expect(engineShape(model).betas).not.toContain('context-1m-2025-08-07');
  });
});

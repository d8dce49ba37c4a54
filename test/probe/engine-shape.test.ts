import { describe, expect, test } from 'vitest';
import { engineShape, sentName } from '../../src/probe/engine/shape.ts';

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
    ['claude-3-opus-20240229', 4096, undefined, undefined, false],
    ['claude-opus-4-1', 128_000, 'adaptive', 'medium', true],
    ['anthropic/claude-opus-4.1', 32_000, 'enabled', undefined, false],
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

  test.each([
    ['claude-sonnet-4-6', 'low', 'low'],
    ['claude-opus-4-8', 'medium', 'medium'],
    ['claude-sonnet-4-6', 'xhigh', 'high'],
    ['claude-opus-4-7', 'max', 'xhigh'],
    ['claude-haiku-4-5', 'low', undefined],
  ])('the effort of %s where %s is configured', (model, effort, sent) => {
    expect(engineShape(model, { effort }).effort).toBe(sent);
  });

  test.each([
    ['claude-opus-4-1', 'claude-opus-5-5'],
    ['claude-opus-4-0', 'claude-opus-5-5'],
    ['claude-opus-4-20250514', 'claude-opus-5-5'],
    ['claude-opus-4-1-20250805', 'claude-opus-5-5'],
    ['claude-opus-4', 'claude-opus-4'],
    ['claude-opus-4-1@20250805', 'claude-opus-4-1@20250805'],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
    ['Claude-Sonnet-4-6', 'claude-sonnet-4-6'],
    ['Anthropic/Claude-Sonnet-4.6', 'Anthropic/Claude-Sonnet-4.6'],
    ['My-Claude-Prod', 'My-Claude-Prod'],
  ])('%s is asked for as %s', (model, sent) => expect(sentName(model)).toBe(sent));
});

import { expect } from 'vitest';
import type { FaultName } from '../../../src/embedded-gateway/index.ts';

const rows = (count: number): object => ({ json: { data: { length: count } } });
/** Faults that a request for the model list shows. */
export const LISTS = {
  'models-huge': rows(60_000),
  'models-ansi': { text: expect.stringContaining('\\u001b[31m') as string },
  'models-bad-rows': rows(7),
  'models-has-more-loop': { json: { has_more: true } },
  'models-paged': { json: { has_more: true, data: { length: 3 } } },
  'models-deep': { status: 200, json: undefined },
  'models-redirect': { status: 302, location: 'https://login.example.com/' },
  'models-html': { status: 200, json: undefined },
  'models-404': { status: 404 },
  'models-401': { status: 401 },
  'models-501': { status: 501 },
  'models-openai-shape': { json: { object: 'list' } },
  'models-array': { json: { length: 2 } },
  'models-wrong-key': { json: { models: { length: 2 } } },
  'models-empty': rows(0),
  'models-no-claude': { text: expect.not.stringContaining('claude') as string },
  'models-no-haiku': { text: expect.not.stringContaining('haiku') as string },
  'models-tiers': { text: expect.stringContaining('anthropic_family_tier') as string },
  'models-unserved': { text: expect.stringContaining('claude-haiku-9-9') as string },
} as const satisfies Partial<Record<FaultName, object>>;

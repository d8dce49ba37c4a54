import { describe, expect, test } from 'vitest';
import { checkModelName } from '../../src/schema/model-name.ts';

/* Names that Claude Desktop takes for another vendor's, even beside "claude"; the list is a fact about the app. */
const VENDORS = [
  ...[
    'ark-code',
    'astron',
    'command-r',
    'deepseek',
    'doubao',
    'gemini',
    'gemma',
    'glm',
    'gpt',
    'grok',
    'hermes',
  ],
  ...[
    'hy3',
    'kimi',
    'lfm',
    'llama',
    'longcat',
    'mimo',
    'minimax',
    'mistral',
    'mixtral',
    'moonshot',
    'nemotron',
  ],
  ...[
    'openai',
    'phi-',
    'qianfan',
    'qwen',
    'tc-code',
    'yi-',
    'stepfun',
    'step-3',
    'seed-',
    'bytedance',
    'hunyuan',
  ],
  ...[
    'granite',
    'amazon.nova',
    'nova-',
    'devstral',
    'ministral',
    'ernie',
    'codex',
    'arcee',
    'trinity',
    'abab',
  ],
  ...['phi4', 'jamba', 'arctic', 'solar', 'mercury', 'zamba', 'kat-coder', 'dpsk'],
];

describe('names of other vendors', () => {
  test.each(VENDORS)('claude-%s is refused, and the part is named', (vendor) => {
    for (const name of [`claude-${vendor}`, `CLAUDE-${vendor.toUpperCase()}`, `x/${vendor}/claude-opus-5`])
      expect(checkModelName(name)).toEqual({ ok: false, vendor });
  });

  test.each(['claude.ling', 'claude k2.5', 'claude m2.1', 'claude ds-1', 'claude unic'])(
    '%s is refused as a word of its own',
    (name) => expect(checkModelName(name).ok).toBe(false),
  );

  test.each([
    'claude-darling',
    'claude-sonnet-4-5',
    'anthropic.claude-opus-4-7-v1:0',
    'team/haiku',
    'fable-5',
    'mythos',
  ])('%s is taken', (name) => expect(checkModelName(name)).toEqual({ ok: true }));

  test('a name without a word of the family is refused without a vendor', () => {
    expect(checkModelName('our-best-model')).toEqual({ ok: false });
  });
});

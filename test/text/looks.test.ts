import { describe, expect, test } from 'vitest';
import { looksLikeCredential, withoutCredentials } from '../../src/text/credentials.ts';
import { MASK } from '../../src/text/mask.ts';

/* Credentials by their looks: the mask that holds where nobody knows that a secret stands. */

const KEYS: readonly [string, string][] = [
  ['Anthropic, OpenAI', 'sk-ant-api03-abcdefgh'],
  ['Stripe', 'sk_live_abcdefgh'],
  ['Langfuse and others', 'pk-lf-abcdefghijklmnop'],
  ['GitHub', 'ghp_abcdefghijklmnop'],
  ['GitHub, fine-grained', 'github_pat_abcdefghijklmnop'],
  ['Slack', 'xoxb-abcdefgh'],
  ['AWS', 'AKIAABCDEFGHIJKL'],
  ['Google', 'AIzaabcdefghijklmnopqrst'],
  ['Google OAuth', 'ya29.abcdefghijklmnop'],
  ['a JWT', 'eyJabcdefgh.abcdef.abcdef'],
  ['Databricks', 'dapiabcdefghijklmnop'],
  ['GitLab', 'glpat-abcdefghijkl'],
];

describe.each(KEYS)('%s', (_, key) => {
  test.each([key, `Bearer ${key}`, `Basic ${key}`, ` ${key}\n`])('%j looks like one', (text) => {
    expect(looksLikeCredential(text)).toBe(true);
  });

  test.each([`the key ${key}, in a sentence`, `"${key}"`, `x=${key}`, `https://gw.example.com/?k=${key}`])(
    'is masked in %j',
    (text) => {
      const masked = withoutCredentials(text);
      expect(masked).not.toContain(key.slice(-6));
      expect(masked).toContain(MASK);
      expect(masked.startsWith(text.slice(0, text.indexOf(key)))).toBe(true);
    },
  );
});

test.each([
  'claude-sonnet-4-5',
  'sk-short',
  'glpat-short',
  'gateway',
  'platform',
  'https://gw.example.com',
  'eyJ',
])('%j does not, and is left alone', (text) => {
  expect(looksLikeCredential(text)).toBe(false);
  expect(withoutCredentials(text)).toBe(text);
});

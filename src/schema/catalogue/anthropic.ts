import { text, type KeyRow } from '../key-spec.ts';

/** Connection, Anthropic: inference straight from the Claude API. */
export const anthropic = {
  inferenceAnthropicApiKey: {
    title: 'Claude API key',
    nestedPath: 'inference.credential.apiKey',
    group: 'Anthropic',
    summary: 'Authenticates requests that go directly to the Claude API.',
    type: text(),
    providers: ['anthropic'],
    secret: true,
    since: '1.8089.0',
    notes: ['When no helper is set either, every user signs in to the Claude Console in the browser.'],
  },
} as const satisfies Record<string, KeyRow>;

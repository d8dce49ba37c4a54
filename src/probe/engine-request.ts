import type { GatewayRequest } from '../gateway/types.ts';
import { messages, TOOL } from './checks/requests.ts';
import type { EngineShape } from './engine-shape.ts';
import { engineTools } from './engine-tools.ts';

/*
 * A turn in the shape of the app's engine (engine-shape.ts) and as small as that shape allows: its fields, headers,
 * betas, tools and limits, with a question that one word answers.
 */

type Body = Readonly<Record<string, unknown>>;

/** What is asked. `text`: a word, with all tools offered; `tool`: a tool call; `result`: what a tool gave back. */
export type TurnKind = 'text' | 'tool' | 'result';

/** Words that an answer must hold. */
export interface TurnWords {
  readonly asked: string;
  /** Told by the system prompt only. */
  readonly system: string;
}

const HEADERS: Readonly<Record<string, string>> = {
  'anthropic-dangerous-direct-browser-access': 'true',
  'x-claude-code-session-id': '00000000-0000-4000-8000-000000000000',
  'x-stainless-arch': 'x64',
  'x-stainless-lang': 'js',
  'x-stainless-os': 'Linux',
  'x-stainless-package-version': '0.128.0',
  'x-stainless-retry-count': '0',
  'x-stainless-runtime': 'node',
  'x-stainless-runtime-version': 'v26.12.1',
  'x-stainless-timeout': '600',
};

/** As long as the engine's, which translators to other vendors were seen to refuse. */
const USER_ID = JSON.stringify({
  device_id: '0'.repeat(64),
  account_uuid: '',
  session_id: '00000000-0000-4000-8000-000000000000',
});

const CACHED = { cache_control: { type: 'ephemeral' } } as const;

function frame(model: string, shape: EngineShape): Body {
  return {
    model,
    max_tokens: shape.maxTokens,
    ...(shape.thinking === undefined ? {} : { thinking: shape.thinking }),
    ...(shape.effort === undefined ? {} : { output_config: { effort: shape.effort } }),
    metadata: { user_id: USER_ID },
    stream: true,
  };
}

function system(rule: string): readonly Body[] {
  return [
    { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.332; cc_entrypoint=local-agent;' },
    { type: 'text', text: 'You answer a test.', ...CACHED },
    { type: 'text', text: rule, ...CACHED },
  ];
}

function systemMessage(shape: EngineShape): readonly Body[] {
  return shape.systemRole ? [{ role: 'system', content: 'Be short.' }] : [];
}

/** A first turn that one word answers, all tools offered. */
export function textTurn(model: string, shape: EngineShape, words: TurnWords): Body {
  return {
    ...frame(model, shape),
    system: system(`End every answer with the word ${words.system}.`),
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder>`ls && $(pwd)`</system-reminder>' },
          { type: 'text', text: `Reply with the word ${words.asked}.`, ...CACHED },
        ],
      },
      ...systemMessage(shape),
    ],
    tools: engineTools(shape.tools, shape.systemRole),
  };
}

const CALL = `Call the tool ${TOOL.name} with city Oslo and n 7.`;

/** A first turn that a tool call answers; the engine leaves the choice to the model. */
export function toolTurn(model: string, shape: EngineShape): Body {
  return {
    ...frame(model, shape),
    system: system('Use tools.'),
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder>ok</system-reminder>' },
          { type: 'text', text: CALL, ...CACHED },
        ],
      },
      ...systemMessage(shape),
    ],
    tools: [TOOL],
  };
}

/** The turn after the tool has run: the model's own blocks go back as they came, with a result for each call. */
export function resultTurn(model: string, shape: EngineShape, blocks: readonly Body[], result: string): Body {
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  return {
    ...frame(model, shape),
    system: system('Use tools.'),
    messages: [
      {
        role: 'user',
        content: [{ type: 'text', text: `${CALL} Then say word for word what it gave back.` }],
      },
      ...systemMessage(shape),
      { role: 'assistant', content: blocks },
      {
        role: 'user',
        content: calls.map(({ id }) => ({
          type: 'tool_result',
          tool_use_id: id,
          content: result,
          ...CACHED,
        })),
      },
      ...systemMessage(shape),
    ],
    tools: [TOOL],
  };
}

/** A body as a request of the engine. `both`: a credential helper's value goes into both headers. */
export function engineRequest(body: Body, betas: readonly string[], both: boolean): GatewayRequest {
  return {
    ...messages(body, { ...HEADERS, 'anthropic-beta': betas.join(',') }),
    ...(both ? { credential: 'both' as const } : {}),
  };
}

/** Tokens of a body's prompt, by a quarter of its characters, which is what gateways that count go by. */
export function weigh({ messages: turns, tools, system: rules }: Body): number {
  const size = (value: unknown): number => (value === undefined ? 0 : JSON.stringify(value).length);
  return Math.ceil((size(turns) + size(tools) + size(rules)) / 4);
}

import type { GatewayRequest } from '../../gateway/types.ts';
import { messages } from '../requests/requests.ts';
import { sentName, type EngineShape } from './shape.ts';
import { guardedPlaces, guardedQuestion, guardedRules, IN_SYSTEM_MESSAGE } from './words.ts';
import { CALLED, fullTools, keywordTools, namedTools, wholeTool, type Tool } from './tools.ts';

/*
 * A turn in the shape of the app's engine (shape.ts) and as small as that shape allows: its fields, headers,
 * betas, tools and limits, with a question that one word answers.
 */

type Body = Readonly<Record<string, unknown>>;

/** What is asked. `text`: a word; `tool`: a call of one of many tools; `result`: what the tool gave back. */
export type TurnKind = 'text' | 'tool' | 'result';

/** Words that an answer must hold. */
export interface TurnWords {
  readonly asked: string;
  /** Told by the system prompt only. Absent: the word that is asked for is to stand twice in the answer. */
  readonly system?: string;
}

const HEADERS: Readonly<Record<string, string>> = {
  'accept-encoding': 'gzip, deflate, br, zstd',
  'anthropic-dangerous-direct-browser-access': 'true',
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
function userId(session: string): string {
  return JSON.stringify({ device_id: '0'.repeat(64), account_uuid: '', session_id: session });
}

const CACHED = { cache_control: { type: 'ephemeral' } } as const;

function frame(model: string, shape: EngineShape): Body {
  return {
    model: sentName(model),
    max_tokens: shape.maxTokens,
    ...(shape.thinking === undefined ? {} : { thinking: shape.thinking }),
    ...(shape.effort === undefined ? {} : { output_config: { effort: shape.effort } }),
    stream: true,
  };
}

function offered({ wholeTools }: EngineShape, tools: readonly Tool[]): readonly Tool[] {
  return wholeTools ? tools.map(wholeTool) : tools;
}

function system(rule: string): readonly Body[] {
  return [
    { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.332; cc_entrypoint=local-agent;' },
    { type: 'text', text: 'You answer a test.', ...CACHED },
    { type: 'text', text: rule, ...CACHED },
  ];
}

/** The texts before the question: the older models get as many blocks as the engine sends them, the newer one. */
function reminders(shape: EngineShape): readonly Body[] {
  return guardedQuestion(!shape.systemRole).map((text, at) => ({
    type: 'text',
    text: at === 0 ? `<system-reminder>${text}</system-reminder>` : text,
  }));
}

function systemMessage(shape: EngineShape, content = 'Be short.'): readonly Body[] {
  return shape.systemRole ? [{ role: 'system', content }] : [];
}

/** The engine's own speaks of tools as well, which a model that takes it for the user's words goes by. */
const AFTER_RESULTS = `Agents use ${CALLED.name}.`;

function lastWord({ system: word }: TurnWords): string {
  return word === undefined ? '' : `\nEnd every answer with the word ${word}.`;
}

/** A first turn that one word answers; its tools have what the schemas of the engine's have, `long` a long description too. */
export function textTurn(model: string, shape: EngineShape, words: TurnWords, long = true): Body {
  return {
    ...frame(model, shape),
    system: system(`${guardedRules(!shape.systemRole)}${lastWord(words)}`),
    messages: [
      {
        role: 'user',
        content: [
          ...reminders(shape),
          {
            type: 'text',
            text: `Reply with the word ${words.asked}${words.system === undefined ? ' twice' : ''}.`,
            ...CACHED,
          },
        ],
      },
      ...systemMessage(shape, `${IN_SYSTEM_MESSAGE}\nBe short.`),
    ],
    tools: offered(shape, keywordTools({ newer: shape.systemRole, long })),
  };
}

/**
 * What the call must hold. Gateways replace paths, change case and cut; and it is as long as paths are, because short
 * calls pass where few tokens are allowed.
 */
export const CALLED_PATH = '/tmp/report/Oslo-and-other-cities-of-norway/part-2.txt';
const CALL = `READ-FILE ${CALLED_PATH} by a call of the tool ${CALLED.name}. Then repeat what it gave back.`;
/** Tokens of such a call, by a quarter of its characters. */
export const CALL_TOKENS = 24;

/** Nothing that a guard minds: what it may mind stands where the engine has it (words.ts). In lines, as prompts are. */
const FILLER = 'The quick fox reads `src`, runs the tests again and explains <what> it found.\n';
/** What it is as JSON. */
const FILLER_BYTES = FILLER.length + 1;

/** `text`, made longer to `length` bytes of JSON. */
function grown(text: string, length: number): string {
  const missing = length - text.length - 1;
  if (missing <= 0) return text;
  const rest = FILLER.slice(0, Math.min(missing % FILLER_BYTES, FILLER.length - 1));
  return `${text} ${FILLER.repeat(Math.floor(missing / FILLER_BYTES))}${rest}`;
}

/** Characters of the longest description of a tool. */
const LONGEST_DESCRIPTION = 22_000;

/** A first turn as large as a real one, its bytes where the engine has them: tools, system prompt, question. */
export function fullTurn(model: string, shape: EngineShape, words: TurnWords): Body {
  const small = textTurn(model, shape, words);
  const each = Math.floor((shape.toolBytes - LONGEST_DESCRIPTION - shape.tools * 180) / (shape.tools - 1));
  const guarded = guardedPlaces(!shape.systemRole);
  const tools = fullTools(shape.tools)
    .map(wholeTool)
    .map((tool, at) => {
      const room =
        (at === 1 ? LONGEST_DESCRIPTION : each) - JSON.stringify(tool.input_schema.properties).length;
      return { ...tool, description: grown(at === 1 ? guarded.tools : (tool.description ?? '.'), room) };
    });
  const rest = shape.bytes - shape.systemBytes - shape.toolBytes - 2500;
  return {
    ...small,
    system: system(grown(`${guarded.system}${lastWord(words)}`, shape.systemBytes)),
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: `<system-reminder>${grown(guarded.messages, rest)}</system-reminder>` },
          { type: 'text', text: `Reply with the word ${words.asked}.`, ...CACHED },
        ],
      },
      ...systemMessage(shape),
    ],
    tools,
  };
}

/** The question before a call; it stands in front of the result once more, as caches that go by it were seen to mind. */
function question(mark: Body): Body {
  return {
    role: 'user',
    content: [
      { type: 'text', text: '<system-reminder>ok</system-reminder>' },
      { type: 'text', text: CALL, ...mark },
    ],
  };
}

/** A first turn that a call of one of many tools answers; the engine leaves the choice to the model. */
export function toolTurn(model: string, shape: EngineShape): Body {
  return {
    ...frame(model, shape),
    system: system('Use tools.'),
    messages: [question(CACHED), ...systemMessage(shape)],
    tools: offered(shape, namedTools(shape.tools)),
  };
}

/** The turn after the tool has run: the model's own blocks go back as they came, with a result for each call. */
export function resultTurn(model: string, shape: EngineShape, blocks: readonly Body[], result: string): Body {
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  const sent = shape.earlierThinking
    ? blocks
    : blocks.filter(({ type }) => type !== 'thinking' && type !== 'redacted_thinking');
  return {
    ...frame(model, shape),
    system: system('Use tools.'),
    messages: [
      question({}),
      ...systemMessage(shape),
      { role: 'assistant', content: sent },
      {
        role: 'user',
        content: calls.map(({ id }) => ({
          type: 'tool_result',
          tool_use_id: id,
          content: result,
          ...CACHED,
        })),
      },
      ...systemMessage(shape, AFTER_RESULTS),
    ],
    tools: offered(shape, [CALLED]),
  };
}

/** What a request of the engine is part of. */
interface Belongs {
  readonly betas: readonly string[];
  /** A credential helper's value goes into both headers. */
  readonly both: boolean;
  /** The session, by its UUID. */
  readonly session: string;
}

/** A body as a request of the engine. */
export function engineRequest(body: Body, { betas, both, session }: Belongs): GatewayRequest {
  const { model, messages: turns, system: rules, tools, ...rest } = body;
  // In the engine's order: routers look for the model, and for stream, in the first bytes of a body.
  const ordered = {
    model,
    messages: turns,
    system: rules,
    tools,
    metadata: { user_id: userId(session) },
    ...rest,
  };
  const headers = {
    ...HEADERS,
    'x-claude-code-session-id': session,
    'anthropic-beta': betas.join(','),
  };
  return {
    ...messages(ordered, headers),
    ...(both ? { credential: 'both' as const } : {}),
  };
}

/** Tokens of a body's prompt, by a quarter of its characters, which is what gateways that count go by. */
export function weigh({ messages: turns, tools, system: rules }: Body): number {
  const size = (value: unknown): number => (value === undefined ? 0 : JSON.stringify(value).length);
  return Math.ceil((size(turns) + size(tools) + size(rules)) / 4);
}

/*
 * What the app's engine puts into every turn, by model. Measured on 2026-11-25 and 26 with the engine 2.1.332 and
 * Desktop's settings (no experimental betas): the streamed request of a first turn for each of these names.
 */

/** The fields of a turn that depend on the model. */
export interface EngineShape {
  readonly maxTokens: number;
  readonly thinking:
    { readonly type: 'adaptive' } | { readonly type: 'enabled'; readonly budget_tokens: number } | undefined;
  /** `output_config.effort`. */
  readonly effort: string | undefined;
  readonly betas: readonly string[];
  /** Messages of role `system` stand inside `messages`. */
  readonly systemRole: boolean;
  /** Blocks of thinking go back with the calls that they led to. */
  readonly earlierThinking: boolean;
  /** Tools have all that the engine's have in common, instead of what is short. */
  readonly wholeTools: boolean;
  /** How many tools a first turn offers. */
  readonly tools: number;
  /** Bytes of a first turn, rounded up. */
  readonly bytes: number;
  /** Of these, the system prompt and the tools. */
  readonly systemBytes: number;
  readonly toolBytes: number;
  /** Tokens of a first turn, by a quarter of its characters. */
  readonly inputTokens: number;
}

/** The engine's own name: gateways were seen to take no other, or not this one. */
export const ENGINE_AGENT = 'claude-cli/2.1.332 (external, local-agent)';

/** Whether the configuration's own headers (`inferenceCustomHeaders`) name the client: then that name is sent. */
export function namesClient(customHeaders: Readonly<Record<string, string>>): boolean {
  return Object.keys(customHeaders).some((name) => name.toLowerCase() === 'user-agent');
}

import { CLAUDE_CODE, EFFORT, LONG_BETA, THINKING } from './betas.ts';

const OLDER = {
  wholeTools: false,
  earlierThinking: true,
  systemRole: false,
  tools: 27,
  bytes: 142_000,
  systemBytes: 28_400,
  toolBytes: 106_800,
  inputTokens: 35_500,
} as const;
const NEWER = {
  wholeTools: false,
  earlierThinking: true,
  systemRole: true,
  tools: 23,
  bytes: 98_000,
  systemBytes: 11_100,
  toolBytes: 80_800,
  inputTokens: 24_500,
} as const;

function adaptive(maxTokens: number, effort: string, size: typeof OLDER | typeof NEWER): Row {
  return {
    maxTokens,
    thinking: { type: 'adaptive' },
    effort,
    betas: [CLAUDE_CODE, THINKING, EFFORT],
    ...size,
  };
}

function budgeted(effort?: string): Row {
  return {
    maxTokens: 32_000,
    thinking: { type: 'enabled', budget_tokens: 31_999 },
    effort,
    betas: effort === undefined ? [CLAUDE_CODE, THINKING] : [CLAUDE_CODE, THINKING, EFFORT],
    ...OLDER,
  };
}

type Row = EngineShape;

/** First match wins; names may carry a provider in front and a date behind, and dots for hyphens. */
const SHAPES: readonly (readonly [pattern: RegExp, shape: Row, longBeta: boolean])[] = [
  [/(?:opus|sonnet)-5-[5-9]/, adaptive(128_000, 'medium', NEWER), false],
  [/opus-5/, adaptive(64_000, 'high', NEWER), false],
  [
    /opus-4-8/,
    { ...adaptive(64_000, 'high', NEWER), bytes: 94_000, systemBytes: 6800, inputTokens: 23_500 },
    false,
  ],
  [
    /sonnet-5/,
    {
      ...adaptive(64_000, 'high', NEWER),
      bytes: 134_000,
      systemBytes: 28_300,
      toolBytes: 98_300,
      inputTokens: 33_500,
    },
    false,
  ],
  [/(?:fable|mythos)-5/, adaptive(64_000, 'high', NEWER), false],
  [/opus-4-7/, adaptive(64_000, 'xhigh', OLDER), false],
  [/opus-4-6/, adaptive(64_000, 'high', OLDER), true],
  [/sonnet-4-6/, adaptive(32_000, 'high', OLDER), true],
  [/opus-4-5/, budgeted('high'), true],
  [/(?:haiku|sonnet|opus)-4/, budgeted(), true],
  [
    /claude-3-(?:opus|haiku)/,
    { maxTokens: 4096, thinking: undefined, effort: undefined, betas: [CLAUDE_CODE], ...OLDER },
    false,
  ],
  [
    /claude-3/,
    { maxTokens: 8192, thinking: undefined, effort: undefined, betas: [CLAUDE_CODE], ...OLDER },
    false,
  ],
];

/** A name the engine does not know gets what its newest models get. */
const UNKNOWN: Row = adaptive(32_000, 'high', NEWER);

/** What is set once for all turns. */
interface ShapeOptions {
  /** The entry of `inferenceModels` says `supports1m`. */
  readonly longContext?: boolean;
  /** `defaultModelEffort`. */
  readonly effort?: string | undefined;
}

/** Efforts that every model with an effort takes; of more the engine sends what a model takes at most. */
const COMMON_EFFORTS = ['low', 'medium', 'high'];

/** The shape of a turn of `model`. */
export function engineShape(
  model: string,
  { longContext = false, effort = '' }: ShapeOptions = {},
): EngineShape {
  const name = sentName(model).toLowerCase().replaceAll('.', '-');
  const [, known, longBeta] = SHAPES.find(([pattern]) => pattern.test(name)) ?? [undefined, UNKNOWN, false];
  const shape = known.effort !== undefined && COMMON_EFFORTS.includes(effort) ? { ...known, effort } : known;
  return longContext && longBeta ? { ...shape, betas: [...shape.betas, LONG_BETA] } : shape;
}

/** In place of these the engine asks for its newest Opus (measured); with a provider in front they go as they are. */
const REPLACED = /^claude-opus-4-(?:[01]|1-20250805|20250514)$/;
const NEWEST_OPUS = 'claude-opus-5-5';

/** The model that the engine asks for where `model` is configured; names of its own it writes in small letters. */
export function sentName(model: string): string {
  const small = model.toLowerCase();
  if (REPLACED.test(small)) return NEWEST_OPUS;
  return /^claude-(?:opus|sonnet|haiku)-[\d-]+$/.test(small) ? small : model;
}

import { ApiError, invalid } from './errors.ts';

/** A model the embedded gateway pretends to serve. */
export interface EmbeddedModel {
  readonly id: string;
  readonly displayName?: string;
  /** RFC 3339. */
  readonly createdAt?: string;
  readonly maxInputTokens?: number;
  /** Largest `max_tokens` it accepts. */
  readonly maxTokens?: number;
}

/** One row of `GET /v1/models`, as @anthropic-ai/sdk 1.12 declares it. */
interface ModelRow {
  readonly type: 'model';
  readonly id: string;
  readonly display_name: string;
  readonly created_at: string;
  readonly max_input_tokens: number;
  readonly max_tokens: number;
}

interface ModelsPage {
  readonly data: readonly unknown[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

export const EMBEDDED_MODELS: readonly EmbeddedModel[] = [
  {
    id: 'claude-opus-5',
    displayName: 'Claude Opus 5',
    createdAt: '2026-06-01T00:00:00Z',
    maxInputTokens: 1_000_000,
  },
  {
    id: 'claude-sonnet-5',
    displayName: 'Claude Sonnet 5',
    createdAt: '2026-06-01T00:00:00Z',
    maxInputTokens: 1_000_000,
  },
  {
    id: 'claude-opus-4-8',
    displayName: 'Claude Opus 4.8',
    createdAt: '2026-03-01T00:00:00Z',
    maxInputTokens: 1_000_000,
  },
  {
    id: 'claude-haiku-4-5-20251001',
    displayName: 'Claude Haiku 4.5',
    createdAt: '2025-10-01T00:00:00Z',
    maxTokens: 64_000,
  },
  {
    id: 'claude-sonnet-4-5-20250929',
    displayName: 'Claude Sonnet 4.5',
    createdAt: '2025-09-29T00:00:00Z',
    maxTokens: 64_000,
  },
];

const DEFAULT_MAX_TOKENS = 128_000;
const DEFAULT_MAX_INPUT = 200_000;

/** The model a request names: by id, or by a dated id without its date, as the real API takes aliases. */
export function findModel(models: readonly EmbeddedModel[], id: string): EmbeddedModel | undefined {
  return (
    models.find((model) => model.id === id) ??
    models.find((model) => model.id.startsWith(`${id}-`) && /^-\d{8}$/.test(model.id.slice(id.length)))
  );
}

/** The most output tokens that a model takes. */
export function maxTokensOf(model: EmbeddedModel): number {
  return model.maxTokens ?? DEFAULT_MAX_TOKENS;
}

/** Whether a model takes adaptive thinking: those from 4.6 on (platform.claude.com "Adaptive thinking"). */
export function thinksAdaptively(model: EmbeddedModel): boolean {
  return versionOf(model) >= 406;
}

/** Version as major * 100 + minor; of a name without one that of its family, or 0. */
function versionOf({ id }: EmbeddedModel): number {
  const version = /(?:opus|sonnet|haiku|fable|mythos)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)/.exec(id);
  if (version === null) return /fable|mythos/.test(id) ? 500 : 0;
  return Number(version[1]) * 100 + Number(version[2] ?? 0);
}

/** Whether a model takes `thinking: {"type":"enabled"}`: the newest take adaptive thinking only. */
export function thinksByBudget(model: EmbeddedModel): boolean {
  return versionOf(model) < 407;
}

/** Whether a model takes `output_config.effort`. */
export function takesEffort(model: EmbeddedModel): boolean {
  return thinksAdaptively(model) || model.id.includes('opus-4-5');
}

/** Whether a model takes messages of role `system` inside `messages`. */
export function takesSystemRole(model: EmbeddedModel): boolean {
  return versionOf(model) >= 408;
}

function modelRow(model: EmbeddedModel): ModelRow {
  return {
    type: 'model',
    id: model.id,
    display_name: model.displayName ?? model.id,
    created_at: model.createdAt ?? '2025-01-01T00:00:00Z',
    max_input_tokens: model.maxInputTokens ?? DEFAULT_MAX_INPUT,
    max_tokens: maxTokensOf(model),
  };
}

/** `GET /v1/models/{id}`. */
export function getModel(models: readonly EmbeddedModel[], id: string): ModelRow {
  const model = findModel(models, id);
  if (model === undefined) throw new ApiError(404, `model: ${id}`);
  return modelRow(model);
}

/** `GET /v1/models` with `limit` (1 to 1000, default 20), `after_id`, `before_id` (platform.claude.com, "List Models"). */
export function listModels(models: readonly EmbeddedModel[], query: URLSearchParams): ModelsPage {
  const asked = query.get('limit');
  const limit = asked === null ? 20 : Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw invalid('limit: Input should be an integer from 1 to 1000');
  }
  const rows = models.map(modelRow);
  const after = query.get('after_id');
  const before = query.get('before_id');
  if (after !== null && before !== null) throw invalid('after_id and before_id cannot be used together');
  const indexOf = (id: string, name: string): number => {
    const at = rows.findIndex((row) => row.id === id);
    if (at < 0) throw invalid(`${name}: no such model`);
    return at;
  };
  let page: readonly ModelRow[];
  let more: boolean;
  if (before !== null) {
    const end = indexOf(before, 'before_id');
    const start = Math.max(0, end - limit);
    page = rows.slice(start, end);
    more = start > 0;
  } else {
    const start = after === null ? 0 : indexOf(after, 'after_id') + 1;
    page = rows.slice(start, start + limit);
    more = start + limit < rows.length;
  }
  return { data: page, has_more: more, first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null };
}

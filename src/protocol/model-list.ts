import { printable } from '../text/printable.ts';
import type { GatewayAnswer } from './answer.ts';
import { isObject } from '../text/json.ts';

/*
 * One page of GET /v1/models, read as the app reads it: `data[].id` and `display_name`, first page only, and one
 * malformed row voids the whole list (measured). Sources: platform.claude.com "List Models", code.claude.com
 * "LLM gateway protocol". IDs and names are untrusted text.
 */

export const MOST_ROWS = 1000;
export const LONGEST_ID = 256;

/** A row that is well formed. */
export interface ModelRow {
  /** 1-based place in its page. */
  readonly position: number;
  readonly id: string;
  readonly displayName?: string;
  /** `anthropic_family_tier`, as sent. */
  readonly tier?: string;
  readonly isFamilyDefault: boolean;
}

/** A row that is not: in the app it voids the whole list. */
export interface BadRow {
  readonly position: number;
  /** A clause: what is wrong with it. */
  readonly text: string;
}

/** One page of the list as it reads. */
export interface ModelPage {
  readonly shape: 'list' | 'array' | 'models-key' | 'not-json' | 'no-data';
  readonly style: 'anthropic' | 'openai';
  readonly rows: readonly ModelRow[];
  /** The first few; `badCount` is how many there are. */
  readonly bad: readonly BadRow[];
  readonly badCount: number;
  /** Rows as sent, before the cap. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly lastId?: string;
}

const EMPTY = { style: 'anthropic', rows: [], bad: [], badCount: 0, total: 0, hasMore: false } as const;

/** Reads a page of the model list, whatever it holds; at most MOST_ROWS rows are kept. */
export function readModelPage(answer: Pick<GatewayAnswer, 'json'>): ModelPage {
  const json = answer.json;
  if (Array.isArray(json)) return { ...EMPTY, shape: 'array', total: json.length };
  if (!isObject(json)) return { ...EMPTY, shape: 'not-json' };
  if (!Array.isArray(json.data)) {
    return { ...EMPTY, shape: Array.isArray(json.models) ? 'models-key' : 'no-data' };
  }
  const rows: ModelRow[] = [];
  const bad: BadRow[] = [];
  let badCount = 0;
  for (const [index, row] of json.data.slice(0, MOST_ROWS).entries()) {
    const position = index + 1;
    const text = rowProblem(row);
    if (text !== undefined) {
      badCount += 1;
      if (bad.length < 5) bad.push({ position, text });
    } else if (isObject(row) && typeof row.id === 'string' && row.id !== '') {
      // An empty ID is passed over without harm.
      rows.push({
        position,
        id: row.id,
        ...(typeof row.display_name === 'string' ? { displayName: row.display_name } : {}),
        ...(typeof row.anthropic_family_tier === 'string' ? { tier: row.anthropic_family_tier } : {}),
        isFamilyDefault: row.is_family_default === true,
      });
    }
  }
  const openai = json.object === 'list' || json.data.some((row) => isObject(row) && row.object === 'model');
  return {
    shape: 'list',
    style: openai ? 'openai' : 'anthropic',
    rows,
    bad,
    badCount,
    total: json.data.length,
    hasMore: json.has_more === true,
    ...(typeof json.last_id === 'string' && json.last_id !== '' ? { lastId: json.last_id } : {}),
  };
}

function rowProblem(row: unknown): string | undefined {
  if (!isObject(row)) return 'is not an object';
  if (row.id === undefined) return 'has no id';
  if (typeof row.id !== 'string') return 'has an id that is not a string';
  const name = row.display_name;
  if (name !== undefined && typeof name !== 'string') return 'has a display_name that is not a string';
  return undefined;
}

// eslint-disable-next-line no-control-regex -- naming control characters is the purpose
const HOSTILE = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

/** Whether a name holds control, escape or direction characters, which a terminal or a picker would obey. */
export function isHostileName(text: string): boolean {
  return HOSTILE.test(text);
}

/** An ID as it may be printed; never the raw one. */
export function showId(id: string): string {
  return printable(id, 80) || '(nothing printable)';
}

import { ApiError } from '../errors.ts';
import { respond, type Exchange } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { HOSTILE_TEXT } from './errors.ts';

/** Faults of GET /v1/models: each takes the list over, after the credential was looked at by nobody. */
function listing(
  about: string,
  body: (exchange: Exchange) => unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return {
    about,
    models(exchange) {
      respond(exchange, status, body(exchange), headers);
      return true;
    },
  };
}

function row(id: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type: 'model', id, display_name: id, created_at: '2025-10-01T00:00:00Z', ...more };
}

function page(
  data: readonly unknown[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { data, has_more: false, first_id: null, last_id: null, ...more };
}

const GOOD = [row('claude-opus-5'), row('claude-haiku-4-5-20251001')];
const HUGE_ROWS = 60_000;
const DEEP = 200_000;
const PAGE_OF_PAGED = 3;

export const MODEL_FAULTS = {
  'models-huge': listing('60,000 rows, 14 MB', () =>
    page(
      Array.from({ length: HUGE_ROWS }, (_, at) =>
        row(`claude-huge-${String(at)}`, { display_name: 'x'.repeat(150) }),
      ),
    ),
  ),
  'models-ansi': listing(
    'ids and names with escapes, line breaks, bidi, __proto__ and 5,000 characters',
    () =>
      page([
        row(`claude-${HOSTILE_TEXT}`),
        row('claude-two\nlines'),
        row('claude-name', { display_name: HOSTILE_TEXT }),
        row('__proto__'),
        row(`claude-${'x'.repeat(5000)}`),
      ]),
  ),
  'models-bad-rows': listing('rows that are no models', () =>
    page([
      row('claude-opus-5'),
      null,
      7,
      'claude-sonnet-5',
      {},
      row('claude-x', { id: 5 }),
      row('claude-y', { display_name: null }),
    ]),
  ),
  'models-has-more-loop': listing('says has_more for ever', () =>
    page(GOOD, { has_more: true, first_id: 'claude-opus-5', last_id: 'claude-opus-5' }),
  ),
  'models-paged': {
    about: 'three rows a page, whatever limit says',
    models({ url }) {
      url.searchParams.set('limit', String(PAGE_OF_PAGED));
      return false;
    },
  },
  'models-deep': {
    about: 'arrays in arrays, 200,000 deep and never closed',
    models(exchange) {
      respond(exchange, 200, `{"data":${'['.repeat(DEEP)}`);
      return true;
    },
  },
  'models-hang': { about: 'never answers', models: () => true },
  'models-redirect': listing('redirects to another origin', () => '', 302, {
    location: 'https://login.example.com/?next=models',
  }),
  'models-html': listing('a login page', () => '<!doctype html><title>Sign in</title>', 200, {
    'content-type': 'text/html',
  }),
  'models-404': {
    about: 'has no list',
    models() {
      throw new ApiError(404, 'Not found');
    },
  },
  'models-401': {
    about: 'refuses the list',
    models() {
      throw new ApiError(401, 'invalid credential');
    },
  },
  'models-501': listing(
    'has no list, and says so',
    () => ({ type: 'error', error: { type: 'not_supported', message: 'not supported' } }),
    501,
  ),
  'models-openai-shape': listing('an OpenAI list', () => ({
    object: 'list',
    data: [
      { id: 'claude-opus-5', object: 'model', created: 1760000000, owned_by: 'gateway' },
      { id: 'claude-haiku-4-5-20251001', object: 'model', created: 1760000000, owned_by: 'gateway' },
    ],
  })),
  'models-array': listing('a bare array', () => GOOD),
  'models-wrong-key': listing('rows under "models"', () => ({ models: GOOD })),
  'models-empty': listing('no rows', () => page([])),
  'models-no-claude': listing('nothing that looks like Claude', () =>
    page([row('gpt-4o'), row('gemini-2.5-pro')]),
  ),
  'models-no-haiku': listing('no Haiku', () => page([row('claude-opus-5')])),
  'models-tiers': listing('opaque ids with a family tier', () =>
    page([
      row('corp-large', { anthropic_family_tier: 'opus', is_family_default: true }),
      row('corp-small', { anthropic_family_tier: 'haiku' }),
    ]),
  ),
  'models-unserved': listing('a model the gateway does not serve', () =>
    page([...GOOD, row('claude-haiku-9-9')]),
  ),
  'models-public': { about: 'gives the list to anyone', publicModels: true },
} satisfies Record<string, Fault>;

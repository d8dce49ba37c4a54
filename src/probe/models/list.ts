import { fail, ok, type Outcome } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import { checkModelName, isTierAlias, MODEL_TIERS, withoutContextSuffix } from '../../schema/index.ts';
import { listModels } from '../requests/requests.ts';
import {
  isHostileName,
  LONGEST_ID,
  MOST_ROWS,
  readModelPage,
  type ModelPage,
  type ModelRow,
} from '../../protocol/model-list.ts';
import { tierOf } from './choice.ts';
import type { ConfiguredModel } from '../check.ts';
import type { Failure, Timeouts } from '../../net/types.ts';
import type { GatewayClient } from '../../gateway/types.ts';

/*
 * What the gateway lists, what of it the app shows, and why the rest is hidden. Sources: claude.com "Gateway" and
 * "Configuration reference" (discovery, anthropic_family_tier), platform.claude.com "List Models" (paging).
 */

const MOST_PAGES = 20;
const MOST_CHARACTERS = 1_000_000;

/** One model of the list. */
export interface ModelEntry {
  /** Printable; the raw ID is in `rawId`. */
  readonly id: string;
  readonly displayName: string | null;
  /** Claude Desktop would offer it. */
  readonly usable: boolean;
  /** Why it is hidden, or why it may be; null when there is nothing to say. */
  readonly reason: string | null;
  /** Named by `inferenceModels`. */
  readonly configured: boolean;
  /** As sent, untrusted: for writing into a configuration, never for printing. */
  readonly rawId: string;
}

/** What a gateway lists, as the app would take it. */
export interface ModelsReport {
  readonly source: 'discovery';
  readonly models: readonly ModelEntry[];
  /** Configured IDs that the list does not hold. */
  readonly missing: readonly string[];
  /** Sentences about the list as a whole. */
  readonly notes: readonly string[];
}

/** Why there is no list: one sentence, and what to do. */
export interface NoModels {
  readonly detail: string;
  readonly hint: string;
  readonly status?: number;
  readonly failure?: Failure;
}

/** What the list is held against, and what bounds the requests. */
export interface ModelsOptions {
  readonly configured?: readonly ConfiguredModel[];
  readonly timeouts?: Partial<Timeouts>;
  readonly signal?: AbortSignal;
  /** Makes gateway text printable and free of secrets. */
  readonly quote?: (text: string) => string;
}

/** Asks for the list, all pages of it within the caps, and checks every row as the app does. */
export async function discoverModels(
  client: GatewayClient,
  { configured = [], timeouts = {}, signal, quote = printable }: ModelsOptions = {},
): Promise<Outcome<ModelsReport, NoModels>> {
  const entries: ModelEntry[] = [];
  const notes: string[] = [];
  const seen = new Map<string, number>();
  const names = new Set(configured.map(({ name }) => withoutContextSuffix(name)));
  let after: string | undefined;
  let characters = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const request = listModels();
    const path = after === undefined ? request.path : `${request.path}&after_id=${encodeURIComponent(after)}`;
    const outcome = await client.send({
      ...request,
      path,
      timeouts: { ...request.timeouts, ...timeouts },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!outcome.ok || outcome.value.status !== 200) {
      const problem = noModels(outcome, quote, client.baseUrl);
      if (page === 1) return fail(problem);
      notes.push(`Page ${page} of the list could not be read: ${problem.detail}`);
      break;
    }
    const read = readModelPage(outcome.value);
    if (read.shape !== 'list') {
      if (page === 1) return fail(misshapen(read));
      notes.push(`Page ${page} of the list has another shape than page 1.`);
      break;
    }
    const voided = read.badCount > 0 ? read.bad[0] : undefined;
    if (voided !== undefined && page === 1) {
      notes.push(
        `Row ${voided.position} ${voided.text}, and one malformed row voids the whole list for the app.`,
      );
    }
    for (const row of read.rows) {
      if (entries.length >= MOST_ROWS) break;
      const first = seen.get(row.id);
      // A gateway that ignores after_id sends the same page again.
      if (first !== undefined && page > 1) continue;
      const reason = hiddenReason(row, page, first, voided?.position);
      seen.set(row.id, first ?? entries.length + 1);
      entries.push(entry(row, reason, names));
    }
    if (entries.length >= MOST_ROWS) {
      notes.push(`Only the first ${MOST_ROWS} rows are listed.`);
      break;
    }
    if (!read.hasMore) break;
    characters += outcome.value.text.length;
    if (characters > MOST_CHARACTERS) {
      notes.push('The list is longer than 1 MB; the rest was not read.');
      break;
    }
    if (page === 1) notes.push('The list goes on after its first page, which is all that the app reads.');
    const next = read.lastId ?? read.rows.at(-1)?.id;
    if (next === undefined || next === after) {
      notes.push('The list says has_more, but its last_id leads nowhere new.');
      break;
    }
    after = next;
    if (page === MOST_PAGES) notes.push(`Only the first ${MOST_PAGES} pages were read.`);
  }
  const served = new Set(entries.map(({ rawId }) => rawId));
  return ok({ source: 'discovery', models: entries, missing: missingModels(configured, served), notes });
}

interface Hidden {
  readonly usable: boolean;
  readonly reason: string | null;
}

/** Why the app hides a row; a tier mark lets an opaque name pass, but possibly not everywhere. */
function hiddenReason(
  row: ModelRow,
  page: number,
  first: number | undefined,
  voidedBy: number | undefined,
): Hidden {
  const hide = (reason: string): Hidden => ({ usable: false, reason });
  if (voidedBy !== undefined)
    return hide(`row ${voidedBy} is malformed, and one malformed row voids the whole list`);
  if (page > 1) return hide(`it stands on page ${page}, and the app reads the first page only`);
  if (isHostileName(row.id)) return hide('its ID holds control characters');
  if (row.id.length > LONGEST_ID) return hide(`its ID is longer than ${LONGEST_ID} characters`);
  if (row.id.includes('*')) return hide('it is a wildcard route of the gateway, not a model');
  if (first !== undefined) return hide(`the same ID already stands in row ${first}`);
  const verdict = checkModelName(row.id);
  if (verdict.ok) return { usable: true, reason: null };
  if (isTier(row.tier)) {
    return {
      usable: true,
      reason:
        'it passes only by its anthropic_family_tier, and some releases filter by name again; give the route a Claude name to be sure',
    };
  }
  if (row.tier !== undefined)
    return hide('its anthropic_family_tier is none the app knows, and its name is not recognisably Claude');
  return hide(
    verdict.vendor === undefined
      ? 'its name is not recognisably Claude (no claude, anthropic, opus, sonnet, haiku, fable or mythos in it)'
      : `its name holds "${verdict.vendor}", which the app takes for another vendor's model`,
  );
}

/** Whether the app knows this anthropic_family_tier. */
export function isTier(tier: string | undefined): boolean {
  return tier !== undefined && (MODEL_TIERS as readonly string[]).includes(tier);
}

function entry(row: ModelRow, { usable, reason }: Hidden, names: ReadonlySet<string>): ModelEntry {
  return {
    id: printable(row.id, LONGEST_ID),
    displayName: row.displayName === undefined ? null : printable(row.displayName, LONGEST_ID),
    usable,
    reason,
    configured: names.has(row.id),
    rawId: row.id,
  };
}

/** A bare tier such as `sonnet` is served by any model of that tier. */
function missingModels(
  configured: readonly ConfiguredModel[],
  served: ReadonlySet<string>,
): readonly string[] {
  const wanted = [...new Set(configured.map(({ name }) => withoutContextSuffix(name)))];
  return wanted
    .filter((name) =>
      isTierAlias(name) ? ![...served].some((id) => tierOf(id) === name.toLowerCase()) : !served.has(name),
    )
    .map((name) => printable(name, LONGEST_ID));
}

const SET_MODELS = 'Set inferenceModels with the full IDs the gateway serves.';

function noModels(
  outcome: Awaited<ReturnType<GatewayClient['send']>>,
  quote: (text: string) => string,
  baseUrl: string,
): NoModels {
  if (!outcome.ok) {
    const { failure } = outcome;
    return { detail: quote(failure.message), hint: SET_MODELS, failure };
  }
  const { status, location } = outcome.value;
  // A gateway may do without.
  if (status === 404 || status === 405 || status === 501) {
    return { detail: `The gateway has no model list (HTTP ${status}).`, hint: SET_MODELS, status };
  }
  if (status === 401 || status === 403) {
    return {
      detail: `The gateway refuses the credential on /v1/models (HTTP ${status}).`,
      hint: 'Check inferenceGatewayApiKey (or the helper) and inferenceGatewayAuthScheme.',
      status,
    };
  }
  if (status >= 300 && status < 400) return { ...redirected(location, quote, baseUrl), status };
  return { detail: `The gateway answers /v1/models with HTTP ${status}.`, hint: SET_MODELS, status };
}

/** A redirect, which the app follows nowhere, with the address to set in its place. */
function redirected(
  location: string | undefined,
  quote: (text: string) => string,
  baseUrl: string,
): Pick<NoModels, 'detail' | 'hint'> {
  const to = location !== undefined && URL.canParse(location) ? new URL(location) : undefined;
  const other = to !== undefined && URL.canParse(baseUrl) && to.origin !== new URL(baseUrl).origin;
  const where = to === undefined ? '' : ` to ${other ? 'another address, ' : ''}${quote(to.href)}`;
  const base =
    to?.pathname.endsWith('/v1/models') === true ? `${to.origin}${to.pathname.slice(0, -10)}` : undefined;
  return {
    detail: `The gateway redirects /v1/models${where}, which the app treats as a failure${other ? '; the credential was not sent there' : ''}.`,
    hint:
      base !== undefined
        ? `Set inferenceGatewayBaseUrl to ${quote(base)}, which answers without a redirect.`
        : other
          ? 'A sign-in page or another server stands in front: exempt /v1/models and /v1/messages from it, or set inferenceGatewayBaseUrl to the address of the gateway itself.'
          : 'Set inferenceGatewayBaseUrl to the address that answers without a redirect.',
  };
}

function misshapen(page: ModelPage): NoModels {
  const what = {
    array: 'a bare array',
    'models-key': 'an object with "models" instead of "data"',
    'not-json': 'something that is no JSON object',
    'no-data': 'an object without "data"',
    list: 'a list',
  }[page.shape];
  return {
    detail: `The model list is ${what}, which gives the app no models.`,
    hint: `Have the gateway answer {"data":[{"id":…}]}, or set inferenceModels.`,
    status: 200,
  };
}

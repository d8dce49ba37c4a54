import { printable } from '../text/printable.ts';
import { shownUrl } from '../text/shown-url.ts';
import type { BootstrapSource } from '../schema/served.ts';
import { checkBody, type BodyOptions } from './body.ts';
import { bootstrapChecks } from './checks/index.ts';
import { served } from './checks/received.ts';
import type { Asked, BootstrapCheckResult, BootstrapReport, Get, Seen } from './types.ts';

/** What a preflight is given. */
interface PreflightOptions extends BodyOptions {
  readonly url: URL;
  readonly get: Get;
  /** Headers that carry the credential; undefined without one. */
  readonly credential?: Readonly<Record<string, string>> | undefined;
  /** Headers with a token that was made out to another application. */
  readonly foreign?: Readonly<Record<string, string>> | undefined;
  /** Headers with a token that nobody has issued. */
  readonly forged: Readonly<Record<string, string>>;
  /** Users sign in by device code, as far as is known: then its metadata is looked at. */
  readonly deviceCode: boolean;
  /** What must not come back. */
  readonly secrets: readonly string[];
  readonly limitMs: number;
  /** Says how far it is. */
  readonly onStep?: ((step: string) => void) | undefined;
}

/** The whole takes at most this many times the limit of one answer. */
const WHOLE = 1.2;
/** With less than this left, in parts of the limit, nothing more is asked. */
const TOO_LITTLE = 0.25;

/**
 * Asks an endpoint what the app asks and more: without a token, with a wrong one, with the right one, and again with
 * the ETag. What needs no answer before goes out at once, so that a slow server is waited for only once. Never throws
 * for what a server can do.
 */
export async function preflight(options: PreflightOptions): Promise<BootstrapReport> {
  const begun = performance.now();
  const seen = await look(options);
  const checks = runChecks(seen);
  return {
    subject: printable(shownUrl(options.url.href), 300),
    checks,
    ...(seen.body === undefined ? {} : { body: seen.body }),
    ms: Math.round(performance.now() - begun),
  };
}

/** Makes the requests. */
async function look(options: PreflightOptions): Promise<Seen> {
  const { url, get, credential, foreign, forged, secrets, limitMs, source, onStep } = options;
  const base: Seen = {
    url,
    credential: credential !== undefined,
    secrets,
    limitMs,
    ...(source === undefined ? {} : { source }),
  };
  if (url.username !== '' || url.password !== '') return base;
  const begun = performance.now();
  const ask = (headers?: Readonly<Record<string, string>>, withinMs?: number): Promise<Asked> =>
    get({
      url: url.href,
      ...(headers === undefined ? {} : { headers }),
      ...(withinMs === undefined ? {} : { withinMs }),
    });
  onStep?.('asking without a token, and with it');
  const maybe = (headers: Readonly<Record<string, string>> | undefined): Promise<Asked | undefined> =>
    headers === undefined ? Promise.resolve(undefined) : ask(headers);
  const [bare, wrong, other, asked, metadata] = await Promise.all([
    ask(),
    ask(forged),
    maybe(foreign),
    maybe(credential),
    options.deviceCode ? get({ url: metadataUrl(url) }) : Promise.resolve(undefined),
  ]);
  const first: Seen = {
    ...base,
    bare,
    forged: wrong,
    ...(other === undefined ? {} : { foreign: other }),
    ...(asked === undefined ? {} : { asked }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  const answer = served(first);
  if (answer === undefined) return first;
  onStep?.('asking again with the ETag');
  // What the first round left of the time: a server that is slow is not waited for three times.
  const again = await revalidated(answer.headers.etag, async (tag) => {
    const left = WHOLE * limitMs - (performance.now() - begun);
    return left < TOO_LITTLE * limitMs ? undefined : ask({ ...credential, 'if-none-match': tag }, left);
  });
  return { ...first, ...again, body: checkBody(answer.bytes ?? Buffer.from(answer.text), options) };
}

/** Asks with the ETag, and once more with the new one where there is a new one. */
async function revalidated(
  tag: string | undefined,
  ask: (tag: string) => Promise<Asked | undefined>,
): Promise<Pick<Seen, 'again' | 'twice'>> {
  if (tag === undefined || tag.trim() === '') return {};
  const again = await ask(tag);
  if (again === undefined) return {};
  const next = again.ok && again.value.status === 200 ? again.value.headers.etag : undefined;
  const twice = next === undefined || next === tag ? undefined : await ask(next);
  return twice === undefined ? { again } : { again, twice };
}

/** Runs the checks over what was seen. A check is not made when one that it needs has failed or was not made. */
function runChecks(seen: Seen): readonly BootstrapCheckResult[] {
  const results: BootstrapCheckResult[] = [];
  const stopped = new Map<string, string>();
  for (const check of bootstrapChecks) {
    const { id, title, needs = [] } = check;
    const blockedBy = needs.map((need) => stopped.get(need)).find((one) => one !== undefined);
    if (blockedBy !== undefined) {
      stopped.set(id, blockedBy);
      continue;
    }
    const verdict = check.run(seen);
    if (verdict === undefined) continue;
    results.push({ id, title, ...verdict });
    if (verdict.status === 'fail') stopped.set(id, id);
  }
  return results;
}

/** The issuer of the sign-in by device code: bootstrapUrl without its last segments (vendor page "Bootstrap"). */
export function issuerOf(url: URL): string {
  return url.origin + url.pathname.replace(/\/(?:user\/)?bootstrap\/?$/, '').replace(/\/+$/, '');
}

function metadataUrl(url: URL): string {
  return `${issuerOf(url)}/.well-known/oauth-authorization-server`;
}

/** Whether users of this policy sign in by device code: no client of an identity provider, no headers. */
export function signsInByDevice(source: BootstrapSource | undefined): boolean {
  if (source === undefined) return true;
  const { settings } = source;
  return !['bootstrapOidc', 'bootstrapHeaders', 'bootstrapHeadersHelper'].some((key) => settings.has(key));
}

import type { Outcome } from '../../errors.ts';
import type { CheckContext } from '../check.ts';
import type { Handshake } from '../../net/network.ts';
import type { NetworkFailure } from '../../net/types.ts';
import { proxyOf, proxyUrlOf, targetOf } from '../../net/target.ts';
import type { Inspection } from '../../net/tls-inspect.ts';

const LIMIT_MS = 10_000;

/** One handshake for all TLS checks, through the proxy where there is one; undefined for plain http. */
export async function askHandshake(
  context: CheckContext,
): Promise<Outcome<Handshake, NetworkFailure> | undefined> {
  const target = targetOf(context.facts);
  if (target?.tls !== true) return undefined;
  // A proxy that no request can take: proxy-path says so.
  if (proxyOf(target, context.route) !== undefined && proxyUrlOf(target, context.route) === undefined)
    return undefined;
  return context.ask('handshake', async () => {
    const first = await shake(context, context.route.ca ?? []);
    // The engine asks again after a handshake that is cut, and needs two in a row to give up.
    return !first.ok && first.failure.code === 'ECONNRESET' ? shake(context, context.route.ca ?? []) : first;
  });
}

/** The same without the roots that were given by hand: what a device without them would see. */
export function askBareHandshake(context: CheckContext): Promise<Outcome<Handshake, NetworkFailure>> {
  return context.ask('handshake-bare', () => shake(context, []));
}

/** What the gateway sends in its handshake, unchecked; undefined where that cannot be seen. */
export async function askInspection(
  context: CheckContext,
  { old = false, clock = false, direct = false, limitMs = LIMIT_MS } = {},
): Promise<Inspection | undefined> {
  const target = targetOf(context.facts);
  const inspect = context.network.inspect?.bind(context.network);
  if (target?.tls !== true || inspect === undefined) return undefined;
  const proxy = direct ? undefined : proxyUrlOf(target, context.route);
  const outcome = await context.ask(`inspection ${old} ${clock} ${direct}`, () =>
    inspect({
      host: target.host,
      port: target.port,
      proxy,
      ca: context.route.ca,
      cert: context.route.clientCert,
      key: context.route.clientKey,
      timeoutMs: limitMs,
      signal: context.signal,
      old,
      clock,
    }),
  );
  return outcome.ok ? outcome.value : undefined;
}

function shake(context: CheckContext, ca: readonly string[]): Promise<Outcome<Handshake, NetworkFailure>> {
  const target = targetOf(context.facts);
  const proxy = target === undefined ? undefined : proxyUrlOf(target, context.route);
  return context.network.handshake({
    host: target?.host ?? '',
    port: target?.port ?? 443,
    ca,
    ...(context.route.clientCert === undefined ? {} : { cert: context.route.clientCert }),
    ...(context.route.clientKey === undefined ? {} : { key: context.route.clientKey }),
    ...(proxy === undefined ? {} : { proxy }),
    timeoutMs: LIMIT_MS,
    signal: context.signal,
  });
}

/** How the gateway insists on a client certificate, when it is shown none; undefined when it does not. */
export async function askClientDemand(context: CheckContext): Promise<string | undefined> {
  const target = targetOf(context.facts);
  const inspect = context.network.inspect?.bind(context.network);
  if (target?.tls !== true || inspect === undefined) return undefined;
  const proxy = proxyUrlOf(target, context.route);
  const { host, port } = target;
  const { ca } = context.route;
  const outcome = await context.ask('client-demand', () =>
    inspect({ host, port, proxy, ca, timeoutMs: LIMIT_MS, signal: context.signal, clock: true }),
  );
  const code = outcome.ok ? outcome.value.brokenBy : outcome.failure.code;
  return code !== undefined && isClientCertificateCode(code) ? code : undefined;
}

/** OpenSSL's alerts for a client certificate that is missing or refused. */
export function isClientCertificateCode(code: string): boolean {
  return /ALERT_(?:HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE)$/.test(
    code,
  );
}

/** Why there is no TLS to check. */
export function noTls(context: CheckContext): string {
  const target = targetOf(context.facts);
  return target?.tls === true ? 'The proxy that is set cannot be used.' : 'Plain http: there is no TLS.';
}

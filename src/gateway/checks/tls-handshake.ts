import type { Outcome } from '../../errors.ts';
import type { CheckContext } from '../check.ts';
import type { Handshake, NetworkFailure } from '../network.ts';
import { proxyOf, targetOf } from '../target.ts';

const LIMIT_MS = 10_000;

/** One handshake for all TLS checks; undefined where there is none to make (plain http, or behind a proxy). */
export async function askHandshake(
  context: CheckContext,
): Promise<Outcome<Handshake, NetworkFailure> | undefined> {
  const target = targetOf(context.facts);
  if (target === undefined || !target.tls || proxyOf(target, context.route) !== undefined) return undefined;
  return context.ask('handshake', () => shake(context, context.route.ca ?? []));
}

/** The same without the roots that were given by hand: what a device without them would see. */
export function askBareHandshake(context: CheckContext): Promise<Outcome<Handshake, NetworkFailure>> {
  return context.ask('handshake-bare', () => shake(context, []));
}

function shake(context: CheckContext, ca: readonly string[]): Promise<Outcome<Handshake, NetworkFailure>> {
  const target = targetOf(context.facts);
  return context.network.handshake({
    host: target?.host ?? '',
    port: target?.port ?? 443,
    ca,
    ...(context.route.clientCert === undefined ? {} : { cert: context.route.clientCert }),
    ...(context.route.clientKey === undefined ? {} : { key: context.route.clientKey }),
    timeoutMs: LIMIT_MS,
  });
}

/** Why there is no TLS to judge. */
export function noTls(context: CheckContext): string {
  const target = targetOf(context.facts);
  return target?.tls === true
    ? 'The proxy stands in between; the request itself shows whether the certificate is accepted.'
    : 'Plain http: there is no TLS.';
}

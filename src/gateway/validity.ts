import type { FailureContext } from '../net/failure.ts';
import { nodeNetwork } from '../net/network.ts';
import { hostOf, portOf } from '../net/url.ts';

const EXPLAIN_MS = 3_000;

/** Node's error for an expired certificate has no date; one more handshake, in which nothing is sent, has. */
export async function validityOf(url: URL): Promise<FailureContext['validity']> {
  const shaken = await nodeNetwork.handshake({ host: hostOf(url), port: portOf(url), timeoutMs: EXPLAIN_MS });
  if (!shaken.ok) return undefined;
  const { validFrom, validTo } = shaken.value;
  return {
    ...(validFrom === undefined ? {} : { from: validFrom }),
    ...(validTo === undefined ? {} : { to: validTo }),
  };
}

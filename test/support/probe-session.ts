import type { GatewayClient } from '../../src/gateway/types.ts';
import { nodeNetwork } from '../../src/net/network.ts';
import type { Timeouts } from '../../src/net/types.ts';
import type { ConfiguredModel } from '../../src/probe/check.ts';
import { ProbeSession } from '../../src/probe/session/session.ts';

/** A session of the probe before a client of the test, for which no time passes. */
export function sessionOf(
  client: Pick<GatewayClient, 'baseUrl' | 'secrets'> & Partial<GatewayClient>,
  {
    concurrency = 1,
    models = [],
    customHeaders = {},
    timeouts = {},
    now = () => 0,
    signal = new AbortController().signal,
  }: {
    readonly concurrency?: number;
    readonly models?: readonly ConfiguredModel[];
    readonly customHeaders?: Readonly<Record<string, string>>;
    readonly timeouts?: Partial<Timeouts>;
    readonly now?: () => number;
    readonly signal?: AbortSignal;
  } = {},
): ProbeSession {
  return new ProbeSession({
    client: client as GatewayClient,
    credential: undefined,
    facts: { baseUrl: client.baseUrl, scheme: 'bearer', customHeaders, models },
    route: { env: {} },
    network: nodeNetwork,
    signal,
    now,
    today: () => new Date(0),
    word: () => 'word',
    concurrency,
    deep: false,
    timeouts,
    resultOf: () => undefined,
  });
}

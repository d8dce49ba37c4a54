import type { Outcome } from '../../errors.ts';
import type { GatewayClient } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import { mergeSightings, productsIn, type SeenAnswer, type Sighting } from './index.ts';

/** A client that remembers which products its answers showed. */
export interface WatchedClient extends GatewayClient {
  /** What was recognised so far, most specific first. */
  products(): readonly Sighting[];
}

/** The same client, with an eye on who answers. Requests and answers pass unchanged. */
export function watchProducts(client: GatewayClient): WatchedClient {
  let seen: readonly Sighting[] = [];
  const note = <T extends SeenAnswer>(outcome: Outcome<T, Failure>): Outcome<T, Failure> => {
    if (outcome.ok) seen = mergeSightings(seen, productsIn(outcome.value));
    return outcome;
  };
  return {
    baseUrl: client.baseUrl,
    secrets: client.secrets,
    send: async (request) => note(await client.send(request)),
    stream: async (request) => note(await client.stream(request)),
    close: () => client.close(),
    products: () => seen,
  };
}

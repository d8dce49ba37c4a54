import type { Outcome } from '../../errors.ts';
import type { GatewayClient } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import {
  knownAnswer,
  mergeSightings,
  productsIn,
  type KnownRefusal,
  type SeenAnswer,
  type Sighting,
} from './index.ts';

/** A client that remembers which products its answers showed. */
interface WatchedClient extends GatewayClient {
  /** What was recognised so far, most specific first. */
  products(): readonly Sighting[];
  /** Refusals whose meaning is known, each cause once, in the order they came. */
  known(): readonly KnownRefusal[];
}

/** The same client, with an eye on who answers. Requests and answers pass unchanged. */
export function watchProducts(client: GatewayClient): WatchedClient {
  let seen: readonly Sighting[] = [];
  const known = new Map<string, KnownRefusal>();
  const note = <T extends SeenAnswer>(outcome: Outcome<T, Failure>): Outcome<T, Failure> => {
    if (outcome.ok) {
      seen = mergeSightings(seen, productsIn(outcome.value));
      const meaning = knownAnswer(outcome.value);
      if (meaning !== undefined) known.set(`${String(meaning.status)} ${meaning.remedy}`, meaning);
    }
    return outcome;
  };
  return {
    baseUrl: client.baseUrl,
    secrets: client.secrets,
    send: async (request) => note(await client.send(request)),
    stream: async (request) => note(await client.stream(request)),
    close: () => client.close(),
    products: () => seen,
    known: () => [...known.values()],
  };
}

import {
  remedyIn,
  type KnownRefusal,
  type ProductRemedy,
  type Sighting,
  type Topic,
} from '../products/index.ts';
import type { CheckResult } from '../types.ts';

/** What the answers of a run showed about who gives them. */
export interface SeenProducts {
  readonly products: readonly Sighting[];
  /** Refusals whose meaning is known. */
  readonly known: readonly KnownRefusal[];
}

/**
 * The result with the remedy in the product's own settings beside the general one. A refusal whose meaning is known
 * wins, where the result tells of it; otherwise the setting that `topic`, the one of the check, is about.
 */
export function withRemedy(result: CheckResult, seen: SeenProducts, topic?: Topic): CheckResult {
  if (result.blockedBy !== undefined || result.crashed === true) return result;
  if (result.status !== 'fail' && result.status !== 'warn' && result.inconclusive !== true) return result;
  const found: ProductRemedy | undefined =
    toldBy(result, seen.known, topic) ?? (topic === undefined ? undefined : remedyIn(seen.products, topic));
  if (found === undefined) return result;
  const { product, cause, remedy } = found;
  const own = `In ${product.name}: ${cause === undefined ? '' : `${cause} `}${remedy}`;
  const { hint = '' } = result;
  return hint.includes(remedy) ? result : { ...result, hint: hint === '' ? own : `${hint} ${own}` };
}

/** The known refusal that a result speaks of: its status stands in the sentence, and its words where it has some. */
function toldBy(
  { detail }: CheckResult,
  known: readonly KnownRefusal[],
  own: Topic | undefined,
): KnownRefusal | undefined {
  const told = known.filter(({ status }) => new RegExp(`\\bHTTP ${String(status)}\\b`).test(detail));
  const quoted = told.find(({ said }) => said !== undefined && detail.includes(said));
  const fitting = told.find(({ topic }) => topic === own);
  // Two causes of one status cannot be told apart by it.
  return quoted ?? fitting ?? (new Set(told.map(({ remedy }) => remedy)).size === 1 ? told[0] : undefined);
}

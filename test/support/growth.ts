import { timed } from './behaviour.ts';

/** Times each size is measured; what else the machine does only adds, so the least counts. */
const TURNS = 3;
/** As many where the first say no: on a busy machine each of them may have met something else. */
const MOST_TURNS = 12;
const FACTOR = 4;

/**
 * How the cost of some work grows with what it is given: the exponent of n, by its least time at n and at 4n, measured
 * in turns within this run. 1 is linear, 2 quadratic. No number of seconds is asserted anywhere. `n` should be so great
 * that the work takes some ten milliseconds.
 */
export async function exponentOf<T>(
  n: number,
  make: (n: number) => T,
  work: (input: T) => unknown,
): Promise<number> {
  const inputs = [make(n), make(FACTOR * n)] as const;
  const least = [Infinity, Infinity];
  // The first turn compiles.
  await work(inputs[0]);
  let exponent = Infinity;
  for (let turn = 0; turn < MOST_TURNS && (turn < TURNS || exponent > NOT_QUADRATIC); turn += 1) {
    for (const [at, input] of inputs.entries())
      least[at] = Math.min(least[at] ?? Infinity, (await timed(() => work(input))).ms);
    const [small = 0, large = 0] = least;
    exponent = Math.log(large / Math.max(small, 1)) / Math.log(FACTOR);
  }
  return exponent;
}

/** Between linear and quadratic: garbage collection and caches make a linear one look a little steeper. */
export const NOT_QUADRATIC = 1.7;

/**
 * A pattern that is made when it is first asked for. One with classes of Unicode takes the engine as long as a whole
 * module, and most runs ask for none.
 */
export function lazily(make: () => RegExp): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= make());
}

/** Errors of a chain, outermost first: `cause`, and the members of an AggregateError (one per address tried). */
export function chain(error: unknown): Error[] {
  const found: Error[] = [];
  const queue: unknown[] = [error];
  while (queue.length > 0 && found.length < 12) {
    const next = queue.shift();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    queue.push(next.cause);
    if (next instanceof AggregateError) queue.push(...(next.errors as unknown[]));
  }
  return found;
}

/** First errno-like code of a chain. A DOMException has a number there, which says nothing. */
export function errorCode(error: unknown): string | undefined {
  return chain(error)
    .map((link) => (link as { code?: unknown }).code)
    .find((code): code is string => typeof code === 'string' && /^[A-Z][A-Z0-9_/]{1,79}$/.test(code));
}

import { distance } from 'fastest-levenshtein';

/** The candidate a person most likely meant, or undefined when none is near: at most a third of its letters differ. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > 100) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const limit = Math.max(1, Math.floor(Math.max(candidate.length, wanted.length) / 3));
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits <= limit && edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

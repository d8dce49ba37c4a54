import { createHash } from 'node:crypto';

/**
 * A session of the engine as its requests name it: a UUID made of `seed`. Each model gets one of its own in each run,
 * because each of the engine's sessions has one model and gateways keep a session with the model it began with.
 */
export function sessionId(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

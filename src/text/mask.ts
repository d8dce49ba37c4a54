import { printable } from './printable.ts';

/** What stands in place of a secret, in every output. */
export const MASK = '••••';

/** So many characters of a long secret may be told, which is enough to tell two keys apart. */
const TOLD = 4;

/** A secret as it may be shown: the mask, and its last characters when that leaves at least twelve untold. */
export function maskSecret(secret: string): string {
  return secret.length >= TOLD + 12 ? MASK + printable(secret.slice(-TOLD), TOLD) : MASK;
}

/** Whether a text is a masked secret and nothing else. */
export function isMask(text: string): boolean {
  return text.startsWith(MASK) && text.length <= MASK.length + TOLD;
}

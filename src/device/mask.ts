import { isMask as isShownMask } from '../text/mask.ts';

/** What the scripts of "status --collect" put in place of a value that may be a secret. */
export const MASKED_TEXT = 'masked-by-cowork-3p';

/** Whether a value is such a mask, or the dots of our own reports. */
export function isMask(value: unknown): boolean {
  return typeof value === 'string' && (value === MASKED_TEXT || isShownMask(value));
}

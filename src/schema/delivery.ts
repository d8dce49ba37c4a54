import { keySpec } from './catalogue/index.ts';

/** The keys among these that a bootstrap server cannot deliver: the app takes them from the device only. */
export function neverDelivered(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => keySpec(key)?.delivery !== undefined);
}

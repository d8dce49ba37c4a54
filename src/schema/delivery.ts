import { keySpec } from './catalogue/index.ts';
import type { Document, Entry } from './document.ts';

/** The keys among these that a bootstrap server cannot deliver: the app takes them from the device only. */
export function neverDelivered(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => keySpec(key)?.delivery !== undefined);
}

/** Whether a key stays with the device, such as the way to the server and the proxy, whatever a server says. */
export function staysOnDevice(key: string): boolean {
  return keySpec(key)?.delivery === 'device';
}

/** What of a policy still counts beside the answer of a bootstrap server. */
export function keptOnDevice({ entries }: Document): readonly (readonly [string, Entry])[] {
  return [...entries].filter(([key]) => staysOnDevice(key));
}

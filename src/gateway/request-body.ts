import type { GatewayRequest } from './types.ts';

const SPACE = 0x20;

/** The bytes of a request's body, filled with spaces behind the first sign where it is to be longer. */
export function bytesOf({ body, leastBytes = 0 }: GatewayRequest): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  const json = new TextEncoder().encode(JSON.stringify(body));
  if (json.length >= leastBytes) return json;
  const padded = new Uint8Array(leastBytes).fill(SPACE);
  padded.set(json.subarray(0, 1));
  padded.set(json.subarray(1), leastBytes - json.length + 1);
  return padded;
}

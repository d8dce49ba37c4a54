import { isObject, parseJson } from './json.ts';

/** Longer than any token in use. */
const MAX_PART = 64 * 1024;

/** The claims of a JSON Web Token (RFC 7519), unverified; undefined for any other text. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const part = token.split('.', 2)[1];
  if (part === undefined || part.length > MAX_PART) return undefined;
  const claims = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
  return isObject(claims) ? claims : undefined;
}

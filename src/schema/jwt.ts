import { claimsOf } from '../text/jwt.ts';

/** More than any token in use. */
const MAX_LENGTH = 16_384;

/** How long a JSON Web Token lives, by its own word; nothing of it is verified. */
interface JwtLifetime {
  /** When it ends: milliseconds since 1970. */
  readonly endsMs: number;
  /** From issue to end, when it says when it was issued. */
  readonly lastsMs?: number;
}

/** Reads `exp`, `iat` and `nbf` of a token (RFC 7519, section 4.1); undefined when the text is none or has no end. */
export function jwtLifetime(text: string): JwtLifetime | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  if (!/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$/.test(text)) return undefined;
  const claims = claimsOf(text);
  const ends = seconds(claims?.exp);
  if (ends === undefined) return undefined;
  const begins = seconds(claims?.iat) ?? seconds(claims?.nbf);
  return {
    endsMs: ends * 1000,
    ...(begins !== undefined && begins < ends && { lastsMs: (ends - begins) * 1000 }),
  };
}

/** A time that a Date can hold. */
function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value < 8.64e12 ? value : undefined;
}

import { codings } from './packed-body.ts';

/* Answers that fetch reads and the engine does not, by their heads. */

/** Why the engine does not read an answer with these headers; undefined when it does. `target` names who sent it. */
export function unreadable(
  headers: Headers,
  target: string,
): { readonly code: string; readonly message: string } | undefined {
  const packed = headers.get('content-encoding');
  // fetch unpacks it as often; the engine reads what is packed as if it were plain (measured with gzip twice).
  if (codings(packed).length > 1)
    return {
      code: 'PACKED_TWICE',
      message: `${target} packs its answers more than once (content-encoding: ${String(packed)}), which the app does not unpack`,
    };
  const framed = headers.get('transfer-encoding');
  // RFC 9112, section 7: chunked at most once (measured with two lines of it).
  if (codings(framed).filter((coding) => coding.toLowerCase() === 'chunked').length > 1)
    return {
      code: 'CHUNKED_TWICE',
      message: `${target} says more than once that its answers are chunked (transfer-encoding: ${String(framed)}), which the app refuses`,
    };
  return undefined;
}

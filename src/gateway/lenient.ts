import type { IncomingMessage } from 'node:http';
import { connect, isIP } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { Readable, type Duplex } from 'node:stream';
import { chain, errorCode } from '../net/error-chain.ts';
import { hostOf, portOf } from '../net/url.ts';
import { OneLengthSocket } from './one-length.ts';

/*
 * A second look at a gateway whose answers break the syntax of HTTP: undici refuses bare line feeds, or Content-Length
 * beside Transfer-Encoding or twice, or an unasked 100 Continue, which the engine takes. Node's own client reads them
 * when told to. Each request has a connection of its own, so that nothing that is left over can be taken for the answer
 * to the next one, and no redirect is followed. Without a proxy only: there the syntax is the proxy's.
 */

/** As the other client takes. */
const MAX_HEADERS = 256 * 1024;

interface LenientRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** For https. */
  readonly secureContext: SecureContext | undefined;
  readonly signal: AbortSignal;
}

/**
 * How undici words what the engine takes (measured): bare line feeds, two lengths, an unasked 100 Continue. It refuses
 * folded lines, too.
 */
const TAKEN =
  /Missing expected (?:CR|LF)|Content-Length can't be present with Transfer-Encoding|Duplicate Content-Length|^bad response$/;

/** Whether an error before there was a head is about syntax that the engine takes. */
export function isLooseSyntax(error: unknown): boolean {
  return (
    errorCode(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    chain(error).some(({ message }) => TAKEN.test(message))
  );
}

/** The answer to one request, read leniently and not unpacked; rejects with the error of the connection or parser. */
export async function askLeniently({
  url,
  headers,
  body,
  secureContext,
  ...rest
}: LenientRequest): Promise<Response> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request(
      url,
      {
        ...rest,
        headers: { ...headers, 'accept-encoding': 'identity' },
        insecureHTTPParser: true,
        maxHeaderSize: MAX_HEADERS,
        createConnection: () => new OneLengthSocket(connection(url, secureContext)),
      },
      resolve,
    );
    asked.on('error', reject);
    asked.end(body);
  });
  const { statusCode: status = 0, headersDistinct } = answer;
  const fields = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), {
    status,
    headers: fields,
  });
}

/** A connection of its own; certificates are checked as ever. */
function connection(url: URL, secureContext: SecureContext | undefined): Duplex {
  const to = { host: hostOf(url), port: portOf(url) };
  if (url.protocol !== 'https:') return connect(to);
  return connectTls({
    ...to,
    ...(isIP(to.host) === 0 ? { servername: to.host } : {}),
    secureContext,
    rejectUnauthorized: true,
  });
}

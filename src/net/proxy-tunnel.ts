import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { fail, ok, type Outcome } from '../errors.ts';
import type { NetworkFailure } from './types.ts';
import { errorCode } from './error-chain.ts';
import { trustedRoots } from './trust.ts';
import { hostOf, portOf, serverName } from './url.ts';

/*
 * CONNECT made by hand (RFC 9110, section 9.3.6): undici says only which status refused it. Here the answer is
 * read too, for the authentication schemes it asks for and for who it was that refused.
 */

/** Why there is no tunnel. `code` is `PROXY_407` and the like, or that of the connection to the proxy. */
export interface TunnelFailure extends NetworkFailure {
  readonly status?: number;
  /** Authentication schemes of a 407, such as `Negotiate`; never their parameters. */
  readonly schemes?: readonly string[];
  /** Title of the page that came with it, raw. */
  readonly title?: string;
  /** The product that answered, raw. */
  readonly server?: string;
}

/** Where a tunnel is to lead, and how long it may take to open. */
export interface TunnelTarget {
  readonly host: string;
  readonly port: number;
  readonly ca?: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const BODY = 8 * 1024;
const BODY_MS = 400;

/** A connection to the target through the proxy; whoever gets it closes it. */
export function openTunnel(proxy: URL, target: TunnelTarget): Promise<Outcome<Socket, TunnelFailure>> {
  const { host, port, ca, timeoutMs, signal } = target;
  const name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const secure = proxy.protocol === 'https:';
  const roots = secure ? trustedRoots(ca) : undefined;
  return new Promise((resolve) => {
    const request = (secure ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: hostOf(proxy),
      port: portOf(proxy),
      path: name,
      headers: { host: name, ...authorization(proxy) },
      agent: false,
      // Said, or NODE_TLS_REJECT_UNAUTHORIZED would decide: the user name and password of the proxy go through it.
      rejectUnauthorized: true,
      // Node would take it from the field Host, which names whom the tunnel leads to.
      servername: serverName(proxy) ?? '',
      ...(roots === undefined ? {} : { ca: [...roots] }),
    });
    const timer = setTimeout(() => end(fail({ code: 'ETIMEDOUT' })), timeoutMs);
    const stop = (): void => end(fail({ code: 'ABORTED' }));
    signal?.addEventListener('abort', stop, { once: true });
    let ended = false;
    const end = (outcome: Outcome<Socket, TunnelFailure>): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (!outcome.ok) request.destroy();
      resolve(outcome);
    };
    // Whatever answers CONNECT, Node gives the connection away: a web server that does not know it refuses here, too.
    request.once('connect', (response, socket, head) => {
      socket.on('error', () => undefined);
      if (response.statusCode === 200) {
        end(ok(socket));
        return;
      }
      void readSome(socket, head).then((text) => {
        socket.destroy();
        end(fail(refusal(response.statusCode ?? 0, response.headers, text)));
      });
    });
    request.on('error', (error) => end(fail({ code: errorCode(error) ?? 'UNKNOWN' })));
    if (signal?.aborted === true) stop();
    else request.end();
  });
}

/** The beginning of what follows a refusal: what came with it, and what comes soon. */
function readSome(socket: Socket, head: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const chunks = [head];
    let size = head.length;
    const done = (): void => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).subarray(0, BODY).toString('utf8'));
    };
    const timer = setTimeout(done, BODY_MS);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= BODY) done();
    });
    socket.once('end', done);
    socket.once('close', done);
  });
}

function refusal(status: number, headers: IncomingHttpHeaders, text: string): TunnelFailure {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1]?.trim();
  const server = headers.server ?? headers.via;
  const schemes = schemesOf(headers['proxy-authenticate'] ?? '');
  return {
    code: `PROXY_${status}`,
    status,
    ...(schemes.length === 0 ? {} : { schemes }),
    ...(title === undefined || title === '' ? {} : { title }),
    ...(typeof server === 'string' ? { server } : {}),
  };
}

/** Names of the challenges: Node joins the headers with `, `, and parameters hold commas as well. */
function schemesOf(text: string): readonly string[] {
  const known = ['Basic', 'Digest', 'NTLM', 'Negotiate', 'Kerberos', 'Bearer'];
  const outside = text.slice(0, 2000).replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return known.filter((scheme) => new RegExp(`(?:^|,)\\s*${scheme}(?=[\\s,]|$)`, 'i').test(outside));
}

function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(plain).toString('base64')}` };
}

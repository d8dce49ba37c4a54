import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fail, ok } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import { isErrorCode } from '../oidc.ts';
import type { Result } from './result.ts';

/* The loopback server to which a browser comes back from a sign-in (RFC 8252, section 7.3). */

/** A server that waits for one answer. */
interface Callback {
  readonly port: number;
  /** The authorization code, once the browser has brought it. */
  readonly code: Promise<Result<string>>;
  close(): void;
}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
} as const;

/** Waits on 127.0.0.1 for `/callback` with our state. Anything else is answered and forgotten. */
export function listen(port: number, state: string, signal: AbortSignal): Promise<Result<Callback>> {
  return new Promise((resolve) => {
    let settle: (code: Result<string>) => void = () => undefined;
    const code = new Promise<Result<string>>((done) => {
      settle = done;
    });
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
      const url = URL.canParse(request.url ?? '', 'http://127.0.0.1')
        ? new URL(request.url ?? '', 'http://127.0.0.1')
        : undefined;
      if (request.method !== 'GET' || url?.pathname !== '/callback') {
        page(response, 404, 'There is nothing here.');
        return;
      }
      const query = url.searchParams;
      if (!same(query.get('state') ?? '', state)) {
        page(response, 400, 'This is not the answer to the sign-in that was begun.');
        return;
      }
      const error = query.get('error');
      const found = query.get('code');
      if (error !== null || found === null || found === '') {
        page(response, 200, 'The sign-in was refused. You can close this window.');
        const text = query.get('error_description');
        const name = error !== null && isErrorCode(error) ? error : 'no code';
        settle(
          fail({
            message: `the identity provider refuses the sign-in (${name})${text === null ? '' : `: "${printable(text, 200)}"`}`,
          }),
        );
        return;
      }
      page(response, 200, 'You are signed in. You can close this window.');
      settle(ok(found));
    });
    const stop = (): void => settle(fail({ message: 'the sign-in was stopped' }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        fail({
          message: `the redirect port ${port} cannot be listened on (${error.code ?? 'unknown'})`,
          hint: 'End what listens there, or choose another redirectPort, here and at the identity provider.',
        }),
      ),
    );
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      resolve(
        ok({
          port: (server.address() as AddressInfo).port,
          code,
          close: () => {
            signal.removeEventListener('abort', stop);
            end(server);
          },
        }),
      ),
    );
  });
}

/** The browser gets its page before the connections go. */
function end(server: Server): void {
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), 200);
  server.once('close', () => clearTimeout(timer));
}

function page(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, PAGE_HEADERS);
  response.end(`<!doctype html><html lang="en"><title>cowork-3p</title><p>${sentence}</p></html>\n`);
}

function same(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

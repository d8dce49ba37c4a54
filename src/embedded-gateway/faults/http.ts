import type { Exchange } from '../server/exchange.ts';
import { respond } from '../server/exchange.ts';
import { ApiError } from '../errors.ts';
import type { Fault } from './fault.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const NGINX = { ...HTML, server: 'nginx/1.24.0' };

/** An error page as stock nginx words it. */
export function nginxPage(status: number, reason: string): string {
  const title = `${String(status)} ${reason}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n`;
}

const LOGIN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"><input name="user"></form></body></html>';
const WAF_PAGE =
  '<html><head><title>403 Forbidden</title></head><body><h1>Request blocked</h1><p>Incident 4711</p></body></html>';

/** What a stock rule set takes for an attack in an agent's prompt. */
const ATTACK = /\/etc\/passwd|<script|union select|\.\.\/\.\.\//i;

function answering(about: string, answer: (exchange: Exchange) => void): Fault {
  return {
    about,
    answer(exchange) {
      answer(exchange);
      return true;
    },
  };
}

function redirecting(about: string, status: number, location: (exchange: Exchange) => string): Fault {
  return answering(about, (exchange) => respond(exchange, status, '', { location: location(exchange) }));
}

/** Faults below or beside the protocol: sockets, portals, redirects, limits, credentials. */
export const HTTP_FAULTS = {
  'hang-headers': answering('never answers', () => undefined),
  reset: answering('resets the connection', ({ request }) => request.socket.resetAndDestroy()),
  'reset-once': {
    about: 'resets the connection of the first request',
    answer(exchange) {
      if (exchange.count('reset-once') > 1) return false;
      exchange.request.socket.resetAndDestroy();
      return true;
    },
  },
  'close-early': answering('closes the connection without an answer', ({ request }) =>
    request.socket.destroy(),
  ),
  'not-http': answering('answers with another protocol', ({ request }) =>
    request.socket.end('SSH-2.0-gateway\r\n'),
  ),
  'headers-huge': answering('sends 512 KB of headers', (exchange) =>
    respond(exchange, 200, {}, { 'x-huge': 'h'.repeat(512 * 1024) }),
  ),
  'content-length-wrong': answering('announces more body than it sends', ({ request }) => {
    request.socket.end(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"type":"mess',
    );
  }),
  'gzip-broken': answering('says gzip and sends something else', (exchange) =>
    respond(exchange, 200, 'not gzip at all', { 'content-encoding': 'gzip' }),
  ),
  'zstd-refused': {
    about: 'a firewall refuses requests that take zstd',
    answer(exchange) {
      if (!String(exchange.request.headers['accept-encoding']).includes('zstd')) return false;
      respond(exchange, 406, '<html><head><title>406 Not Acceptable</title></head></html>', HTML);
      return true;
    },
  },
  'payment-402': answering('the budget is spent, told with 402', (exchange) =>
    respond(exchange, 402, { error: { message: 'Budget has been exceeded', type: 'budget_exceeded' } }),
  ),
  'session-pinned': {
    about: 'keeps a session with the model that it began with',
    answer(exchange) {
      const session = exchange.request.headers['x-claude-code-session-id'];
      if (session === undefined) return false;
      const { model } = (exchange.json ?? {}) as { readonly model?: unknown };
      const pin = `${String(session)} ${String(model)}`;
      // What entered first never leaves.
      if (exchange.count(`session ${String(session)}`) === 1 || exchange.enter(pin) > 1) {
        exchange.enter(pin);
        return false;
      }
      exchange.leave(pin);
      throw new ApiError(400, 'this session is bound to another model');
    },
  },
  'body-huge': answering('answers with 3 MB of JSON', (exchange) =>
    respond(exchange, 200, { type: 'message', padding: 'x'.repeat(3 * 1024 * 1024) }),
  ),
  empty: answering('answers 200 with nothing', (exchange) => respond(exchange, 200, '')),
  'no-content': answering('answers 204', (exchange) => respond(exchange, 204, '')),
  'html-200': answering('answers 200 with a login page', (exchange) =>
    respond(exchange, 200, LOGIN_PAGE, HTML),
  ),
  'html-403-waf': answering('a firewall refuses everything', (exchange) =>
    respond(exchange, 403, WAF_PAGE, HTML),
  ),
  'whole-504': {
    about: 'a proxy in front times out on requests without a stream',
    answer(exchange) {
      if ((exchange.json as { readonly stream?: unknown } | undefined)?.stream === true) return false;
      respond(exchange, 504, nginxPage(504, 'Gateway Time-out'), NGINX);
      return true;
    },
  },
  waf: {
    about: 'a firewall refuses what looks like an attack',
    answer(exchange) {
      if (!ATTACK.test(exchange.body.toString('latin1'))) return false;
      respond(exchange, 403, WAF_PAGE, HTML);
      return true;
    },
  },
  'redirect-other': redirecting(
    'redirects to another origin',
    307,
    ({ origin, url }) => origin.replace('127.0.0.1', 'localhost') + url.pathname + url.search,
  ),
  'redirect-same': redirecting(
    'redirects to another path',
    307,
    ({ origin, url }) => `${origin}/moved${url.pathname}`,
  ),
  'redirect-loop': redirecting('redirects to itself', 307, ({ url }) => url.href),
  'redirect-login': redirecting(
    'redirects to a sign-in page',
    302,
    () => 'https://login.example.com/authorize?client_id=gateway&state=secret-state',
  ),
  'error-200': answering('answers 200 with an error body', (exchange) =>
    respond(exchange, 200, {
      type: 'error',
      error: { type: 'api_error', message: 'The upstream failed' },
      request_id: exchange.requestId,
    }),
  ),
  'query-refused': {
    about: 'knows /v1/messages only without a query',
    answer({ url }) {
      if (url.search !== '') throw new ApiError(404, 'Not found');
      return false;
    },
  },
  'body-limit-1mb': {
    about: 'refuses bodies over 1 MB as stock nginx does',
    maxBody: 1024 * 1024,
    error: (_exchange, status) =>
      status === 413 ? { body: nginxPage(413, 'Request Entity Too Large'), headers: NGINX } : undefined,
  },
  'open-auth': { about: 'accepts any credential and none', openAuth: true },
  'bearer-only': { about: 'understands authorization only', accepts: 'bearer' },
  'api-key-only': { about: 'understands x-api-key only', accepts: 'x-api-key' },
  'both-headers-refused': {
    about: 'refuses a request with both credential headers',
    answer({ request: { headers } }) {
      if (headers.authorization !== undefined && headers['x-api-key'] !== undefined) {
        throw new ApiError(400, 'Send one credential only');
      }
      return false;
    },
  },
  'reflects-key': {
    about: 'gives the credential back in a header and in errors',
    headers: ({ presented }) => (presented === '' ? {} : { 'x-debug-credential': presented }),
    error: (exchange, status, type, message) => ({
      body: {
        type: 'error',
        error: { type, message: `${message} (key ${exchange.presented}, HTTP ${String(status)})` },
        request_id: exchange.requestId,
      },
    }),
  },
  'no-request-id': {
    about: 'sends x-request-id instead of request-id',
    headers: ({ requestId }) => ({ 'x-request-id': requestId }),
  },
  'count-tokens-404': {
    about: 'has no count_tokens',
    countTokens() {
      throw new ApiError(404, 'Not found');
    },
  },
  'count-tokens-html': {
    about: 'answers count_tokens with an HTML page',
    countTokens(exchange) {
      respond(exchange, 404, nginxPage(404, 'Not Found'), NGINX);
      return true;
    },
  },
  'count-tokens-hang': { about: 'never answers count_tokens', countTokens: () => true },
} satisfies Record<string, Fault>;

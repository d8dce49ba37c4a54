import { envelope, ERROR_TYPES, type ErrorStatus } from '../errors.ts';
import { respond } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { nginxPage } from './http.ts';

/** Always this status, in the API's envelope. */
function always(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}): Fault {
  return {
    about: `always HTTP ${String(status)} ${ERROR_TYPES[status]}`,
    answer(exchange) {
      respond(exchange, status, envelope(status, message, exchange.requestId), headers);
      return true;
    },
  };
}

/** Always this status, with a body of another shape. */
function shaped(
  about: string,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return {
    about,
    answer(exchange) {
      respond(exchange, status, body, headers);
      return true;
    },
  };
}

const TEXT = { 'content-type': 'text/plain' };
const HTML = { 'content-type': 'text/html', server: 'nginx/1.24.0' };
const DAY = '86400';

/** Terminal escapes, a window title, a hyperlink, a bell and a right-to-left override: none may reach a terminal. */
export const HOSTILE_TEXT =
  'bad \u001B[31mred\u001B[0m \u001B]0;title\u0007\u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007 \u202Egnp.exe\u0000 end';

/** Statuses and shapes of errors. `401…` and numbers always answer so; `errors-…` changes the shape of true errors only. */
export const ERROR_FAULTS = {
  '401': always(401, 'invalid credential', { 'x-should-retry': 'false' }),
  '401-text': shaped('always 401 in plain text', 401, 'Invalid API key', TEXT),
  '401-openai': shaped('always 401 in OpenAI shape', 401, {
    error: {
      message: 'Incorrect API key provided',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  }),
  '401-fastapi': shaped('always 401 in FastAPI shape', 401, { detail: 'Not authenticated' }),
  '401-azure': shaped('always 401 in Azure API Management shape', 401, {
    statusCode: 401,
    message: 'Access denied due to missing subscription key.',
  }),
  '403': always(403, 'no access to this model'),
  '404-all': always(404, 'model not found'),
  '429': always(429, 'slow down', { 'retry-after': '2' }),
  '429-date': always(429, 'slow down', { 'retry-after': 'Wed, 31 Dec 2036 23:59:59 GMT' }),
  '429-none': always(429, 'spend cap reached'),
  '429-day': always(429, 'slow down', { 'retry-after': DAY }),
  '429-once': {
    about: 'HTTP 429 with retry-after 1 to the first request',
    answer(exchange) {
      if (exchange.count('429-once') > 1) return false;
      respond(exchange, 429, envelope(429, 'slow down', exchange.requestId), { 'retry-after': '1' });
      return true;
    },
  },
  '500': always(500, 'Internal server error'),
  '529': always(529, 'Overloaded'),
  '502': shaped('always 502 from nginx', 502, nginxPage(502, 'Bad Gateway'), HTML),
  '503': shaped('always 503 from nginx', 503, nginxPage(503, 'Service Temporarily Unavailable'), HTML),
  '504': shaped('always 504 from nginx', 504, nginxPage(504, 'Gateway Time-out'), HTML),
  'ansi-error': always(400, HOSTILE_TEXT),
  'errors-text': {
    about: 'errors in plain text',
    error: (_exchange, _status, _type, message) => ({ body: message, headers: TEXT }),
  },
  'errors-openai': {
    about: 'errors in OpenAI shape',
    error: (_exchange, _status, type, message) => ({
      body: { error: { message, type, param: null, code: null } },
    }),
  },
  'errors-fastapi': {
    about: 'errors in FastAPI shape',
    error: (_exchange, _status, _type, message) => ({ body: { detail: message } }),
  },
  'errors-azure': {
    about: 'errors in Azure API Management shape',
    error: (_exchange, status, _type, message) => ({ body: { statusCode: status, message } }),
  },
  'errors-html': {
    about: 'errors as pages of nginx',
    error: (_exchange, status) => ({ body: nginxPage(status, 'Error'), headers: HTML }),
  },
  'errors-500': {
    about: 'every error becomes a 500',
    error: (exchange, _status, _type, message) => ({
      status: 500,
      body: envelope(500, `upstream: ${message}`, exchange.requestId),
    }),
  },
} satisfies Record<string, Fault>;

import { envelope, type ErrorStatus } from '../errors.ts';
import { respond, type Exchange } from '../server/exchange.ts';
import type { Fault } from './fault.ts';
import { isModel, refusing } from './requests.ts';

/*
 * Gateways that refuse some of the same requests, for a limit, a balancer with one bad server behind it, or a start that
 * takes its time; and firewalls that count what a request holds.
 */

/** Refuses the messages for which `which` says so, counted from 1. */
function now(
  about: string,
  name: string,
  which: (count: number) => boolean,
  answer: (exchange: Exchange) => void,
): Fault {
  return {
    about,
    answer(exchange) {
      if (!which(exchange.count(name))) return false;
      answer(exchange);
      return true;
    },
  };
}

function saying(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
  return (exchange: Exchange): void =>
    respond(exchange, status, envelope(status, message, exchange.requestId), headers);
}

const NOT_FOUND_PAGE =
  '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>';

/** How many values a body holds. */
function values(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + values(each), 0);
}

const TOKENS_A_MINUTE = 20_000;

/** What refuses now and then, one model, or by count. */
export const LIMIT_FAULTS = {
  'fails-twice': now(
    'HTTP 500 to the first two messages',
    'fails-twice',
    (count) => count <= 2,
    saying(500, 'starting'),
  ),
  'every-third-400': now(
    'HTTP 400 to every third message: one of three servers is older',
    'every-third-400',
    (count) => count % 3 === 0,
    saying(400, 'Extra inputs are not permitted'),
  ),
  'every-third-404': now(
    'a page with HTTP 404 to every third message: one of three servers has no route',
    'every-third-404',
    (count) => count % 3 === 0,
    (exchange) => respond(exchange, 404, NOT_FOUND_PAGE, { 'content-type': 'text/html' }),
  ),
  'every-fifth-401': now(
    'HTTP 401 to every fifth message: one of five servers does not know the key',
    'every-fifth-401',
    (count) => count % 5 === 0,
    saying(401, 'invalid x-api-key'),
  ),
  'every-fifth-429-final': now(
    'HTTP 429 with x-should-retry: false to every fifth message',
    'every-fifth-429-final',
    (count) => count % 5 === 0,
    saying(429, 'rate limited', { 'x-should-retry': 'false' }),
  ),
  'every-second-429': now(
    'HTTP 429 with retry-after: 0 to every second message',
    'every-second-429',
    (count) => count % 2 === 0,
    saying(429, 'slow down', { 'retry-after': '0' }),
  ),
  'opus-429': {
    about: 'HTTP 429 for a day to Opus alone',
    answer(exchange) {
      if (!isModel(exchange.json, 'opus')) return false;
      saying(429, 'rate limit of this model reached', { 'retry-after': '86400' })(exchange);
      return true;
    },
  },
  'opus-529': {
    about: 'HTTP 529 to Opus alone',
    answer(exchange) {
      if (!isModel(exchange.json, 'opus')) return false;
      saying(529, 'Overloaded')(exchange);
      return true;
    },
  },
  'tokens-20k-a-minute': refusing(
    'HTTP 429 to a request that is larger than the tokens of a minute',
    (_body, { body }) =>
      body.length / 4 > TOKENS_A_MINUTE
        ? `Request too large on tokens per min (TPM): Limit ${String(TOKENS_A_MINUTE)}. The input or output tokens must be reduced.`
        : undefined,
    { status: 429 },
  ),
  'values-255-refused': refusing(
    'a firewall refuses more than 255 values',
    (body) => (values(body) > 255 ? 'Request blocked by policy' : undefined),
    { status: 403 },
  ),
  'gzip-unended': {
    about: 'compresses each event and never ends the compression',
    wire: { gzip: 'unended' },
  },
} satisfies Record<string, Fault>;

import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/probe/check.ts';
import {
  frontOf,
  hasMediaType,
  isCooldown,
  isHtml,
  isNotServed,
  isServerError,
  limitFailure,
  limitOf,
  notTested,
  readError,
  sayAnswer,
  sayFailure,
} from '../../src/probe/diagnosis/explain.ts';
import { answerOf, refusal } from '../support/answers.ts';

/* What an answer that is not what was asked for is, and the words for it. */

const context = { quote: (text: string, limit = 300) => text.slice(0, limit) } as unknown as CheckContext;
const PAGE = '<html><head><title>502 Bad Gateway</title></head>';
const NGINX = `${PAGE}<body><hr><center>nginx/1.22.1</center></body></html>`;

describe('the body of an error', () => {
  test.for<[string, string | object, object]>([
    [
      'the API',
      { type: 'error', error: { type: 'api_error', message: 'm' } },
      { shape: 'anthropic', type: 'api_error', message: 'm' },
    ],
    [
      'without its own type',
      { error: { type: 'x', message: 'm' } },
      { shape: 'openai', type: 'x', message: 'm' },
    ],
    ['without a type inside', { type: 'error', error: { message: 'm' } }, { shape: 'openai', message: 'm' }],
    ['a type that is no text', { error: { type: 1, message: 'm' } }, { shape: 'openai', message: 'm' }],
    ['FastAPI', { detail: 'm' }, { shape: 'fastapi', message: 'm' }],
    ['FastAPI with a list', { detail: [{ msg: 'm' }] }, { shape: 'fastapi', message: '[{"msg":"m"}]' }],
    ['Azure', { statusCode: 401, message: 'm' }, { shape: 'azure', message: 'm' }],
    ['a status as text', { statusCode: '401', message: 'm' }, { shape: 'other-json', message: 'm' }],
    ['an error as text', { error: 'm' }, { shape: 'other-json', message: 'm' }],
    ['words of Baidu', { error_code: 3, error_msg: 'm' }, { shape: 'other-json', message: 'm' }],
    ['words inside', { message: { detail: ['m'] } }, { shape: 'other-json', message: '{"detail":["m"]}' }],
    [
      "Google's list",
      [{ error: { code: 404, message: 'm', status: 'NOT_FOUND' } }],
      { shape: 'openai', message: 'm' },
    ],
    [
      'RFC 6750',
      { error: 'invalid_token', error_description: 'expired' },
      { shape: 'other-json', message: 'invalid_token: expired' },
    ],
    ['a title', { title: 'm' }, { shape: 'other-json', message: 'm' }],
    [
      'the message before the error',
      { message: 'm', error: 'e', title: 't' },
      { shape: 'other-json', message: 'm' },
    ],
    ['nothing known', { a: 1 }, { shape: 'other-json' }],
    ['an array', [1], { shape: 'text' }],
    ['a page', PAGE, { shape: 'html', message: '502 Bad Gateway' }],
    ['a page without a title', '<p>no</p>', { shape: 'html' }],
    ['text', ' no ', { shape: 'text', message: 'no' }],
    ['blank', ' \n', { shape: 'empty' }],
  ])('%s', ([, body, view]) => {
    const { hasRequestId, ...rest } = readError(answerOf(400, body));
    expect(hasRequestId).toBe(false);
    expect(rest).toEqual({ ...(body instanceof Array ? { message: '[1]' } : {}), ...view });
  });

  test.for<[string, string | object, Readonly<Record<string, string>>]>([
    ['in a header', {}, { 'request-id': 'r' }],
    ['in the body', { request_id: 'r' }, {}],
    ['beside a page', PAGE, { 'request-id': 'r' }],
    ['beside text', 'no', { 'request-id': 'r' }],
    ['beside nothing', '', { 'request-id': 'r' }],
  ])('a request-id %s', ([, body, headers]) => {
    expect(readError(answerOf(400, body, headers)).hasRequestId).toBe(true);
  });

  test('is read so far and no further', () => {
    expect(readError(answerOf(400, 'x'.repeat(5000))).message).toHaveLength(1000);
    expect(readError(answerOf(400, { detail: ['x'.repeat(5000)] })).message).toHaveLength(1000);
    expect(readError(answerOf(400, `<p>${' '.repeat(10_000)}<title>late</title>`)).message).toBeUndefined();
  });
});

describe('a page', () => {
  test.for<[string | object, Readonly<Record<string, string>>, boolean]>([
    ['<p>', {}, true],
    ['\uFEFF \n<p>', {}, true],
    ['no <p>', {}, false],
    ['no', { 'content-type': 'TEXT/HTML; charset=utf-8' }, true],
    ['no', { 'content-type': 'text/plain' }, false],
    [{}, { 'content-type': 'text/html' }, false],
  ])('%j %j: %s', ([body, headers, html]) => {
    expect(isHtml(answerOf(200, body, headers))).toBe(html);
  });

  test.for([
    ['text/event-stream', true],
    ['Text/Event-Stream ; charset=utf-8', true],
    ['text/event-streams', false],
    ['application/json', false],
  ] as const)('%s is an event stream: %s', ([type, is]) => {
    expect(hasMediaType(answerOf(200, '', { 'content-type': type }), 'text/event-stream')).toBe(is);
    expect(hasMediaType(answerOf(200), 'text/event-stream')).toBe(false);
  });
});

describe('the proxy in front', () => {
  test.for<[Readonly<Record<string, string>>, string, string | undefined]>([
    [{ server: 'nginx/1.22' }, '', 'nginx'],
    [{ server: 'openresty' }, '', 'OpenResty (nginx)'],
    [{ server: 'cloudflare' }, '', 'Cloudflare'],
    [{ 'cf-ray': '1' }, '', 'Cloudflare'],
    [{ server: 'awselb/2.0' }, '', 'an AWS load balancer or CDN'],
    [{ via: '1.1 x.cloudfront.net (CloudFront)' }, '', 'an AWS load balancer or CDN'],
    [{ server: 'AmazonS3' }, '', 'an AWS load balancer or CDN'],
    [{ server: 'envoy' }, '', 'Envoy'],
    [{ server: 'AkamaiGHost' }, '', 'Akamai'],
    [{ server: 'Microsoft-Azure-Application-Gateway/v2' }, '', 'Azure Application Gateway'],
    [{ server: 'Microsoft-IIS/10.0' }, '', 'IIS'],
    [{ server: 'Microsoft-HTTPAPI/2.0' }, '', 'IIS'],
    [{ server: 'Apache' }, '', 'Apache'],
    [{ server: 'Caddy' }, '', 'Caddy'],
    [{ server: 'Traefik' }, '', 'Traefik'],
    [{ via: '1.1 varnish' }, '', 'Varnish'],
    [{ server: 'HAProxy' }, '', 'HAProxy'],
    [{ server: 'BigIP' }, '', 'F5 BIG-IP'],
    [{ server: 'f5' }, '', 'F5 BIG-IP'],
    [{}, NGINX, 'nginx'],
    [{}, `${' '.repeat(4000)}${NGINX}`, undefined],
    [{}, '<center>nginx</center> and more', undefined],
    [{ server: 'uvicorn' }, '', undefined],
  ])('%j %s', ([headers, text, front]) => {
    expect(frontOf(answerOf(502, text, headers))).toBe(front);
  });
});

describe('words for an answer', () => {
  test.for([
    [refusal(400, 'no'), 'HTTP 400: "no"'],
    [answerOf(502, NGINX), 'HTTP 502 with an HTML page from nginx: "502 Bad Gateway"'],
    [answerOf(502, '<p>'), 'HTTP 502 with an HTML page'],
    [answerOf(500), 'HTTP 500 with an empty body'],
    [answerOf(500, 'no'), 'HTTP 500 in plain text: "no"'],
    [answerOf(500, 'no', { server: 'nginx' }), 'HTTP 500 in plain text: "no"'],
    [answerOf(500, {}), 'HTTP 500'],
  ] as const)('%#: %s', ([answer, words]) => {
    expect(sayAnswer(context, answer)).toBe(words);
  });

  test('a failure goes into a sentence without its full stop', () => {
    expect(sayFailure(context, { kind: 'reset', message: 'It. was cut. ', ms: 1 })).toBe('It. was cut');
  });
});

describe('a limit', () => {
  test.for([
    ['429', refusal(429, 'x'), 'rate'],
    ['a cool-down', refusal(429, 'x cool-down x'), undefined],
    ['another', refusal(429, 'No deployments available'), undefined],
    ['529', refusal(529, 'x'), 'overload'],
    ['402 with money', refusal(402, 'Out of credits'), undefined],
    ['402 without', refusal(402, 'x'), undefined],
    ['403 with a quota', refusal(403, 'Monthly spending cap'), 'quota'],
    ['403', refusal(403, 'x'), undefined],
    ['403 with what is left', refusal(403, 'x', { 'x-ratelimit-remaining': '0' }), undefined],
    ['503', refusal(503, 'x'), undefined],
    ['503 with a limit', refusal(503, 'Rate limit'), 'quota'],
    ['503 with nothing left', refusal(503, 'x', { 'x-ratelimit-remaining': '0' }), 'rate'],
    ['503 with something left', refusal(503, 'x', { 'x-ratelimit-remaining': '1' }), undefined],
    ['503 of nginx', answerOf(503, NGINX), 'rate'],
    ['503 of OpenResty', answerOf(503, PAGE, { server: 'openresty' }), 'rate'],
    ['503 of another', answerOf(503, PAGE, { server: 'Apache' }), undefined],
    ['503 behind nginx', refusal(503, 'x', { server: 'nginx' }), undefined],
    ['400 with a quota', refusal(400, 'Quota exceeded'), undefined],
    ['401 with a quota', refusal(401, 'Quota exceeded'), undefined],
    ['500 with a quota', refusal(500, 'Quota exceeded'), undefined],
  ] as const)('%s', ([, answer, limit]) => {
    expect(limitOf(answer)).toBe(limit);
  });

  test.for([
    'Quota',
    'rate-limit',
    'too many requests',
    'limit was reached',
    'limit exceeded',
    'exceeded your limit',
    'spend cap',
    'spending limit',
    'budget',
    'out of credit',
    'try again in 5',
  ])('the words "%s"', (words) => {
    expect(limitOf(refusal(403, `x ${words} x`))).toBe('quota');
  });

  test('a cool-down is one of 429, told in its first four thousand characters', () => {
    expect(isCooldown({ status: 503, text: 'cooldown' })).toBe(false);
    expect(isCooldown({ status: 429, text: 'cooldown' })).toBe(true);
    expect(isCooldown({ status: 429, text: `${' '.repeat(4000)}cooldown` })).toBe(false);
  });

  test.for([
    [refusal(429, 'm'), /^Not tested: .*limits requests.*429.*"m"/, /again later, or with a credential/],
    [refusal(429, 'm', { 'retry-after': '7' }), /limits requests/, /after 7 s, or/],
    [refusal(429, 'm', { 'retry-after': 'Thu' }), /limits requests/, /after Thu, or/],
    [answerOf(503, NGINX), /limits requests.*503/, /again later\. nginx answers 503/],
    [refusal(403, 'quota'), /quota is spent.*403/, /Refill/],
    [refusal(529, 'm', { 'retry-after': '7' }), /overloaded.*529/, /after 7 s\./],
  ] as const)('%#: is not tested, with what to do', ([answer, detail, hint]) => {
    const said = notTested(context, answer);
    expect(said).toMatchObject({ status: 'warn', inconclusive: true });
    expect(said?.detail).toMatch(detail);
    expect(said?.hint).toMatch(hint);
  });

  test.for([
    [refusal(429, 'm', { 'retry-after': '7' }), 'fail', /for a limit, however slowly.*HTTP 429/],
    [refusal(529, 'm', { 'retry-after': '7' }), 'fail', /stays overloaded, however often.*HTTP 529/],
    [refusal(403, 'quota'), 'warn', /quota is spent/],
  ] as const)('%#: that stays', ([answer, status, detail]) => {
    const said = limitFailure(context, answer);
    expect(said?.status).toBe(status);
    expect(said?.detail).toMatch(detail);
    if (status === 'fail') {
      expect(said).not.toHaveProperty('inconclusive');
      expect(said?.hint).toMatch(/after 7 s/);
    }
  });

  test('is none of others', () => {
    expect(notTested(context, refusal(500, 'm'))).toBeUndefined();
    expect(limitFailure(context, refusal(500, 'm'))).toBeUndefined();
  });
});

describe('a model that is not served', () => {
  test.for([
    [refusal(404, 'x'), true],
    [answerOf(404), true],
    [answerOf(404, PAGE), false],
    [refusal(400, 'The model `x` does not exist'), true],
    [refusal(403, 'model x: no access'), true],
    [refusal(400, 'Model x not found'), true],
    [refusal(400, 'model x is unknown'), true],
    [refusal(400, 'model x is not available'), true],
    [refusal(400, 'model x is not configured'), true],
    [refusal(400, 'model x is not supported'), true],
    [refusal(400, 'model x is not supported with tools'), false],
    [refusal(400, 'Unknown model'), true],
    [refusal(400, 'invalid model'), true],
    [refusal(400, 'no such model'), true],
    [refusal(400, 'unsupported model'), true],
    [refusal(400, 'model: x'), true],
    [refusal(400, 'an unsupported model, or prompt caching is not allowed'), false],
    [refusal(400, 'the model refuses'), false],
    [refusal(401, 'Unknown model'), false],
    [refusal(500, 'Unknown model'), false],
  ] as const)('%#: %s', ([answer, not]) => {
    expect(isNotServed(answer)).toBe(not);
  });
});

test.for([
  [499, false],
  [500, true],
  [528, true],
  [529, false],
  [530, true],
] as const)('HTTP %i is an error of the server: %s', ([status, is]) => {
  expect(isServerError(status)).toBe(is);
});

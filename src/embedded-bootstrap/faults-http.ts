import { gzipSync } from 'node:zlib';
import type { ServedFault } from './reply.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const status = (code: number, what: string, says: readonly string[], more: object = {}): ServedFault => ({
  what,
  says,
  reply: (good) => ({ ...good, status: code, body: '', type: null, etag: 'none', ...more }),
});

/** Faults of the answer around its body: status, headers, caches, time. */
export const HTTP_FAULTS = {
  redirect: status(302, 'redirects to another address', ['redirect-not-followed'], {
    headers: { location: 'https://elsewhere.example.com/' },
  }),
  'html-200': {
    what: 'answers 200 with a page for browsers',
    says: ['content-type', 'etag-missing', 'not-json'],
    reply: (good) => ({
      ...good,
      type: 'text/html',
      etag: 'none',
      body: '<html><body>Sign in</body></html>',
    }),
  },
  'json-as-html': {
    what: 'says text/html of its JSON',
    says: ['content-type'],
    reply: (good) => ({ ...good, type: 'text/html' }),
  },
  'no-content-type': {
    what: 'sends no Content-Type',
    says: ['content-type'],
    reply: (good) => ({ ...good, type: null }),
  },
  'text-json': {
    what: 'says text/json',
    says: ['content-type'],
    reply: (good) => ({ ...good, type: 'text/json' }),
  },
  'problem-json': {
    what: 'says application/problem+json',
    says: ['content-type'],
    reply: (good) => ({ ...good, type: 'application/problem+json' }),
  },
  'charset-latin-1': {
    what: 'names another charset than UTF-8',
    says: ['charset'],
    reply: (good) => ({ ...good, type: 'application/json; charset=iso-8859-1' }),
  },
  gzip: {
    what: 'compresses unasked',
    says: ['content-encoding'],
    reply: (good) => ({ ...good, gzip: true }),
  },
  'gzip-bomb': {
    what: 'sends a small answer that unpacks to hundreds of megabytes',
    says: ['too-large'],
    reply: (good) => ({
      ...good,
      body: gzipSync(Buffer.alloc(64_000_000, 0x20), { level: 9 }),
      headers: { 'content-encoding': 'gzip' },
    }),
  },
  'gzip-broken': {
    what: 'says gzip of a body that is none',
    says: ['protocol'],
    reply: (good) => ({ ...good, headers: { 'content-encoding': 'gzip' } }),
  },
  'status-204': status(204, 'answers 204, without a body', ['status-204']),
  'status-401': {
    what: 'refuses every token',
    says: ['refused-401'],
    reply: (good) => ({
      ...good,
      status: 401,
      body: '',
      etag: 'none',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    }),
  },
  'status-403': status(403, 'has no configuration for this user', ['refused-403'], {
    type: JSON_TYPE,
    body: '{"error":"not in the pilot group"}',
  }),
  'status-404': status(404, 'serves nothing at this path', ['status-404']),
  'status-405': status(405, 'allows no GET', ['status-405'], { headers: { allow: 'POST' } }),
  'status-407': status(407, 'is a proxy that wants a password', ['status-407'], {
    headers: { 'proxy-authenticate': 'Basic realm="proxy"' },
  }),
  'status-429': status(429, 'limits requests', ['status-429'], { headers: { 'retry-after': '30' } }),
  'status-500': status(500, 'fails', ['status-500'], { type: JSON_TYPE, body: '{"error":"x"}' }),
  'status-503': status(503, 'is busy', ['status-503'], {
    type: 'text/plain',
    body: 'busy',
    headers: { 'retry-after': '30' },
  }),
  'always-304': {
    what: 'answers 304 to a first request',
    says: ['status-304'],
    reply: (good) => ({ ...good, always304: true }),
  },
  'cookie-needed': status(302, 'wants a cookie back before it answers', ['redirect-not-followed'], {
    headers: { location: '/user/bootstrap', 'set-cookie': 'session=1; Path=/; HttpOnly' },
  }),
  'cookie-400': status(400, 'answers 400 and sets the cookie it misses', ['cookie-needed'], {
    headers: { 'set-cookie': 'session=1; Path=/; HttpOnly' },
  }),
  'cookie-set': {
    what: 'sets a cookie',
    says: ['cookie-set'],
    reply: (good) => ({ ...good, headers: { 'set-cookie': 'route=a; Path=/' } }),
  },
  cacheable: {
    what: 'lets every cache keep the answer',
    says: ['no-store-missing'],
    reply: (good) => ({ ...good, cache: 'public, max-age=600' }),
  },
  'private-cache': {
    what: 'lets the cache of the user keep the answer',
    says: ['no-store-missing'],
    reply: (good) => ({ ...good, cache: 'private, max-age=0, must-revalidate' }),
  },
  'no-cache-header': {
    what: 'says nothing to caches',
    says: ['no-store-missing'],
    reply: (good) => ({ ...good, cache: null }),
  },
  'from-cache': {
    what: 'stands behind a cache that answers in its place',
    says: ['cached'],
    reply: (good) => ({ ...good, headers: { age: '120' } }),
  },
  'cache-hit': {
    what: 'stands behind a delivery network that answers in its place',
    says: ['cached'],
    reply: (good) => ({ ...good, headers: { 'x-cache': 'Hit from cloudfront' } }),
  },
  'no-etag': {
    what: 'sends no ETag',
    says: ['etag-missing'],
    reply: (good) => ({ ...good, etag: 'none' }),
  },
  'etag-unquoted': {
    what: 'forgets the quotes of the ETag',
    says: ['etag-malformed'],
    reply: (good) => ({ ...good, etag: 'unquoted' }),
  },
  'etag-never-304': {
    what: 'does not look at If-None-Match',
    says: ['etag-ignored'],
    reply: (good) => ({ ...good, never304: true }),
  },
  'etag-changes': {
    what: 'sends another ETag with every answer',
    says: ['etag-unstable'],
    reply: (good) => ({ ...good, etag: 'random' }),
  },
  'slow-body': {
    what: 'answers after 35 seconds',
    says: ['timeout'],
    reply: (good) => ({ ...good, delayMs: 35_000 }),
  },
  drip: {
    what: 'sends a byte every half second',
    says: ['timeout'],
    reply: (good) => ({ ...good, dripMs: 500 }),
  },
  cut: {
    what: 'cuts the connection in the middle of the body',
    says: ['reset'],
    reply: (good) => ({ ...good, cut: true }),
  },
  huge: {
    what: 'sends six megabytes',
    says: ['too-large'],
    reply: (good, { settings }) => ({
      ...good,
      body: JSON.stringify({ ...settings, banner: { text: 'x'.repeat(6_000_000) } }),
    }),
  },
  'token-echoed': {
    what: 'repeats the token in an error',
    says: ['status-500', 'token-echoed'],
    reply: (good, { token }) => ({
      ...good,
      status: 500,
      etag: 'none',
      body: JSON.stringify({ error: `no session for Bearer ${token}` }),
    }),
  },
  'token-in-header': {
    what: 'repeats the token in a header of a good answer',
    says: ['token-echoed'],
    reply: (good, { token }) => ({ ...good, headers: { 'x-debug-authorization': token } }),
  },
} as const satisfies Record<string, ServedFault>;

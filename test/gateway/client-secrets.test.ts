import { expect, test } from 'vitest';
import { carriesSecret, holdsOne, secretsOf } from '../../src/gateway/client-secrets.ts';
import type { ClientOptions, GatewayRequest } from '../../src/gateway/types.ts';

const TOKEN = 'Zq7vK2mW';

test.each<[string, Partial<ClientOptions>, readonly string[], readonly string[]]>([
  ['a credential, however short', { credential: { scheme: 'bearer', token: 'ab1' } }, ['ab1'], []],
  ['a header value', { headers: { 'x-tenant': TOKEN } }, [TOKEN], []],
  ['a header value behind its scheme', { headers: { 'x-tenant': `Bearer ${TOKEN}` } }, [TOKEN], []],
  ['a short header value', { headers: { 'x-stage': 'prod' } }, [], ['prod']],
  ['a short one where the name says it', { headers: { 'x-api-key': 'Zq7-K2m' } }, ['Zq7-K2m'], []],
  ['the password of a proxy', { route: { env: {}, proxy: `http://u:${TOKEN}@proxy:1` } }, [TOKEN], ['u']],
  [
    'the password of the proxy for http',
    { route: { env: { HTTPS_PROXY: 'http://proxy:1', http_proxy: `http://u:${TOKEN}@proxy:1` } } },
    [TOKEN],
    ['u'],
  ],
  [
    'a password with a bad escape',
    { route: { env: {}, proxy: `http://u:%ZZ${TOKEN}@proxy:1` } },
    [`%ZZ${TOKEN}`],
    ['u'],
  ],
  [
    'no proxy at all',
    { route: { env: { HTTPS_PROXY: `not ${TOKEN}` }, proxy: false } },
    [],
    [`not ${TOKEN}`],
  ],
  [
    'a token as user name of a proxy',
    { route: { env: { HTTPS_PROXY: `http://${TOKEN}@proxy:1` } } },
    [TOKEN, Buffer.from(`${TOKEN}:`).toString('base64')],
    [],
  ],
  [
    'a key, line by line',
    { route: { env: {}, clientKey: '-----BEGIN KEY-----\nabc\r\ndef\n-----END KEY-----\n' } },
    ['abc', 'def'],
    ['-----BEGIN KEY-----', '-----END KEY-----', '', 'def\r'],
  ],
  [
    'what a helper printed, behind its scheme',
    { credential: { ...{ scheme: 'bearer', token: TOKEN }, extraHeaders: { 'x-a': ' Token  k1 ' } } },
    [TOKEN, 'k1'],
    ['Token  k1'],
  ],
  [
    'a word that only holds a scheme',
    { headers: { 'x-a': `the basic ${TOKEN}` } },
    [`the basic ${TOKEN}`],
    [TOKEN],
  ],
  ['a scheme without a blank', { headers: { 'x-a': `token${TOKEN}` } }, [`token${TOKEN}`], [TOKEN]],
  [
    'a blank is none',
    { headers: { 'x-a': ' '.repeat(9) }, moreSecrets: ['', ' '] },
    [],
    ['', ' ', ' '.repeat(9)],
  ],
  ['what was resolved elsewhere', { moreSecrets: [TOKEN] }, [TOKEN], []],
])('%s', (_what, options, masked, shown) => {
  const secrets = secretsOf({ baseUrl: 'https://gw.example.com', route: { env: {} }, ...options });
  expect(secrets).toEqual(expect.arrayContaining([...masked]));
  for (const text of shown) expect(secrets).not.toContain(text);
});

const KEY = { scheme: 'bearer', token: TOKEN } as const;

test.each<[string, Partial<GatewayRequest>, Partial<ClientOptions>, boolean, boolean]>([
  ['nothing', {}, {}, false, false],
  ['the configured credential', {}, { credential: KEY }, false, true],
  ['none of it', { credential: 'none' }, { credential: KEY }, false, false],
  ['another credential', { credential: KEY }, {}, false, true],
  ['both headers of one that is not set', { credential: 'both' }, {}, false, false],
  [
    'a configured header, whatever the credential',
    { credential: 'none' },
    { headers: { a: 'b' } },
    false,
    true,
  ],
  ['no configured header', {}, { headers: {} }, false, false],
  ['a client certificate', { credential: 'none' }, { route: { env: {}, clientKey: 'k' } }, false, true],
  ['its own headers, to the gateway', { headers: { a: 'b' } }, {}, false, false],
  ['elsewhere: nothing of the configuration', {}, { credential: KEY, headers: { a: 'b' } }, true, false],
  ['elsewhere: a body', { body: 'code' }, {}, true, true],
  ['elsewhere: a header', { headers: { a: 'b' } }, {}, true, true],
])('a request carries a secret: %s', (_what, request, options, absolute, carries) => {
  const whole: GatewayRequest = { method: 'POST', path: '/v1/messages', ...request };
  const all: ClientOptions = { baseUrl: 'https://gw.example.com', route: { env: {} }, ...options };
  expect(carriesSecret(whole, all, absolute)).toBe(carries);
});

test.each<[string, readonly string[] | undefined, boolean]>([
  ['https://gw.example.com/t-4711', ['t-4711'], true],
  ['https://gw.example.com/t%204711', ['t 4711'], true],
  ['https://gw.example.com/x-t%204711', ['t 4711'], true],
  ['https://gw.example.com/abc', ['abc'], false],
  ['https://gw.example.com/abcd', ['abcd'], true],
  ['https://gw.example.com/x%204711', ['t 4711'], false],
  ['https://gw.example.com/?k=a{b}c', ['a{b}c'], true],
  ['https://gw.example.com/', ['other-secret'], false],
  ['https://gw.example.com/', undefined, false],
])('an address holds one: %s %j', (address, secrets, holds) => {
  expect(holdsOne(new URL(address), secrets)).toBe(holds);
});

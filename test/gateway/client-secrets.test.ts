import { expect, test } from 'vitest';
import { secretsOf } from '../../src/gateway/client-secrets.ts';
import type { ClientOptions } from '../../src/gateway/types.ts';

const TOKEN = 'Zq7vK2mW';

test.each<[string, Partial<ClientOptions>, readonly string[], readonly string[]]>([
  ['a credential, however short', { credential: { scheme: 'bearer', token: 'ab1' } }, ['ab1'], []],
  ['a header value', { headers: { 'x-tenant': TOKEN } }, [TOKEN], []],
  ['a header value behind its scheme', { headers: { 'x-tenant': `Bearer ${TOKEN}` } }, [TOKEN], []],
  ['a short header value', { headers: { 'x-stage': 'prod' } }, [], ['prod']],
  ['a short one where the name says it', { headers: { 'x-api-key': 'Zq7-K2m' } }, ['Zq7-K2m'], []],
  ['the password of a proxy', { route: { env: {}, proxy: `http://u:${TOKEN}@proxy:1` } }, [TOKEN], ['u']],
  [
    'a token as user name of a proxy',
    { route: { env: { HTTPS_PROXY: `http://${TOKEN}@proxy:1` } } },
    [TOKEN, Buffer.from(`${TOKEN}:`).toString('base64')],
    [],
  ],
])('%s', (_what, options, masked, shown) => {
  const secrets = secretsOf({ baseUrl: 'https://gw.example.com', route: { env: {} }, ...options });
  expect(secrets).toEqual(expect.arrayContaining([...masked]));
  for (const text of shown) expect(secrets).not.toContain(text);
});

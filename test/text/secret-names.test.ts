import { describe, expect, test } from 'vitest';
import { isCredentialHeader, isSecretMember, isSecretVariable } from '../../src/text/secret-names.ts';

describe('headers', () => {
  test.each([
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'x-api-key',
    'apikey',
    'X-Auth-Token',
    'X-Proxy-Auth',
    'X-Litellm-Key',
    'Ocp-Apim-Subscription-Key',
    'x-portkey-virtual-key',
    'x-portkey-api-key',
    'cf-access-token',
    'CF-Access-Client-Secret',
    'X-Password',
    'X-Passwd',
    'x-api_key',
    'x_auth',
    'X-Access-Key',
    'x-gateway_key',
  ])('%s carries a credential', (name) => {
    expect(isCredentialHeader(name)).toBe(true);
  });

  test.each([
    'X-Tenant',
    'Idempotency-Key',
    'cf-aig-cache-key',
    'x-keyboard',
    'x-portkey-provider',
    'X-Author',
    'X-Token-Limit',
    'X-Cookie',
    'Authorization-Mode',
    'X-Password-Policy',
  ])('%s is an ordinary header', (name) => {
    expect(isCredentialHeader(name)).toBe(false);
  });
});

test.each([
  ['clientSecret', true],
  ['password', true],
  ['apiKey', true],
  ['access_token', true],
  ['privateKey', true],
  ['PASSWD', true],
  ['passphrase', true],
  ['api-key', true],
  ['api_key_id', true],
  ['private_key', true],
  ['private-key', true],
  ['credential', true],
  ['credentialKind', false],
  ['tokenEndpoint', false],
  ['keyboard', false],
])('member %s: %s', (name, is) => {
  expect(isSecretMember(name)).toBe(is);
});

test.each([
  ['GITHUB_TOKEN', true],
  ['LITELLM_KEY', true],
  ['DB_PASSWD', true],
  ['db_password', true],
  ['CLIENT_SECRET', true],
  ['GOOGLE_APPLICATION_CREDENTIALS', true],
  ['HOME', false],
  ['LOG_LEVEL', false],
])('variable %s: %s', (name, is) => {
  expect(isSecretVariable(name)).toBe(is);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proxyChoice, proxyFor, proxySecrets } from '../../src/net/proxy.ts';
import {
  callable,
  hostOf,
  hostPort,
  isAbsolute,
  joinUrl,
  portOf,
  redirectTarget,
  serverName,
} from '../../src/net/url.ts';

describe('joining, as measured on the engine of the app', () => {
  test.each([
    ['', '/v1/messages?beta=true'],
    ['/', '/v1/messages?beta=true'],
    ['//', '/v1/messages?beta=true'],
    ['/anthropic', '/anthropic/v1/messages?beta=true'],
    ['/anthropic/', '/anthropic/v1/messages?beta=true'],
    ['/anthropic/v1', '/anthropic/v1/v1/messages?beta=true'],
    ['/v1', '/v1/v1/messages?beta=true'],
    ['/v1/', '/v1/v1/messages?beta=true'],
    ['/v1/messages', '/v1/messages/v1/messages?beta=true'],
  ])('base %j', (suffix, expected) => {
    expect(joinUrl(`https://gateway.example.com${suffix}`, '/v1/messages?beta=true')).toBe(
      `https://gateway.example.com${expected}`,
    );
  });

  test('a long row of slashes costs no time', () => {
    expect(joinUrl(`https://a${'/'.repeat(200_000)}`, '/x')).toBe('https://a/x');
  });
});

describe('addresses', () => {
  test.each([
    ['https://a.example/x', 'a.example:443', 443, 'a.example', 'a.example'],
    ['http://a.example', 'a.example:80', 80, 'a.example', 'a.example'],
    ['https://[::1]:8443/', '[::1]:8443', 8443, '::1', undefined],
    ['https://10.0.0.1', '10.0.0.1:443', 443, '10.0.0.1', undefined],
  ])('%s', (text, pair, port, host, name) => {
    const url = new URL(text);
    expect([hostPort(url), portOf(url), hostOf(url), serverName(url)]).toEqual([pair, port, host, name]);
  });

  test.each([
    ['', /empty/],
    ['gateway.example.com', /not an absolute URL/],
    ['https://', /not an absolute URL/],
    ['ftp://gateway.example.com', /ftp:/],
    ['javascript:alert(1)', /javascript:/],
    ['https://user:hunter22@gateway.example.com', /user name or password/],
    ['https://sk-secret-1@gateway.example.com', /user name or password/],
  ])('%j cannot be called', (text, words) => {
    const reason = callable(text);
    expect(reason).toMatch(words);
    expect(reason).not.toMatch(/hunter22|sk-secret/);
  });

  test('callable never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) =>
        ['string', 'object'].includes(typeof callable(text)),
      ),
    );
  });

  test.each([
    ['/v1/models', false],
    ['https://idp.example/.well-known/openid-configuration', true],
    ['HTTP://idp.example', true],
    ['//idp.example', false],
  ])('%s is absolute: %s', (text, expected) => {
    expect(isAbsolute(text)).toBe(expected);
  });

  test.each([
    ['/login', 'https://a.example/login'],
    ['https://user:pass@idp.example/authorize?state=secret#x', 'https://idp.example/authorize'],
    ['//other.example/x', 'https://other.example/x'],
    ['javascript:alert(1)', 'javascript:'],
    ['https://[bad', undefined],
  ])('a redirect to %s', (location, expected) => {
    expect(redirectTarget(location, new URL('https://a.example/v1/messages'))).toBe(expected);
  });
});

describe('proxies from the environment', () => {
  const https = new URL('https://gateway.example.com/v1');
  const http = new URL('http://gateway.example.com/v1');
  const P = 'http://proxy.corp:3128';
  const Q = 'http://other.corp:8080';

  test.each<[string, URL, Record<string, string>, string | undefined]>([
    ['none', https, {}, undefined],
    ['HTTPS_PROXY', https, { HTTPS_PROXY: P }, 'proxy.corp:3128'],
    ['HTTPS_PROXY is not for http', http, { HTTPS_PROXY: P }, undefined],
    ['HTTP_PROXY', http, { HTTP_PROXY: P }, 'proxy.corp:3128'],
    ['HTTP_PROXY serves https too when it is alone', https, { HTTP_PROXY: P }, 'proxy.corp:3128'],
    ['lower case wins', https, { HTTPS_PROXY: P, https_proxy: Q }, 'other.corp:8080'],
    ['an empty lower case wins too', https, { HTTPS_PROXY: P, https_proxy: '' }, undefined],
    ['NO_PROXY', https, { HTTPS_PROXY: P, NO_PROXY: 'gateway.example.com' }, undefined],
    ['no_proxy by domain', https, { HTTPS_PROXY: P, no_proxy: 'localhost, .example.com' }, undefined],
    [
      'NO_PROXY of another',
      https,
      { HTTPS_PROXY: P, NO_PROXY: 'ple.com,other.example.com' },
      'proxy.corp:3128',
    ],
  ])('%s', (_name, url, env, expected) => {
    const proxy = proxyFor(url, { env });
    expect(proxy instanceof URL ? proxy.host : proxy).toBe(expected);
  });

  const bypassed = (url: URL, noProxy: string) =>
    proxyChoice(url, { env: { HTTPS_PROXY: P, HTTP_PROXY: P, NO_PROXY: noProxy } }).bypass !== undefined;

  test.each([
    ['*', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['GATEWAY.example.COM', true],
    ['gateway.example.com:443', true],
    ['gateway.example.com:8443', false],
    ['example.com:443', true],
    ['xample.com', false],
    ['a b,gateway.example.com', true],
    ['a,*', false],
    ['*,a', false],
    ['*.other.example', false],
    ['', false],
  ])('NO_PROXY %j', (list, expected) => {
    expect(bypassed(https, list)).toBe(expected);
  });

  test('an IPv6 address by its brackets', () => {
    expect(bypassed(new URL('http://[::1]:8080'), '[::1]')).toBe(true);
    expect(bypassed(new URL('http://[::1]:8080'), '[::1]:8080')).toBe(true);
  });

  test('forced and forbidden', () => {
    expect(proxyFor(https, { env: { HTTPS_PROXY: P }, proxy: false })).toBeUndefined();
    expect(proxyFor(https, { env: { NO_PROXY: '*' }, proxy: Q })).toMatchObject({ host: 'other.corp:8080' });
  });

  test.each([
    ['proxy.corp:3128', /no http:/],
    ['user:hunter22@proxy.corp:3128', /no http:/],
    ['socks5://user:hunter22@proxy.corp', /SOCKS/],
    ['not a url', /not a URL/],
    ['http://u%ZZ:hunter22@proxy.corp', /percent/],
  ])('%j cannot be used, and is not repeated', (value, words) => {
    const reason = proxyFor(https, { env: { HTTPS_PROXY: value } });
    expect(reason).toMatch(words);
    expect(reason).not.toContain('hunter22');
  });

  test('the password of a proxy is a secret in all its forms', () => {
    expect(proxySecrets({ env: { HTTPS_PROXY: 'http://u:p%40ss-word@proxy.corp' } })).toEqual([
      'p@ss-word',
      'p%40ss-word',
      Buffer.from('u:p@ss-word').toString('base64'),
    ]);
  });
});

import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { fail as failed, ok } from '../../src/errors.ts';
import type { Network } from '../../src/net/network.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { verdict } from '../../src/probe/verdict.ts';
import { withGateway } from '../support/gateway-client.ts';
import { startForwardProxyTo, listen } from '../support/gateway-proxies.ts';
import { idsOf, probeAt, resultOf, statusesOf, wordsOf } from '../support/replay-run.ts';

const KEY = 'sk-probe-test-0123456789';

describe('the address', () => {
  const network = (over: Partial<Network>): Network => ({
    lookup: () => Promise.resolve(ok(['192.0.2.7'])),
    connect: () => Promise.resolve(ok({ ms: 3 })),
    handshake: () => Promise.resolve(failed({ code: 'ECONNREFUSED' })),
    ...over,
  });
  const shaken = {
    authorized: true,
    protocol: 'TLSv1.3',
    names: ['gw.example.com'],
    validTo: new Date('2030-01-01'),
  };
  const reach = async (
    over: Partial<Network>,
    more: Partial<Parameters<typeof probeAt>[0]> = {},
  ): Promise<readonly CheckResult[]> => {
    const report = await probeAt({
      url: 'https://gw.example.com',
      key: KEY,
      ...more,
      options: {
        network: network(over),
        today: () => new Date('2026-11-23'),
        only: ['dns', 'tcp-connect', 'tls-expiry', 'tls-chain'],
      },
    });
    return report.results;
  };

  test.for([
    ['http://gw.example.com', 'fail', /plain http/],
    ['http://localhost:1', 'warn', /localhost/],
    ['http://127.0.0.1:1', 'pass', /loopback/],
    ['http://[::1]:1', 'pass', /loopback/],
    ['https://user:pw@gw.example.com', 'fail', /user name or password/],
    ['https://gw.example.com/?k=1', 'fail', /query/],
    ['gw.example.com', 'fail', /not an http or https URL/],
    ['ftp://gw.example.com', 'fail', /not an http or https URL/],
  ] as const)('%s: %s', async ([url, status, says]) => {
    const report = await probeAt({
      url,
      key: KEY,
      options: { only: ['base-url-scheme'], network: network({}) },
    });
    expect(resultOf(report, 'base-url-scheme').status).toBe(status);
    expect(resultOf(report, 'base-url-scheme').detail).toMatch(says);
    expect(wordsOf(report)).not.toContain('pw@');
    expect(report.gateway).not.toContain('pw');
  });

  test('a name that does not resolve is one error', async () => {
    const results = await reach({ lookup: () => Promise.resolve(failed({ code: 'ENOTFOUND' })) });
    expect(statusesOf(results)).toEqual({
      dns: 'fail',
      'tcp-connect': 'skip < dns',
      'tls-expiry': 'skip < dns',
      'tls-chain': 'skip < dns',
    });
  });

  test('one family that refuses is a warning', async () => {
    const results = await reach({
      lookup: () => Promise.resolve(ok(['192.0.2.7', '2001:db8::7'])),
      connect: (address) =>
        Promise.resolve(address.includes(':') ? failed({ code: 'ECONNREFUSED' }) : ok({ ms: 3 })),
      handshake: () => Promise.resolve(ok(shaken)),
    });
    expect(resultOf({ results }, 'tcp-connect')).toMatchObject({ status: 'warn' });
    expect(resultOf({ results }, 'tls-chain').status).toBe('pass');
  });

  test.for([
    [
      'expired',
      { authorized: false, code: 'CERT_HAS_EXPIRED', validTo: new Date('2026-01-05') },
      'tls-expiry',
      /expired on 2026-01-05/,
    ],
    [
      'self-signed',
      { authorized: false, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'tls-chain',
      /self-signed.*--ca FILE/s,
    ],
    ['private root', { authorized: false, code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls-chain', /system store/],
    [
      'missing intermediate',
      { authorized: false, code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      'tls-chain',
      /intermediate/,
    ],
    [
      'wrong name',
      { authorized: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID', names: ['other.example.com'] },
      'tls-chain',
      /it is for other\.example\.com/,
    ],
  ] as const)('certificate: %s', async ([, over, id, says]) => {
    const results = await reach({ handshake: () => Promise.resolve(ok({ ...shaken, ...over })) });
    expect(results.filter(({ status }) => status === 'fail').map((result) => result.id)).toEqual([id]);
    expect(wordsOf({ results })).toMatch(says);
  });

  test('soon to expire, TLS 1.2 only, and a port that speaks no TLS', async () => {
    const soon = await reach({
      handshake: () => Promise.resolve(ok({ ...shaken, validTo: new Date('2026-12-01') })),
    });
    expect(resultOf({ results: soon }, 'tls-expiry')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('8 days') as string,
    });
    const old = await reach({ handshake: () => Promise.resolve(ok({ ...shaken, protocol: 'TLSv1.2' })) });
    expect(resultOf({ results: old }, 'tls-chain').status).toBe('warn');
    const plain = await reach({
      handshake: () => Promise.resolve(failed({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })),
    });
    expect(resultOf({ results: plain }, 'tls-chain').detail).toMatch(/does not speak TLS/);
  });

  test('trusted only with the CA that was given', async () => {
    const results = await reach(
      {
        handshake: ({ ca = [] }) =>
          Promise.resolve(ok({ ...shaken, authorized: ca.length > 0, code: 'SELF_SIGNED_CERT_IN_CHAIN' })),
      },
      { route: { env: {}, ca: ['-----BEGIN CERTIFICATE-----'] } },
    );
    expect(resultOf({ results }, 'tls-chain')).toMatchObject({ status: 'warn' });
  });

  test('behind a proxy this device neither resolves nor connects', async () => {
    const never = (): never => {
      throw new Error('the proxy does that');
    };
    const gateway = await startEmbeddedGateway();
    const proxy = await startForwardProxyTo(gateway.url);
    try {
      const report = await probeAt({
        // Resolved by nobody here.
        url: 'http://gateway.invalid',
        key: gateway.apiKey,
        route: { env: { HTTP_PROXY: proxy.url } },
        options: { network: { lookup: never, connect: never, handshake: never }, skip: ['base-url-scheme'] },
      });
      expect(resultOf(report, 'dns').status).toBe('skip');
      expect(resultOf(report, 'tcp-connect').status).toBe('skip');
      expect(resultOf(report, 'proxy-path').status).toBe('pass');
      // No check that was skipped opens the way for a credential.
      expect(resultOf(report, 'health')).toMatchObject({
        status: 'fail',
        detail: expect.stringContaining('Nothing secret is sent over http') as string,
      });
      expect(gateway.requests).toEqual([]);
    } finally {
      await proxy.close();
      await gateway.close();
    }
  });

  test('a proxy that is down is one error, and its password is not shown', async () => {
    const report = await probeAt({
      url: 'https://gw.example.com',
      key: KEY,
      route: { env: { HTTPS_PROXY: 'http://user:proxy-password@127.0.0.1:9' } },
    });
    expect(idsOf(report, 'fail')).toEqual(['proxy-path']);
    expect(resultOf(report, 'health').blockedBy).toBe('proxy-path');
    expect(wordsOf(report)).not.toContain('proxy-password');
  });

  test('nothing listens: one error', async () => {
    const report = await probeAt({ url: 'http://127.0.0.1:9', key: KEY });
    expect(idsOf(report, 'fail')).toEqual(['tcp-connect']);
    expect(resultOf(report, 'tcp-connect').detail).toMatch(
      /Nothing listens on 127\.0\.0\.1:9 \(ECONNREFUSED\)/,
    );
    expect(verdict(report.results).sentence).toMatch(/tcp-connect fails/);
  });

  test('a port that answers nothing is one error', async () => {
    const deaf = await listen(createServer((_incoming, outgoing) => outgoing.destroy()));
    try {
      const report = await probeAt({ url: deaf.url, key: KEY });
      expect(idsOf(report, 'fail')).toEqual(['health']);
      expect(resultOf(report, 'models-list').blockedBy).toBe('health');
    } finally {
      await deaf.close();
    }
  });

  test('a base that ends in /v1 is told, with the one that works', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({ url: `${gateway.url}/v1/`, key: gateway.apiKey });
      expect(resultOf(report, 'base-url-join')).toMatchObject({
        status: 'warn',
        hint: expect.stringContaining(`Set inferenceGatewayBaseUrl to ${gateway.url};`) as string,
      });
      expect(idsOf(report, 'fail')).toEqual(['health']);
      expect(resultOf(report, 'health').hint).toContain(gateway.url);
      const prefix = await probeAt({ url: `${gateway.url}/llm/claude`, key: gateway.apiKey });
      expect(resultOf(prefix, 'base-url-join')).toMatchObject({
        status: 'fail',
        hint: expect.stringContaining(`to ${gateway.url};`) as string,
      });
      expect(idsOf(prefix, 'fail')).toEqual(['base-url-join']);
    });
  });
});

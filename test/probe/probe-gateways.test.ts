import { describe, expect, test } from 'vitest';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { probeExitCode, verdict } from '../../src/probe/verdict.ts';
import { withGateway } from '../support/gateway-client.ts';
import { startReverseProxy } from '../support/gateway-proxies.ts';
import { idsOf, probeAt, resultOf, statusesOf, wordsOf } from '../support/replay-run.ts';

const KEY = 'sk-probe-test-0123456789';

describe('the credential', () => {
  test('none, and the user signs in: not checked, and how to give a token', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, facts: { credentialKind: 'interactive' } });
      // It is no authorization server of its own either.
      expect(idsOf(report, 'fail')).toEqual(['as-metadata']);
      expect(resultOf(report, 'auth-accepted')).toMatchObject({
        status: 'skip',
        inconclusive: true,
        hint: expect.stringContaining('--credential-env NAME') as string,
      });
      expect(resultOf(report, 'health').blockedBy).toBe('auth-accepted');
      expect(resultOf(report, 'base-url-join').status).toBe('pass');
      expect(probeExitCode(report.results)).toBe(1);
    });
  });

  test('the helper failed: that is the one error', async () => {
    await withGateway({}, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        facts: {
          credentialKind: 'helper-script',
          helper: { ms: 10, problem: 'The helper exited with 1.', warnings: [] },
        },
      });
      expect(idsOf(report, 'fail')).toEqual(['helper-output']);
      expect(resultOf(report, 'auth-accepted').blockedBy).toBe('helper-output');
    });
  });

  test('a custom header that cannot be sent stops before the first request', async () => {
    const report = await probeAt({
      url: 'http://127.0.0.1:9',
      key: KEY,
      facts: { customHeaders: { 'bad name': 'x' } },
    });
    expect(idsOf(report, 'fail')).toEqual(['tcp-connect', 'custom-headers']);
    expect(report.requests).toBe(0);
  });

  test('a header that carries the gateway’s own key is told from an open gateway', async () => {
    await withGateway({ faults: ['open-auth'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        facts: { customHeaders: { 'x-portkey-api-key': 'pk-0123456789abcdef' } },
      });
      expect(resultOf(report, 'auth-rejects-bad').status).toBe('warn');
      expect(resultOf(report, 'custom-headers').status).toBe('warn');
      expect(wordsOf(report)).not.toContain('pk-0123456789abcdef');
    });
  });

  test('x-api-key where it is what the gateway takes', async () => {
    await withGateway({ faults: ['api-key-only'] }, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey, facts: { scheme: 'x-api-key' } });
      expect(idsOf(report, 'fail')).toEqual([]);
    });
  });
});

describe('the models', () => {
  test('the named one is asked, else a configured Haiku, else a listed one', async () => {
    await withGateway({}, async ({ gateway }) => {
      const asked = async (more: object): Promise<string> => {
        const from = gateway.requests.length;
        await probeAt({ url: gateway.url, key: gateway.apiKey, facts: more, options: { only: ['health'] } });
        const post = gateway.requests.slice(from).find(({ method }) => method === 'POST');
        return (post?.json as { model: string }).model;
      };
      expect(await asked({ model: 'claude-opus-5' })).toBe('claude-opus-5');
      expect(await asked({ models: [{ name: 'claude-opus-5[1m]' }] })).toBe('claude-opus-5');
      expect(
        await asked({ models: [{ name: 'claude-opus-5' }, { name: 'claude-haiku-4-5-20251001' }] }),
      ).toBe('claude-haiku-4-5-20251001');
      expect(await asked({ models: [{ name: 'haiku' }] })).toBe('claude-haiku-4-5-20251001');
      expect(await asked({})).toBe('claude-haiku-4-5-20251001');
    });
  });

  test('a configured model that is not served, one the app refuses, and an alias nobody resolves', async () => {
    await withGateway({}, async ({ gateway }) => {
      const probe = (models: readonly { name: string }[], discovery?: boolean): ReturnType<typeof probeAt> =>
        probeAt({
          url: gateway.url,
          key: gateway.apiKey,
          facts: { models, ...(discovery === undefined ? {} : { discovery }) },
          options: { only: ['model-routes', 'models-config-match'] },
        });
      const unserved = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'claude-opus-9' }]);
      expect(statusesOf(unserved.results)).toEqual({
        'model-routes': 'fail',
        'models-config-match': 'skip < model-routes',
      });
      const refused = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'gpt-5' }]);
      expect(resultOf(refused, 'models-config-match')).toMatchObject({ status: 'fail' });
      const alias = await probe([{ name: 'claude-haiku-4-5-20251001' }, { name: 'opus' }], false);
      expect(resultOf(alias, 'models-config-match').status).toBe('warn');
    });
  });

  test('no list is no failure when the models are configured', async () => {
    await withGateway({ faults: ['models-404'] }, async ({ gateway }) => {
      const report = await probeAt({
        url: gateway.url,
        key: gateway.apiKey,
        facts: { models: [{ name: 'claude-haiku-4-5-20251001' }] },
      });
      expect(idsOf(report, 'fail')).toEqual([]);
      expect(idsOf(report, 'warn')).toEqual([]);
      expect(resultOf(report, 'models-list').status).toBe('skip');
    });
  });
});

describe('no false pass', () => {
  test('a healthy health check with broken streams', async () => {
    await withGateway({ faults: ['truncated-clean'] }, async ({ gateway }) => {
      const report = await probeAt({ url: gateway.url, key: gateway.apiKey });
      expect(resultOf(report, 'health').status).toBe('pass');
      expect(verdict(report.results)).toMatchObject({
        works: 'partly',
        sentence: expect.stringContaining('no streaming') as string,
      });
      expect(probeExitCode(report.results)).toBe(1);
    });
  });

  test(
    'events kept back until all text is there, although the stream began at once',
    { timeout: 20_000 },
    async () => {
      const gateway = await startEmbeddedGateway({ latencyMs: 6 });
      const proxy = await startReverseProxy(gateway.url, { holdAfter: 1 });
      try {
        const report = await probeAt({ url: proxy.url, key: gateway.apiKey });
        expect(idsOf(report, 'fail')).toEqual(['stream-incremental']);
      } finally {
        await proxy.close();
        await gateway.close();
      }
    },
  );
});

describe('no false failure', () => {
  test('a gateway far away is not taken for one that buffers', { timeout: 20_000 }, async () => {
    const gateway = await startEmbeddedGateway();
    const proxy = await startReverseProxy(gateway.url, { delayMs: 300 });
    try {
      const report = await probeAt({
        url: proxy.url,
        key: gateway.apiKey,
        facts: { models: [{ name: 'claude-haiku-4-5-20251001' }] },
        options: { timeouts: {} },
      });
      expect(report.requests).toBeGreaterThan(15);
      expect(idsOf(report, 'fail')).toEqual([]);
    } finally {
      await proxy.close();
      await gateway.close();
    }
  });
});

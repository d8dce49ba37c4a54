import { describe, expect, test } from 'vitest';
import type { GatewayClient } from '../../src/gateway/types.ts';
import { nodeNetwork } from '../../src/net/network.ts';
import { ProbeSession } from '../../src/probe/session/session.ts';

function sessionWith(secrets: readonly string[]): ProbeSession {
  const baseUrl = 'https://gate7.example.com/tenant-4711';
  return new ProbeSession({
    client: { baseUrl, secrets } as unknown as GatewayClient,
    credential: undefined,
    facts: { baseUrl, scheme: 'bearer', customHeaders: {}, models: [{ name: 'own-model' }] },
    route: { env: {} },
    network: nodeNetwork,
    signal: new AbortController().signal,
    now: () => 0,
    today: () => new Date(0),
    word: () => 'word',
    concurrency: 1,
    deep: false,
    timeouts: {},
    resultOf: () => undefined,
  });
}

describe('what is quoted of an answer', () => {
  test.each<[string, string, string]>([
    ['a key', 'key-0123456789', 'no ••••'],
    ['a short key that stands in the address', 'gate7', 'no ••••'],
    ['the address, though it came by a reference', 'https://gate7.example.com/tenant-4711', ''],
    ['a longer piece of the address', 'gate7.example.com', ''],
    ['a model, though it came by a reference', 'own-model', ''],
    ['a piece of the name of a model', 'model-', 'no ••••'],
  ])('%s', (_, secret, masked) => {
    expect(sessionWith([secret]).quote(`no ${secret}`)).toBe(masked === '' ? `no ${secret}` : masked);
  });
});

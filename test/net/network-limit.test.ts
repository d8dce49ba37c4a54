import { expect, test } from 'vitest';
import { fail } from '../../src/errors.ts';
import type { Network } from '../../src/net/network.ts';
import { withinLimit } from '../../src/net/network-limit.ts';

/** The time limits that a network was asked to keep, by what it was asked for. */
function recorder(): { readonly network: Network; readonly asked: [string, number][] } {
  const asked: [string, number][] = [];
  const note = (what: string, ms: number): Promise<{ ok: false; failure: { code: string } }> => {
    asked.push([what, ms]);
    return Promise.resolve(fail({ code: 'ETIMEDOUT' }));
  };
  const network: Network = {
    lookup: (_host, timeoutMs = 0) => note('lookup', timeoutMs),
    connect: (_address, _port, timeoutMs) => note('connect', timeoutMs),
    handshake: ({ timeoutMs }) => note('handshake', timeoutMs),
    inspect: ({ timeoutMs }) => note('inspect', timeoutMs),
    tunnel: async (_proxy, { timeoutMs }) => {
      await note('tunnel', timeoutMs);
      return fail({ code: 'ETIMEDOUT' });
    },
    portFree: (port) => note('portFree', port),
  };
  return { network, asked };
}

test.each<[number | undefined, number]>([
  [undefined, 10_000],
  [300, 300],
  [10_000, 10_000],
  [60_000, 10_000],
])('with a limit of %s ms, a wait of 10 s is one of %i ms', async (limit, expected) => {
  const { network, asked } = recorder();
  const bound = withinLimit(network, limit);
  const target = { host: 'gw.example.com', port: 443, ca: [], timeoutMs: 10_000, signal: undefined };
  await bound.lookup('gw.example.com', 10_000);
  await bound.connect('192.0.2.1', 443, 10_000);
  await bound.handshake(target);
  await bound.inspect?.(target);
  await bound.tunnel?.(new URL('http://proxy.example.com:3128'), target);
  await bound.portFree?.(7);
  expect(asked).toEqual([
    ['lookup', expected],
    ['connect', expected],
    ['handshake', expected],
    ['inspect', expected],
    ['tunnel', expected],
    ['portFree', 7],
  ]);
});

test('within a limit the rest of what is asked stays as it is', async () => {
  const seen: unknown[] = [];
  const network: Network = {
    ...recorder().network,
    handshake: (options) => {
      seen.push(options);
      return Promise.resolve(fail({ code: 'ETIMEDOUT' }));
    },
  };
  const target = { host: 'gw.example.com', port: 8443, ca: ['x'], timeoutMs: 10_000 };
  await withinLimit(network, 300).handshake(target);
  expect(seen).toEqual([{ ...target, timeoutMs: 300 }]);
});

test('what a network cannot do it cannot do within a limit either', () => {
  const least: Network = { ...recorder().network };
  for (const name of ['inspect', 'tunnel', 'portFree'] as const) Reflect.deleteProperty(least, name);
  expect(Object.keys(withinLimit(least, 300))).toEqual(['lookup', 'connect', 'handshake']);
});

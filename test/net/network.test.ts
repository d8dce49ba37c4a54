import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { nodeNetwork } from '../../src/net/network.ts';
import { targetOf } from '../../src/net/target.ts';

vi.mock('node:dns/promises', () => ({
  lookup: (host: string) => {
    if (host === 'silent.example') return new Promise(() => undefined);
    if (host === 'two.example')
      return Promise.resolve([{ address: '2001:db8::1' }, { address: '192.0.2.1' }]);
    return Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  },
}));

/** What only a device in between does to a handshake: ends without an error, silence, a signal in the middle. */

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer(serve);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('a tunnel that ends at the first bytes without an error is a reset', async () => {
  const over: unknown = new Duplex({
    read: () => undefined,
    write(_chunk, _encoding, done) {
      done();
      this.destroy();
    },
  });
  expect(
    await nodeNetwork.handshake({
      host: 'gateway.example.com',
      port: 443,
      over: over as Socket,
      timeoutMs: 60_000,
    }),
  ).toEqual({ ok: false, failure: { code: 'ECONNRESET' } });
});

test('a server that says nothing is a timeout, and a signal ends the wait', async () => {
  const open: Socket[] = [];
  const port = await listening((socket) => open.push(socket.on('error', () => undefined)));
  const at = { host: '127.0.0.1', port };
  expect(await nodeNetwork.handshake({ ...at, timeoutMs: 50 })).toEqual({
    ok: false,
    failure: { code: 'ETIMEDOUT' },
  });
  const stop = new AbortController();
  const shaken = nodeNetwork.handshake({ ...at, timeoutMs: 60_000, signal: stop.signal });
  stop.abort();
  expect(await shaken).toEqual({ ok: false, failure: { code: 'ABORTED' } });
  for (const socket of open) socket.destroy();
});

test('a name that no name server answers is a timeout, and a signal ends the wait', async () => {
  expect(await nodeNetwork.lookup('silent.example', 20)).toEqual({
    ok: false,
    failure: { code: 'ETIMEDOUT' },
  });
  const stop = new AbortController();
  const asked = nodeNetwork.lookup('silent.example', 60_000, stop.signal);
  stop.abort();
  expect(await asked).toEqual({ ok: false, failure: { code: 'ABORTED' } });
  expect(await nodeNetwork.lookup('silent.example', 60_000, stop.signal)).toMatchObject({ ok: false });
  // In the order in which the name server gives them.
  expect(await nodeNetwork.lookup('two.example', 60_000)).toEqual({
    ok: true,
    value: ['2001:db8::1', '192.0.2.1'],
  });
  expect(await nodeNetwork.lookup('none.example', 60_000)).toEqual({
    ok: false,
    failure: { code: 'ENOTFOUND' },
  });
});

test('a port is free, or taken', async () => {
  const taken = await listening(() => undefined);
  expect(await nodeNetwork.portFree?.(taken)).toEqual({ ok: false, failure: { code: 'EADDRINUSE' } });
  expect((await nodeNetwork.connect('127.0.0.1', taken, 60_000)).ok).toBe(true);
});

test.for([
  ['not an address', undefined],
  ['', undefined],
  ['ftp://gateway.example.com', undefined],
  ['https://gateway.example.com/v1', { host: 'gateway.example.com', port: 443, tls: true }],
  ['http://[::1]:4000', { host: '::1', port: 4000, tls: false }],
] as const)('the target of %s', ([baseUrl, target]) => {
  const found = targetOf({ baseUrl });
  if (target === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(target);
});

import type { Network } from './network.ts';

/** The same network, where no wait for a connection is longer than `limitMs`; undefined leaves it as it is. */
export function withinLimit(network: Network, limitMs: number | undefined): Network {
  if (limitMs === undefined) return network;
  const within = <T extends { readonly timeoutMs: number }>(options: T): T => ({
    ...options,
    timeoutMs: Math.min(options.timeoutMs, limitMs),
  });
  const inspect = network.inspect?.bind(network);
  const tunnel = network.tunnel?.bind(network);
  const portFree = network.portFree?.bind(network);
  return {
    lookup: (host, timeoutMs = limitMs, signal) => network.lookup(host, Math.min(timeoutMs, limitMs), signal),
    connect: (address, port, timeoutMs, signal) =>
      network.connect(address, port, Math.min(timeoutMs, limitMs), signal),
    handshake: (options) => network.handshake(within(options)),
    ...(inspect === undefined ? {} : { inspect: (options) => inspect(within(options)) }),
    ...(tunnel === undefined ? {} : { tunnel: (proxy, target) => tunnel(proxy, within(target)) }),
    ...(portFree === undefined ? {} : { portFree: (port) => portFree(port) }),
  };
}

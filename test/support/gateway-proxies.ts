import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/*
 * Proxies on loopback in front of a gateway, that pass on what they get.
 */

interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A reverse proxy that takes its time, or lets the first pieces of an answer out and holds the rest to its end. */
export function startReverseProxy(
  target: string,
  { delayMs = 0, holdAfter }: { delayMs?: number; holdAfter?: number },
): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  return listen(
    createServer((incoming, outgoing) => {
      const { method, headers, url: path } = incoming;
      setTimeout(() => {
        const upstream = httpRequest({ hostname, port, path, method, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          outgoing.flushHeaders();
          const held: Buffer[] = [];
          let passed = 0;
          answer.on('data', (piece: Buffer) => {
            passed += 1;
            if (holdAfter === undefined || passed <= holdAfter) outgoing.write(piece);
            else held.push(piece);
          });
          answer.on('end', () => outgoing.end(Buffer.concat(held)));
        });
        upstream.on('error', () => outgoing.destroy());
        incoming.pipe(upstream);
      }, delayMs);
    }),
  );
}

/** A forward proxy that takes every host for one gateway, tunnels included. */
export function startForwardProxyTo(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const forward = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const { pathname, search } = new URL(incoming.url ?? '/', 'http://gateway.invalid');
    const upstream = httpRequest({ hostname, port, path: pathname + search, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  forward.on('connect', (_incoming, client, first) => {
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(first);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    client.on('close', () => upstream.destroy());
  });
  return listen(forward);
}

/** Listens on loopback; closing ends its connections too. */
export async function listen(server: Server): Promise<Proxy> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

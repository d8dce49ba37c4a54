import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket, type SecureContextOptions } from 'node:tls';

export interface ProxyOptions {
  /** `user:password` that is wanted. */
  readonly basic?: string;
  /** Ask for a sign-in with these challenges, whatever comes. */
  readonly challenges?: readonly string[];
  /** Refuse CONNECT with this status and page. */
  readonly refuse?: { readonly status: number; readonly body?: string; readonly server?: string };
  /** Open TLS and sign it anew with this certificate. */
  readonly resign?: SecureContextOptions;
}

export interface RunningProxy {
  readonly port: number;
  readonly url: string;
  /** What it was asked for: `host:port` of a tunnel, or a whole address. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A forward proxy on loopback. */
export async function startForwardProxy(options: ProxyOptions = {}): Promise<RunningProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    return socket;
  };
  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request;
    asked.push(url);
    const upstream = httpRequest(url, { method, headers }, (answer) =>
      answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    const deny = (status: number, headers: readonly string[], body = ''): void => {
      const head = [
        `HTTP/1.1 ${status} No`,
        ...headers,
        `content-length: ${Buffer.byteLength(body)}`,
        '',
        '',
      ];
      socket.end(head.join('\r\n') + body);
    };
    const { basic, challenges, refuse, resign } = options;
    if (refuse !== undefined) {
      deny(refuse.status, refuse.server === undefined ? [] : [`server: ${refuse.server}`], refuse.body);
      return;
    }
    const wanted = basic === undefined ? undefined : `Basic ${Buffer.from(basic).toString('base64')}`;
    if (
      challenges !== undefined ||
      (wanted !== undefined && request.headers['proxy-authorization'] !== wanted)
    ) {
      deny(
        407,
        (challenges ?? ['Basic realm="corp, inc"']).map((each) => `proxy-authenticate: ${each}`),
      );
      return;
    }
    const at = new URL(`http://${request.url ?? ''}`);
    const upstream = keep(connect(Number(at.port || 80), at.hostname.replace(/^\[|\]$/g, '')));
    upstream.once('error', () => deny(502, []));
    upstream.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      // What stands behind is plain HTTP for the proxy that signs anew.
      const near = resign === undefined ? socket : keep(new TLSSocket(socket, { isServer: true, ...resign }));
      near.pipe(upstream).pipe(near);
      near.on('close', () => upstream.destroy());
      upstream.on('close', () => near.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}

import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';

/** Something that listens on loopback. */
export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Raw TCP: `serve` gets every connection. */
export function tcp(serve: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  return opened(server, () => {
    for (const socket of sockets) socket.destroy();
  });
}

export function http(listener: RequestListener): Promise<Listening> {
  return listen(createHttpServer(listener));
}

export function https(options: ServerOptions, listener: RequestListener): Promise<Listening> {
  const server = createHttpsServer(options, listener);
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

function listen(server: Server): Promise<Listening> {
  return opened(server, () => server.closeAllConnections());
}

/** Any port of loopback; `cut` ends the connections there are. */
function opened(server: TcpServer, cut: () => void): Promise<Listening> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            cut();
          }),
      }),
    );
  });
}

/** A port on which nothing listens, a moment ago at least. */
export async function deadPort(): Promise<number> {
  const { port, close } = await tcp(() => undefined);
  await close();
  return port;
}

interface TestProxy extends Listening {
  /** What it was asked for, in order: `host:port` of a tunnel, or a whole address. */
  readonly asked: { readonly to: string; readonly authorization: string | undefined }[];
}

/** An HTTP proxy that leads everything to one port of loopback, or refuses with a status. */
export async function proxyTo(
  target: number,
  refuse?: (request: IncomingMessage) => number | undefined,
): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const open = new Set<Socket>();
  const ask = (request: IncomingMessage): number | undefined => {
    asked.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    return refuse?.(request);
  };
  const server = createHttpServer((request, response) => {
    const status = ask(request);
    if (status !== undefined) {
      response.writeHead(status).end();
      return;
    }
    const { method, headers } = request;
    const { pathname, search } = new URL(request.url ?? '');
    const upstream = httpRequest(
      { host: '127.0.0.1', port: target, path: pathname + search, method, headers },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)),
    );
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    const status = ask(request);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${String(status)} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    open.add(upstream);
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  const { port, close } = await listen(server);
  return {
    port,
    asked,
    close() {
      for (const socket of open) socket.destroy();
      return close();
    },
  };
}

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer that a disguise gives in place of the gateway. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

/** A product, as far as headers and refusals go. */
export interface Disguise {
  /** Headers on every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Refuses a request in the words of the product. */
  readonly refuse?: (headers: IncomingHttpHeaders, url: string) => Refusal | undefined;
}

/** A gateway on loopback that looks like a product and passes everything else on to `base`. */
export async function startDisguise(
  base: string,
  { headers = {}, refuse }: Disguise,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const refused = refuse?.(request.headers, request.url ?? '/');
      if (refused !== undefined) {
        response.writeHead(refused.status, { 'content-type': 'application/json', ...headers });
        response.end(refused.body);
        return;
      }
      const passed = Object.entries(request.headers).filter(
        ([name]) => !/^(?:host|connection|content-length|transfer-encoding|accept-encoding)$/.test(name),
      );
      const got = await fetch(base + (request.url ?? '/'), {
        method: request.method ?? 'GET',
        headers: Object.fromEntries(passed) as Record<string, string>,
        ...(body.length === 0 ? {} : { body }),
      });
      response.writeHead(got.status, { ...Object.fromEntries(got.headers), ...headers });
      response.end(Buffer.from(await got.arrayBuffer()));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Reply } from './reply.ts';

/** Sends an answer as it is. */
export function send(
  response: ServerResponse,
  {
    status,
    headers,
    body,
  }: { status: number; headers: Readonly<Record<string, string>>; body: string | Buffer },
): void {
  response.writeHead(status, headers);
  response.end(status === 204 || status === 304 ? undefined : body);
}

/** Sends the reply with its ETag, or 304, in the way of its faults. */
export function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  digest: string,
): void {
  const tag = {
    hash: `"${digest}"`,
    weak: `W/"${digest}"`,
    unquoted: digest,
    random: `"${randomBytes(6).toString('hex')}"`,
    none: undefined,
  }[reply.etag];
  const headers = {
    ...(reply.type === null ? {} : { 'content-type': reply.type }),
    ...(reply.cache === null ? {} : { 'cache-control': reply.cache }),
    ...(tag === undefined ? {} : { etag: tag }),
    ...(reply.gzip === true ? { 'content-encoding': 'gzip' } : {}),
    ...reply.headers,
  };
  const matches = reply.status === 200 && tag !== undefined && request.headers['if-none-match'] === tag;
  if (reply.always304 === true || (matches && reply.never304 !== true)) {
    send(response, { status: 304, headers, body: '' });
    return;
  }
  const bytes = reply.gzip === true ? gzipSync(reply.body) : Buffer.from(reply.body);
  const write = (): void => {
    response.writeHead(
      reply.status,
      reply.cut === true ? { ...headers, 'content-length': String(bytes.length) } : headers,
    );
    if (reply.cut === true) {
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
      return;
    }
    if (reply.dripMs === undefined) {
      response.end(reply.status === 204 ? undefined : bytes);
      return;
    }
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, (at += 1)));
      if (at >= bytes.length) response.end();
    }, reply.dripMs);
    response.once('close', () => clearInterval(timer));
  };
  if (reply.delayMs === undefined) {
    write();
    return;
  }
  const timer = setTimeout(write, reply.delayMs);
  response.once('close', () => clearTimeout(timer));
}

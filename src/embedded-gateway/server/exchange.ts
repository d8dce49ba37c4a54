import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request being answered, as the parts of the embedded gateway and its faults see it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Address of the server, `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly requestId: string;
  /** The credential that came, whichever header it came in; '' when none did. */
  readonly presented: string;
  /** The whole body, and what it holds when it is JSON. */
  readonly body: Buffer;
  readonly json: unknown;
  /** How often the fault that looks at it has been reached, counting from 1. */
  count(fault: string): number;
  /** How many requests are inside this fault now, this one included. */
  enter(fault: string): number;
  leave(fault: string): void;
}

/** Writes a whole answer. */
export function respond(
  { request, response, requestId }: Pick<Exchange, 'request' | 'response' | 'requestId'>,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(text, 'utf8');
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': requestId,
    ...headers,
    ...(status === 204 ? {} : { 'content-length': String(bytes.length) }),
  });
  response.end(request.method === 'HEAD' || status === 204 ? undefined : bytes);
}

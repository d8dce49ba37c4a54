import type { Exchange } from './exchange.ts';

/** What arrived. Headers hold whatever credential was sent: for tests only. */
export interface RecordedRequest {
  readonly method: string;
  /** Path with query, as it stood on the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** The body as JSON, or undefined. */
  readonly json: unknown;
}

const MAX_RECORDED = 1000;

/** Adds a request; of too many, the oldest goes. */
export function record(requests: RecordedRequest[], { request, json }: Exchange, bytes: number): void {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  if (requests.length >= MAX_RECORDED) requests.shift();
  requests.push({ method: request.method ?? '', path: request.url ?? '', headers, bytes, json });
}

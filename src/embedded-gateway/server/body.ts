import type { IncomingMessage } from 'node:http';
import { invalid } from '../errors.ts';
import type { Exchange } from './exchange.ts';

/** The API's limit on a request body (platform.claude.com, "Errors": 413). */
export const MAX_BODY = 32 * 1024 * 1024;
/** Past this the connection is cut instead of drained. */
const MAX_DRAIN = 2 * MAX_BODY;

/** Reads a body to its end, keeping at most `limit` bytes of it: a 413 must come after the upload, or the client sees a reset. */
export function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ kept: Buffer; bytes: number } | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > MAX_DRAIN) resolve(undefined);
    });
    request.on('end', () => resolve({ kept: Buffer.concat(chunks), bytes }));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}

/** What a text holds when it is JSON; undefined otherwise. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The body as JSON, or the API's 400. */
export function bodyOf({ json, body }: Exchange): Record<string, unknown> {
  if (body.length === 0) throw invalid('The request body is empty');
  if (json === undefined) throw invalid('The request body is not valid JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalid('The request body must be a JSON object');
  return { ...json };
}

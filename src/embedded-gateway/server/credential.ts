import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import type { Exchange } from './exchange.ts';

/** The credential that came, in whichever header; '' when none did. */
export function presentedKey({ headers }: IncomingMessage): string {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  const key = headers['x-api-key'];
  return bearer ?? (typeof key === 'string' ? key : '');
}

/** Throws the API's 401 unless the key came. Either header is taken, and where both are, both must be right. */
export function authorize(apiKey: string, { request, presented }: Exchange, faults: readonly Fault[]): void {
  if (faults.some(({ openAuth }) => openAuth === true)) return;
  const { authorization, 'x-api-key': key } = request.headers;
  const refuse = (message: string): ApiError => new ApiError(401, message, { 'x-should-retry': 'false' });
  const accepts = faults.find((fault) => fault.accepts !== undefined)?.accepts;
  if (presented === '') throw refuse('No credential: send authorization: Bearer or x-api-key');
  if (authorization !== undefined && (accepts === 'x-api-key' || authorization !== `Bearer ${apiKey}`)) {
    throw refuse('Invalid bearer token');
  }
  if (key !== undefined && (accepts === 'bearer' || key !== apiKey)) throw refuse('invalid x-api-key');
}

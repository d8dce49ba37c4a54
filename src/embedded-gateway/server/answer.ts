import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, envelope, ERROR_TYPES, type ErrorStatus } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import { MAX_BODY, parseJson, readBody } from './body.ts';
import { presentedKey } from './credential.ts';
import { respond, type Exchange } from './exchange.ts';
import { record } from './recorded.ts';
import { route } from './routes.ts';
import type { State } from './state.ts';

/** Reads a request, lets its route answer it, and writes whatever error that throws. */
export async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = state.ids.next('req_');
  const active = [...state.faults].map((name): Fault => FAULTS[name]);
  const limit = Math.min(MAX_BODY, ...active.map(({ maxBody = MAX_BODY }) => maxBody));
  const body = await readBody(request, limit);
  if (body === undefined) {
    response.destroy();
    return;
  }
  const text = body.kept.toString('utf8');
  const exchange: Exchange = {
    request,
    response,
    url: new URL(state.origin + (request.url ?? '/')),
    origin: state.origin,
    requestId,
    presented: presentedKey(request),
    body: body.kept,
    json: parseJson(text),
    count(fault) {
      const next = (state.counts.get(fault) ?? 0) + 1;
      state.counts.set(fault, next);
      return next;
    },
    enter(fault) {
      const next = (state.counts.get(`in ${fault}`) ?? 0) + 1;
      state.counts.set(`in ${fault}`, next);
      return next;
    },
    leave(fault) {
      state.counts.set(`in ${fault}`, Math.max(0, (state.counts.get(`in ${fault}`) ?? 0) - 1));
    },
  };
  record(state.requests, exchange, body.bytes);
  for (const fault of active) {
    for (const [name, value] of Object.entries(fault.headers?.(exchange) ?? {}))
      response.setHeader(name, value);
  }
  try {
    if (body.bytes > limit) throw new ApiError(413, 'Request exceeds the maximum size');
    await route(state, exchange, active);
  } catch (error) {
    const status: ErrorStatus = error instanceof ApiError ? error.status : 500;
    const message = error instanceof ApiError ? error.message : 'Internal server error';
    const headers = error instanceof ApiError ? error.headers : {};
    const shape = active.find(({ error: shaped }) => shaped !== undefined)?.error;
    const shaped = shape?.(exchange, status, ERROR_TYPES[status], message);
    if (shaped === undefined) respond(exchange, status, envelope(status, message, requestId), headers);
    else respond(exchange, shaped.status ?? status, shaped.body, { ...headers, ...shaped.headers });
  }
}

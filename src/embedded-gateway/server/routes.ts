import { ApiError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { checkHeaders } from '../messages/headers.ts';
import { replyTo } from '../messages/reply.ts';
import { readRequest } from '../messages/request.ts';
import { eventsOf } from '../messages/stream.ts';
import { getModel, listModels } from '../models.ts';
import { bodyOf } from './body.ts';
import { authorize } from './credential.ts';
import { respond, type Exchange } from './exchange.ts';
import type { State } from './state.ts';
import { PLAIN_WIRE, sendStream, type Wire } from './wire.ts';

/** Answers a request by its path, or throws the ApiError the API would answer. */
export async function route(state: State, exchange: Exchange, faults: readonly Fault[]): Promise<void> {
  const { request, url } = exchange;
  const path = url.pathname;
  if (path === '/v1/messages') {
    only(exchange, 'POST');
    if (takenOver(faults, 'answer', exchange)) return;
    authorize(state.apiKey, exchange, faults);
    await messages(state, exchange, faults);
    return;
  }
  if (path === '/v1/messages/count_tokens') {
    only(exchange, 'POST');
    if (takenOver(faults, 'countTokens', exchange)) return;
    authorize(state.apiKey, exchange, faults);
    const body = bodyOf(exchange);
    checkHeaders(request.headers);
    const read = readRequest(body, state.models, true);
    respond(exchange, 200, { input_tokens: read.inputTokens });
    return;
  }
  if (path === '/v1/models' || path.startsWith('/v1/models/')) {
    only(exchange, 'GET');
    if (takenOver(faults, 'models', exchange)) return;
    if (!faults.some(({ publicModels }) => publicModels === true)) authorize(state.apiKey, exchange, faults);
    const id = decodeURIComponent(path.slice('/v1/models/'.length));
    respond(
      exchange,
      200,
      id === '' ? listModels(state.models, url.searchParams) : getModel(state.models, id),
    );
    return;
  }
  throw new ApiError(404, 'Not found');
}

function only({ request }: Exchange, method: string): void {
  if (request.method !== method && !(method === 'GET' && request.method === 'HEAD')) {
    throw new ApiError(405, 'Method Not Allowed', { allow: method });
  }
}

function takenOver(
  faults: readonly Fault[],
  hook: 'answer' | 'countTokens' | 'models',
  exchange: Exchange,
): boolean {
  return faults.some((fault) => fault[hook]?.(exchange) === true);
}

async function messages(state: State, exchange: Exchange, faults: readonly Fault[]): Promise<void> {
  const { request, response, requestId } = exchange;
  const body = bodyOf(exchange);
  const headers = { ...request.headers };
  for (const fault of faults) fault.request?.(body, headers, state.models);
  checkHeaders(headers);
  const read = readRequest(body, state.models);
  const reply = replyTo(read, state.ids, state.cache);
  for (const fault of faults) fault.reply?.(reply, exchange);

  const asStream = faults.findLast(({ stream }) => stream !== undefined)?.stream;
  if (!(asStream === undefined ? read.stream : asStream(read.stream))) {
    if (state.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, state.latencyMs));
    respond(exchange, 200, reply);
    return;
  }
  let events = eventsOf(reply);
  for (const fault of faults) events = fault.events?.(events, exchange) ?? events;
  const plain: Wire = { ...PLAIN_WIRE, latencyMs: state.latencyMs };
  const wire = faults.reduce((sofar, fault) => ({ ...sofar, ...fault.wire }), plain);
  await sendStream(response, events, wire, { 'request-id': requestId });
}

import { ok, type Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { MESSAGES } from '../requests/requests.ts';
import { limitOf } from '../diagnosis/explain.ts';
import { retryAfterMs } from './retry-after.ts';
import { isObject } from '../../text/json.ts';

/*
 * How the SDK of the engine takes an answer: which pass for a good one, and which it asks for again.
 */

/** Any 2xx is a 200 to the SDK of the engine (measured with 201 and 204): an empty one is a broken stream. */
export function accepted<T extends GatewayAnswer>(
  { body }: GatewayRequest,
  outcome: Outcome<T, Failure>,
): Outcome<T, Failure> {
  if (!outcome.ok) return outcome;
  const { status, text } = outcome.value;
  const counts = text !== '' || isStreamed(body);
  return status > 200 && status < 300 && counts ? ok({ ...outcome.value, status: 200 }) : outcome;
}

/** After a longer `retry-after` the engine does not ask again (measured: 40 s are waited for, 70 s are not). */
export const LONGEST_TOLD_MS = 60_000;

/** How long a limit that is told with 503 is waited for: its bucket has to fill, as it does while the engine starts. */
const LIMIT_MS = 1000;

/** The request for a model that nobody has. */
export const UNKNOWN_MODEL = 'unknown-model';

/** A failure that the engine takes for passing, and asks again after. */
export interface PassingFailure {
  /** As reports name it. */
  readonly what: string;
  /** Milliseconds that the gateway says to wait. */
  readonly toldMs?: number;
}

/**
 * Whether the engine asks again after this (measured with one status at a time): an overload, a server error, a
 * connection that was cut, no answer in time, 401 once, and 404, which it asks for again without a stream.
 */
export function passingFailure(
  outcome: Outcome<GatewayAnswer, Failure>,
  request: GatewayRequest,
  { label, today }: { readonly label: string; readonly today: Date },
): PassingFailure | undefined {
  if (!isAskedAgain(request)) return undefined;
  const { path, credential } = request;
  if (!outcome.ok) return brokenOff(outcome.failure);
  const answer = outcome.value;
  const { status, headers } = answer;
  // A page, nothing, or an error in place of an answer is asked again, too: without a stream, where one was asked for.
  if (status === 200 && isPage(answer)) return { what: 'an HTML page' };
  // What broke off or is waited for in vain is told by what reads the stream.
  if (status === 200 && answer.text === '' && !('failure' in answer)) return { what: 'an empty answer' };
  if (status === 200 && isErrorBody(answer)) return { what: 'an error with HTTP 200' };
  if (status === 429 || status < 400) return undefined;
  const told = retryAfterMs(headers, today);
  if (told !== undefined && told > LONGEST_TOLD_MS) return undefined;
  const toldMs = told ?? (limitOf(answer) === 'rate' ? LIMIT_MS : undefined);
  const passing = { what: `HTTP ${String(status)}`, ...(toldMs === undefined ? {} : { toldMs }) };
  if (headers['x-should-retry'] === 'false') return undefined;
  if (headers['x-should-retry'] === 'true') return passing;
  // A key that is wrong on purpose stays wrong.
  if (status === 401) return path === MESSAGES && typeof credential !== 'object' ? passing : undefined;
  // Nor is a model served that nobody has.
  if (status === 404) return path === MESSAGES && label !== UNKNOWN_MODEL ? passing : undefined;
  // A quota that is spent is told with 503 as well.
  if (limitOf(answer) === 'quota') return undefined;
  return status === 408 || status === 409 || status >= 500 ? passing : undefined;
}

/** Whether a message is answered at the first try, neither failing nor for a limit. */
export function isTaken(
  outcome: Outcome<GatewayAnswer, Failure>,
  request: GatewayRequest,
  of: { readonly label: string; readonly today: Date },
): boolean {
  if (!outcome.ok || outcome.value.cutInUse !== undefined) return false;
  return outcome.value.status < 400 && passingFailure(outcome, request, of) === undefined;
}

/** Whether the engine makes such a request, and so makes it again. */
export function isAskedAgain({ method, credential }: GatewayRequest): boolean {
  return method === 'POST' && credential !== 'none';
}

/** A body that begins as markup, whatever its media type: streams come under wrong ones. */
function isPage({ json, text }: GatewayAnswer): boolean {
  return json === undefined && /^\uFEFF?\s*</.test(text);
}

/** An error of the API under a status that says success. */
function isErrorBody({ json }: GatewayAnswer): boolean {
  return isObject(json) && json.type === 'error';
}

/** Whether a body asks for a stream. */
export function isStreamed(body: unknown): boolean {
  return isObject(body) && body.stream === true;
}

/** A connection that was cut, or that nothing came through. */
function brokenOff({ kind, phase, code = '' }: Failure): PassingFailure | undefined {
  // A handshake that the server ends is a cut connection to the engine, and so is a tunnel that a proxy fails to make.
  if (kind === 'reset' || (kind === 'tls' && code === 'ECONNRESET')) return { what: CUT };
  if (kind === 'proxy' && /^PROXY_5\d\d$/.test(code)) return { what: 'no way through the proxy' };
  return kind === 'timeout' && phase === 'first-byte' ? { what: 'no answer in time' } : undefined;
}

/** How reports name a connection that was cut. */
export const CUT = 'a cut connection';

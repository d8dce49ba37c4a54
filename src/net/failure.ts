import { printable } from '../text/printable.ts';
import type { Failure, FailureKind, Timeouts } from './types.ts';

/** What a failure message may name. */
export interface FailureContext {
  /** `host:port` of the gateway. */
  readonly target: string;
  /** `host:port` of the proxy the request took. */
  readonly proxy?: string | undefined;
  readonly ms: number;
  readonly received?: number | undefined;
  /** When the certificate of the gateway ended or will begin to be valid, where somebody looked. */
  readonly validity?: { readonly from?: Date; readonly to?: Date } | undefined;
}

/** The waits of a request, each with a limit of its own. */
export type Phase = NonNullable<Failure['phase']>;

/** What a failure is, before it is made printable. */
export interface Verdict {
  readonly kind: FailureKind;
  readonly code?: string | undefined;
  readonly phase?: Phase;
  readonly message: string;
}

/** The fetch standard makes an error without words of an answer 407, whoever gives it. */
export function proxyStatusFailure(context: FailureContext): Failure {
  const message = `${context.target} answers HTTP 407: a proxy in between wants a user name and password`;
  return failure({ kind: 'proxy', code: 'PROXY_407', message }, context);
}

/** A Failure, its message made printable. */
export function failure(verdict: Verdict, context: FailureContext): Failure {
  return {
    kind: verdict.kind,
    ...(verdict.code === undefined ? {} : { code: verdict.code }),
    ...(verdict.phase === undefined ? {} : { phase: verdict.phase }),
    message: printable(verdict.message, 300),
    ms: Math.round(context.ms),
    ...(context.received === undefined ? {} : { received: context.received }),
  };
}

/** A limit ran out: which, and after how long. */
export function timeoutFailure(phase: Phase, limits: Timeouts, context: FailureContext): Failure {
  const { target, proxy, received } = context;
  const via = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const message = {
    connect: `No connection to ${target}${via} within ${span(limits.connect)}`,
    'first-byte': `${target} accepted the request${via} and sent no answer within ${span(limits.firstByte)}`,
    idle: `${target} stopped in the middle of its answer and sent nothing for ${span(limits.idle)}`,
    total: `${target} ${received === undefined ? 'had not answered' : 'had not finished its answer'} after ${span(limits.total)}`,
  }[phase];
  return failure({ kind: 'timeout', phase, code: 'TIMEOUT', message }, context);
}

/** Somebody wanted it to end. */
export function cancelledFailure(context: FailureContext): Failure {
  return failure({ kind: 'cancelled', message: `The request to ${context.target} was cancelled` }, context);
}

/** The answer is longer than is read; `limit` in bytes. */
export function tooLargeFailure(limit: number, context: FailureContext): Failure {
  return failure(
    { kind: 'too-large', message: `The answer of ${context.target} is larger than ${size(limit)}` },
    context,
  );
}

/** `300 ms`, `10 s`, `2 min`. */
export function span(ms: number): string {
  if (ms < 1000) return `${String(ms)} ms`;
  if (ms % 60_000 === 0) return `${String(ms / 60_000)} min`;
  return `${String(Math.round(ms / 100) / 10)} s`;
}

function size(bytes: number): string {
  return bytes >= 1024 * 1024
    ? `${String(Math.round((bytes / (1024 * 1024)) * 10) / 10)} MB`
    : `${String(Math.round(bytes / 1024))} KB`;
}

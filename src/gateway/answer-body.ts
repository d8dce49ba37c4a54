import { isObject, parseJson } from '../text/json.ts';
import { type Deadline } from '../net/deadline.ts';
import {
  cancelledFailure,
  failure,
  timeoutFailure,
  tooLargeFailure,
  type FailureContext,
} from '../net/failure.ts';
import { toFailure } from '../net/thrown-failure.ts';
import type { Failure, Timeouts, Use } from '../net/types.ts';
import { hostPort, redirectTarget } from '../net/url.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { SseEvent } from '../protocol/sse-event.ts';
import type { PackedBody } from './packed-body.ts';

/* What an answer is made of: its head, and its body read within bounds of size and time. */

/** An answer whose body has not been read. */
export interface Opened {
  readonly response: Response;
  readonly url: URL;
  readonly begun: number;
  readonly firstByteMs: number;
  readonly deadline: Deadline;
  readonly limits: Timeouts;
  readonly proxy: string | undefined;
  /** The body as it came, before it was unpacked. */
  readonly packed: PackedBody;
  /** It breaks the syntax of HTTP, and was read leniently. */
  readonly loose: boolean;
  /** The number of the connection that it came on. */
  readonly connection: number | undefined;
  /** How long that was in use. */
  readonly use?: Use | undefined;
  /** See GatewayAnswer. */
  readonly cutInUse?: Use;
  /** A fresh connection was cut before it. */
  readonly isSecond?: boolean;
}

/**
 * Reads a body to its end, to a limit, until `take` says enough or `enough` resolves. Returns why it broke, or
 * undefined. Always leaves the deadline stopped and the body let go.
 */
export async function readBody(
  { response, url, begun, deadline, limits, proxy, packed }: Opened,
  limit: number,
  take: (chunk: Uint8Array) => boolean,
  enough?: Promise<void>,
): Promise<Failure | undefined> {
  const target = hostPort(url);
  let received = 0;
  const where = (): FailureContext => ({ target, proxy, ms: performance.now() - begun, received });
  const reader = response.body?.getReader();
  if (reader === undefined) {
    deadline.stop();
    return undefined;
  }
  try {
    for (;;) {
      const read = deadline.race(reader.read());
      const next = await (enough === undefined ? read : Promise.race([read, enough]));
      if (next === undefined) return undefined;
      if (next.done)
        return packed.isCut(response.headers.get('content-encoding'))
          ? cutPacking(packed, where())
          : undefined;
      deadline.enter('idle');
      const chunk = next.value as Uint8Array;
      received += chunk.length;
      if (received > limit) return tooLargeFailure(limit, where());
      if (take(chunk)) return undefined;
    }
  } catch (error) {
    return deadline.ended === undefined
      ? toFailure(error, where())
      : endedFailure(deadline.ended, limits, where());
  } finally {
    deadline.stop();
    reader.cancel().catch(() => undefined);
  }
}

/** Codes of a body whose packing ended too early. The engine has seen nothing of one that came in one piece. */
export const PACKING_CUT = 'PACKING_CUT';
export const PIECE_CUT = 'PACKING_CUT_IN_ONE';

function cutPacking({ isOnePiece }: PackedBody, at: FailureContext): Failure {
  const message = `The packed body from ${at.target} ends before its packing does`;
  return failure({ kind: 'protocol', code: isOnePiece ? PIECE_CUT : PACKING_CUT, message }, at);
}

/** Why a deadline ended a request. */
export function endedFailure(
  ended: NonNullable<Deadline['ended']>,
  limits: Timeouts,
  at: FailureContext,
): Failure {
  return ended === 'cancelled' ? cancelledFailure(at) : timeoutFailure(ended, limits, at);
}

/** Status and headers, and where a redirect leads. */
export function head({
  response,
  url,
  loose,
  connection,
  use,
  cutInUse,
  isSecond = false,
}: Opened): Pick<
  GatewayAnswer,
  'status' | 'headers' | 'location' | 'loose' | 'connection' | 'use' | 'cutInUse' | 'isSecond'
> {
  const headers = Object.fromEntries(response.headers.entries());
  const location =
    response.status >= 300 && response.status < 400 && headers.location !== undefined
      ? redirectTarget(headers.location, url)
      : undefined;
  return {
    status: response.status,
    headers,
    ...(location === undefined ? {} : { location }),
    ...(loose ? { loose } : {}),
    ...(connection === undefined ? {} : { connection }),
    ...(use === undefined ? {} : { use }),
    ...(cutInUse === undefined ? {} : { cutInUse }),
    ...(isSecond ? { isSecond } : {}),
  };
}

/** The text of a body. */
export function decode(chunks: readonly Uint8Array[]): string {
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Whether an event ends a message. */
export function isStop({ event, data }: Pick<SseEvent, 'event' | 'data'>): boolean {
  if (event === 'message_stop') return true;
  if (event !== '' || !data.includes('message_stop')) return false;
  const json = parseJson(data);
  return isObject(json) && json.type === 'message_stop';
}

import type { GatewayRequest, StreamAnswer } from '../../gateway/types.ts';
import type { Failure, Timeouts } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { isStreamed } from './engine-view.ts';

/** Where two answers did not come in time, the next ones are waited for this long: a run must come to its end. */
const SHORT_MS = 6000;
const MOST_LONG_WAITS = 2;

/** Answers that did not come in time, of streams and of whole answers apart: only one of them may hang. And bodies without end. */
export class Hangs {
  readonly #met = { stream: 0, whole: 0 };
  readonly #dead = new Set<Kind>();
  #isUnended = false;

  /** A request ended. */
  note(kind: Kind, failure: Failure | undefined): void {
    if (isHang(failure)) this.#met[kind] += 1;
  }

  /** One did not come however often it was asked for. */
  gaveUp(kind: Kind, failure: Failure | undefined): void {
    if (isHang(failure)) this.#dead.add(kind);
  }

  /** Whether it is of no use to ask for such an answer again. */
  isVain(kind: Kind, failure: Failure | undefined): boolean {
    return isHang(failure) && this.#dead.has(kind);
  }

  /** An answer came. */
  came(answer: GatewayAnswer | StreamAnswer): void {
    if ('tailMs' in answer && answer.tailMs === 'open') this.#isUnended = true;
  }

  /** How long the end of a body is waited for: where one does not come, those that are asked for later are not waited for. */
  linger({ lingerMs }: GatewayRequest): number | undefined {
    return this.#isUnended ? undefined : lingerMs;
  }

  /** The bounds of a request: its own, those of the run, and that on the wait for the next answer, whichever is least. */
  bound(request: GatewayRequest, ofRun: Partial<Timeouts>): Partial<Timeouts> {
    const bounds: Record<string, number> = { ...request.timeouts };
    const hangs = request.method === 'POST' ? this.bounds(isStreamed(request.body) ? 'stream' : 'whole') : {};
    for (const [phase, limit] of [...Object.entries(ofRun), ...Object.entries(hangs)])
      bounds[phase] = Math.min(bounds[phase] ?? Number.POSITIVE_INFINITY, limit);
    return bounds;
  }

  /** The bound on the wait for the next answer. */
  bounds(kind: Kind): Partial<Timeouts> {
    return this.#met[kind] < MOST_LONG_WAITS ? {} : { firstByte: SHORT_MS };
  }
}

type Kind = 'stream' | 'whole';

function isHang(failure: Failure | undefined): boolean {
  return failure?.kind === 'timeout' && failure.phase === 'first-byte';
}

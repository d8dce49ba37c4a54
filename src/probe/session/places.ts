import type { GatewayRequest } from '../../gateway/types.ts';
import { isMessage, limitedAs } from './told.ts';

/** A message in the order of sending: among all of a run, and among those of its model. */
export interface Place {
  readonly number: number;
  readonly model: string;
  readonly ofModel: number;
}

/** Counts the messages of a run. */
export class Places {
  readonly #ofModel = new Map<string, number>();
  #total = 0;

  /** So many were sent. */
  get total(): number {
    return this.#total;
  }

  /** A request is about to be sent: its place, where it is a message; that of the last one before it where not. */
  next(request: GatewayRequest): Place {
    if (isMessage(request)) {
      this.#total += 1;
      const model = limitedAs(request);
      this.#ofModel.set(model, (this.#ofModel.get(model) ?? 0) + 1);
    }
    return this.last(request);
  }

  /** The place of the message that was sent last, of the model of this one as well. */
  last(request: GatewayRequest): Place {
    const model = limitedAs(request);
    return { number: this.#total, model, ofModel: this.#ofModel.get(model) ?? 0 };
  }
}

/** Whether one message was sent right after the other: of all, or of those of its model. */
export function follows(one: Place, other: Place): boolean {
  return other.number === one.number + 1 || (other.model === one.model && other.ofModel === one.ofModel + 1);
}

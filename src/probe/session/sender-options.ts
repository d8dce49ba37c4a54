import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure, Timeouts } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { GatewayFacts } from '../check.ts';

/** What a sender is given of its run. */
export interface SenderOptions {
  readonly facts: GatewayFacts;
  readonly signal: AbortSignal;
  readonly concurrency: number;
  /** Upper bounds on every wait, whatever a check allows. */
  readonly timeouts: Partial<Timeouts>;
  readonly today: () => Date;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Waits before a request is made again; throws `Stopped` when the run is stopped. */
  readonly wait: (ms: number) => Promise<void>;
  /** Called with each whole answer of the gateway, those of requests that are made again among them. */
  readonly onAnswer: (label: string, answer: GatewayAnswer) => void;
}

/** Makes a request once. */
export type Make<T> = (request: GatewayRequest) => Promise<Outcome<T, Failure>>;

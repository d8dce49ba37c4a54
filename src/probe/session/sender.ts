import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure, Timeouts } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { CheckContext, GatewayFacts, SendOptions } from '../check.ts';
import { ENGINE_AGENT, namesClient } from '../engine/shape.ts';
import { Connections } from './connections.ts';
import { accepted, CUT, isAskedAgain, isStreamed, passingFailure } from './engine-view.ts';
import { GIVES_UP, givesUp, LONG_WAIT_MS } from './gives-up.ts';
import { Hangs } from './hangs.ts';
import { InFlight } from './in-flight.ts';
import { Outage } from './outage.ts';
import { Pace } from './pace.ts';
import { Places, type Place } from './places.ts';
import { followed, MOST_HOPS } from './redirect.ts';
import { Stopped } from './stopped.ts';
import { isDevicePoll, isMessage, limitedAs, refusesClient, tokensOf } from './told.ts';

const RETRY_MS = 250;
/** A gateway that is down is not asked for ever. */
const RETRIES_IN_ALL = 24;
/** Requests whose refusal may be about the client. */
const TELLING = /^(?:health|turn-text)$/;

interface SenderOptions {
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

type Make<T> = (request: GatewayRequest) => Promise<Outcome<T, Failure>>;

/**
 * Sends as the engine does: after 429 at the gateway's pace, after a failure that may pass once or twice more, and
 * under the engine's name where only that is taken.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #signal: AbortSignal;
  readonly #flight: InFlight;
  readonly #pace: Pace;
  readonly #hangs = new Hangs();
  readonly #outage = new Outage();
  readonly #connections = new Connections();
  #retriesLeft = RETRIES_IN_ALL;
  #redirect: ReturnType<CheckContext['redirect']>;
  #agent: string | undefined;
  #agentTried = false;
  readonly #failed: string[] = [];
  /** A request failed so often in a row that the engine gives the turn up. */
  #turnLost = false;
  #requests = 0;
  /** Of these, the messages. */
  readonly #places = new Places();
  /** The last of these, in the order of sending, that did not fail. */
  #passed = 0;
  /** The fewest messages in flight when one failed: as many have to pass together before a limit is out of the question. */
  #crowd = Number.POSITIVE_INFINITY;
  /** Messages that failed, to be sent as they were. */
  readonly #redo: (() => Promise<boolean>)[] = [];

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#signal = options.signal;
    this.#flight = new InFlight(options.concurrency, options.signal);
    this.#pace = new Pace(() => this.#flight.oneAtATime());
  }

  /** See CheckContext. */
  failures(): ReturnType<CheckContext['failures']> {
    return {
      failed: this.#failed,
      turnLost: this.#turnLost || (this.#outage.isCertain && !this.#pace.limited),
      split: this.#connections.areSplit && !this.#pace.limited,
      limited: this.#pace.limited,
      requests: this.#requests,
    };
  }

  /** See CheckContext. */
  clientName(): string | undefined {
    return this.#agent;
  }

  /** See CheckContext. */
  redirect(): ReturnType<CheckContext['redirect']> {
    return this.#redirect;
  }

  /** Makes the request, as often as the engine would, and gives the last answer or failure. */
  async send<T extends GatewayAnswer>(
    label: string,
    asked: GatewayRequest,
    { retry = true, aside = false, alone = false }: SendOptions & { readonly alone?: boolean },
    make: Make<T>,
  ): Promise<Outcome<T, Failure>> {
    let request = asked;
    let hops = 0;
    for (;;) {
      const mayAskAgain = retry && !aside;
      // What the client sends again without a word nobody counts: the engine has seen a cut then.
      const form = (): GatewayRequest =>
        mayAskAgain && isAskedAgain(request) ? { ...request, retryCut: 'stale' } : request;
      const sent = (): Promise<Outcome<T, Failure>> => make(this.#named(this.#bounded(form()), aside));
      const again: typeof sent = mayAskAgain ? () => this.#again(label, request, sent) : sent;
      const first = await this.#unlessStopped(this.#slot(again, alone));
      if (!mayAskAgain && isMessage(request) && first.ok && first.value.isSecond === true)
        this.#wasCut(this.#places.last(request));
      const outcome = aside ? first : await this.#paced(label, request, first, { again, retry });
      if (outcome.ok && !aside) {
        const moved = this.#followed(request, outcome.value);
        if (moved !== undefined && hops < MOST_HOPS) {
          hops += 1;
          request = moved;
          continue;
        }
      }
      if (outcome.ok && !aside && (await this.#mindsTheName(label, request, outcome.value, make))) continue;
      return outcome;
    }
  }

  /** After a limit the request waits and is made again in its place: one that came later must not take its turn. */
  async #paced<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    first: Outcome<T, Failure>,
    { again, retry }: { readonly again: () => Promise<Outcome<T, Failure>>; readonly retry: boolean },
  ): Promise<Outcome<T, Failure>> {
    const taken = (outcome: Outcome<T, Failure>): Outcome<T, Failure> => {
      const seen = accepted(request, outcome);
      if (seen.ok) this.#options.onAnswer(label, seen.value);
      return seen;
    };
    let outcome = taken(first);
    let since = this.#options.now();
    // It may have been refused only for what was asked beside it.
    let pause = retry ? this.#pauseAfter(outcome, request, false) : undefined;
    if (pause === undefined) return outcome;
    return this.#unlessStopped(
      this.#flight.slot(async () => {
        while (pause !== undefined) {
          await this.#options.wait(Math.max(0, pause - (this.#options.now() - since)));
          this.#requests += 1;
          outcome = taken(await again());
          since = this.#options.now();
          pause = this.#pauseAfter(outcome, request, true);
        }
        return outcome;
      }),
    );
  }

  /** After a failure that may pass the request is made again, in its own place: nothing else comes in between. */
  async #again<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    sent: () => Promise<Outcome<T, Failure>>,
  ): Promise<Outcome<T, Failure>> {
    let retries = 0;
    /** Failures in a row since which nothing has passed: so the engine, which asks one at a time, would meet them. */
    let inARow = 0;
    let most = 0;
    let failed: string | undefined;
    let place = this.#places.last(request);
    /** The most that were in flight while it was made. */
    let beside = 0;
    for (;;) {
      const attempt = (): Promise<Outcome<T, Failure>> => {
        if (this.#passed > place.number) inARow = 0;
        place = this.#places.next(request);
        const most = this.#flight.watch();
        return sent().finally(() => (beside = most()));
      };
      const outcome = await (retries === 0 ? attempt() : this.#flight.again(attempt));
      const kind = isStreamed(request.body) ? 'stream' : 'whole';
      const failure = outcome.ok ? undefined : outcome.failure;
      this.#hangs.note(kind, failure);
      const passing = passingFailure(outcome, request, { label, today: this.#options.today() });
      // A refusal tells nothing, as another server may have answered; nor does what failed beside others: that may be a limit.
      const alone = retries > 0 || !this.#flight.isShared;
      const tells = passing === undefined ? outcome.ok && outcome.value.status === 200 : alone;
      if (isMessage(request) && outcome.ok && tells)
        this.#connections.note(outcome.value.connection, passing !== undefined);
      if (passing === undefined || this.#signal.aborted) {
        if (isMessage(request)) {
          if (outcome.ok && outcome.value.isSecond === true) this.#wasCut(place);
          this.#passed = Math.max(this.#passed, place.number);
          this.#outage.passed(place.number, beside >= this.#crowd);
          if (this.#outage.isCalm && !this.#pace.limited) this.#flight.sideBySide();
        }
        if (failed !== undefined) {
          this.#failed.push(failed);
          this.#turnLost ||= most >= GIVES_UP;
          this.#retriesLeft += retries;
        }
        return outcome;
      }
      inARow += 1;
      most = Math.max(most, inARow);
      if (isMessage(request)) {
        this.#outage.failed(place, this.#places.total, outcome.ok);
        if (retries === 0) this.#crowd = Math.min(this.#crowd, Math.max(2, beside));
        this.#redo.push(() => this.#passes(label, request, sent));
      }
      // The engine asks one at a time: what fails because of what else is asked would not fail for it.
      this.#flight.oneAtATime();
      if (
        this.#hangs.isVain(kind, failure) ||
        givesUp(outcome, passing, { retries, inARow, left: this.#retriesLeft })
      ) {
        this.#hangs.gaveUp(kind, failure);
        return outcome;
      }
      failed ??= passing.what;
      if (outcome.ok) this.#options.onAnswer(label, outcome.value);
      retries += 1;
      this.#retriesLeft -= 1;
      this.#requests += 1;
      await this.#options.wait(Math.min(passing.toldMs ?? RETRY_MS * retries, LONG_WAIT_MS));
    }
  }

  /** What the engine does not send was cut and sent again by the client: a turn in its place would have met that. */
  #wasCut(place: Place): void {
    this.#failed.push(CUT);
    this.#outage.failed(place, this.#places.total, false);
    this.#flight.oneAtATime();
  }

  /**
   * Sends side by side what failed side by side, and small messages beside it, where that tells an outage from a limit.
   * A run without such failures sends nothing.
   */
  async settle<T extends GatewayAnswer>(small: () => Promise<GatewayRequest>, make: Make<T>): Promise<void> {
    const count = this.#turnLost || this.#pace.limited ? undefined : this.#outage.toTell;
    if (count === undefined) return;
    const request = await small();
    const others = Array.from(
      { length: count },
      () => () => this.#passes('again', request, () => make(this.#named(this.#bounded(request), false))),
    );
    this.#flight.sideBySide();
    const all = [...this.#redo, ...others].slice(0, Math.max(count, this.#redo.length));
    const passed = await Promise.all(all.map((send) => this.#slot(send)));
    if (passed.every(Boolean)) this.#outage.passedAgain();
  }

  /** Whether a message is answered, and not for a limit. */
  async #passes<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    sent: () => Promise<Outcome<T, Failure>>,
  ): Promise<boolean> {
    const outcome = await this.#unlessStopped(sent());
    if (!outcome.ok) return false;
    this.#options.onAnswer(label, outcome.value);
    return (
      outcome.value.status < 400 &&
      passingFailure(outcome, request, { label, today: this.#options.today() }) === undefined
    );
  }

  #pauseAfter(
    outcome: Outcome<GatewayAnswer, Failure>,
    request: GatewayRequest,
    inARow: boolean,
  ): number | undefined {
    if (!outcome.ok || isDevicePoll(outcome.value)) return undefined;
    return this.#pace.pauseAfter(outcome.value, {
      whose: limitedAs(request),
      inARow,
      today: this.#options.today(),
      tokens: () => tokensOf(request),
    });
  }

  #followed(request: GatewayRequest, answer: GatewayAnswer): GatewayRequest | undefined {
    const { status, location } = answer;
    const moved = followed(request, answer, this.#options.facts.baseUrl);
    if (moved !== undefined && location !== undefined) this.#redirect ??= { status, location };
    return moved;
  }

  /** Whether a refusal was about the name of the client; then everything goes on under the engine's. */
  async #mindsTheName<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    answer: T,
    make: Make<T>,
  ): Promise<boolean> {
    if (this.#agentTried || !TELLING.test(label) || !refusesClient(answer)) return false;
    if (namesClient(this.#options.facts.customHeaders)) return false;
    this.#agentTried = true;
    const headers = { ...request.headers, 'user-agent': ENGINE_AGENT };
    const again = await this.#slot(() => make(this.#bounded({ ...request, headers })));
    if (!again.ok || again.value.status === answer.status) return false;
    // What is refused by chance was not refused for its name.
    const own = await this.#slot(() => make(this.#bounded(request)));
    if (!own.ok || own.value.status !== answer.status) return false;
    this.#agent = ENGINE_AGENT;
    return true;
  }

  #named(request: GatewayRequest, aside: boolean): GatewayRequest {
    if (this.#agent === undefined || aside) return request;
    return { ...request, headers: { 'user-agent': this.#agent, ...request.headers } };
  }

  #bounded(request: GatewayRequest): GatewayRequest {
    return { ...request, timeouts: this.#hangs.bound(request, this.#options.timeouts), signal: this.#signal };
  }

  /** A place among the requests in flight; what is made there counts. */
  #slot<T>(make: () => Promise<T>, alone = false): Promise<T> {
    return this.#flight.slot(() => {
      this.#requests += 1;
      return make();
    }, alone);
  }

  async #unlessStopped<T>(made: Promise<Outcome<T, Failure>>): Promise<Outcome<T, Failure>> {
    const outcome = await made;
    if (!outcome.ok && this.#signal.aborted) throw new Stopped();
    return outcome;
  }
}

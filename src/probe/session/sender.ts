import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { CheckContext, SendOptions } from '../check.ts';
import { ClientName } from './client-name.ts';
import { Connections } from './connections.ts';
import { CredentialWatch } from './credential-watch.ts';
import { CutsInUse } from './cuts-in-use.ts';
import { accepted, CUT, isAskedAgain, isStreamed, isTaken, passingFailure } from './engine-view.ts';
import { GIVES_UP, givesUp, LONG_WAIT_MS } from './gives-up.ts';
import { Hangs } from './hangs.ts';
import { InFlight } from './in-flight.ts';
import { Outage } from './outage.ts';
import { Pace } from './pace.ts';
import { Places, type Place } from './places.ts';
import { MOST_HOPS, Redirects } from './redirect.ts';
import type { Make, SenderOptions } from './sender-options.ts';
import { Stopped } from './stopped.ts';
import { isDevicePoll, isMessage, limitedAs, tokensOf } from './told.ts';

/** Before the first retry and the others: the engine waits half a second at first (measured). */
const RETRY_MS = [500, 500, 750];
/** So many at once are side by side at least. */
const LEAST_TOGETHER = 4;
/** A gateway that is down is not asked for ever. */
const RETRIES_IN_ALL = 24;

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
  readonly #cuts = new CutsInUse();
  #retriesLeft = RETRIES_IN_ALL;
  readonly #redirects: Redirects;
  readonly #name: ClientName;
  readonly #failed: string[] = [];
  /** A request failed so often in a row that the engine gives the turn up. */
  #turnLost = false;
  readonly #credential = new CredentialWatch();
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
    this.#name = new ClientName(options.facts);
    this.#redirects = new Redirects(options.facts.baseUrl);
    this.#flight = new InFlight(options.concurrency, options.signal);
    this.#pace = new Pace(() => this.#flight.oneAtATime());
  }

  /** See CheckContext. */
  failures(): ReturnType<CheckContext['failures']> {
    return {
      failed: this.#failed,
      turnLost: this.#turnLost || (this.#outage.isCertain && !this.#pace.limited),
      split: this.#connections.areSplit && !this.#pace.limited,
      shutOut: this.#credential.isShutOut,
      limited: this.#pace.limited,
      requests: this.#requests,
    };
  }

  /** See CheckContext. */
  clientName(): string | undefined {
    return this.#name.engines;
  }

  /** See CheckContext. */
  redirect(): ReturnType<CheckContext['redirect']> {
    return this.#redirects.first;
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
      const sent = (): Promise<Outcome<T, Failure>> => make(this.#name.named(this.#bounded(form()), aside));
      const again: typeof sent = mayAskAgain ? () => this.#again(label, request, sent) : sent;
      const first = await this.#unlessStopped(this.#slot(again, alone));
      if (!mayAskAgain && isMessage(request) && first.ok && first.value.isSecond === true)
        this.#wasCut(this.#places.last(request));
      const outcome = aside ? first : await this.#paced(label, request, first, { again, retry });
      if (outcome.ok && !aside) {
        const moved = this.#redirects.followed(request, outcome.value);
        if (moved !== undefined && hops < MOST_HOPS) {
          hops += 1;
          request = moved;
          continue;
        }
      }
      if (outcome.ok && !aside && isMessage(request)) this.#credential.note(request, outcome.value);
      if (outcome.ok && !aside && (await this.#isNameMinded(label, request, outcome.value, make))) continue;
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
      if (outcome.ok) this.#hangs.came(outcome.value);
      const passing = passingFailure(outcome, request, { label, today: this.#options.today() });
      const redo = (): Promise<boolean> => this.#passes(label, request, sent);
      const { total } = this.#places;
      if (
        isMessage(request) &&
        this.#cuts.note(outcome, { place, sent: total, twice: inARow > 0 || passing !== undefined })
      )
        this.#redo.push(redo);
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
        this.#redo.push(redo);
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
      await this.#options.wait(
        Math.min(passing.toldMs ?? RETRY_MS[retries - 1] ?? LONG_WAIT_MS, LONG_WAIT_MS),
      );
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
    this.#failed.push(...this.#cuts.met.map(() => CUT));
    this.#failed.push(...this.#cuts.met.map(() => CUT));
    await this.#credential.settle(async () => {
      const request = this.#name.named(this.#bounded(await small()), false);
      return this.#slot(() => make(request));
    });
    const told = this.#turnLost || this.#pace.limited;
    const count = told ? undefined : (this.#outage.toTell ?? this.#cuts.toTell(this.#outage.failures));
    if (count === undefined) return;
    const request = await small();
    const others = Array.from(
      { length: Math.max(count, LEAST_TOGETHER) },
      () => () => this.#passes('again', request, () => make(this.#name.named(this.#bounded(request), false))),
    );
    this.#flight.sideBySide();
    const all = [...this.#redo, ...others].slice(0, Math.max(count, this.#redo.length, LEAST_TOGETHER));
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
    if (outcome.ok) this.#options.onAnswer(label, outcome.value);
    return isTaken(outcome, request, { label, today: this.#options.today() });
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

  #isNameMinded<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    answer: T,
    make: Make<T>,
  ): Promise<boolean> {
    return this.#name.isMinded(label, request, answer, (named) =>
      this.#slot(() => make(this.#bounded(named))),
    );
  }

  #bounded(request: GatewayRequest): GatewayRequest {
    return {
      ...request,
      lingerMs: this.#hangs.linger(request),
      timeouts: this.#hangs.bound(request, this.#options.timeouts),
      signal: this.#signal,
    };
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

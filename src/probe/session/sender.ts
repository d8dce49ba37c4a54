import type { Outcome } from '../../errors.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { CheckContext, SendOptions } from '../check.ts';
import { ClientName } from './client-name.ts';
import { CredentialWatch } from './credential-watch.ts';
import { accepted, CUT, isAskedAgain, isStreamed, isTaken, passingFailure } from './engine-view.ts';
import { GIVES_UP, givesUp, LONG_WAIT_MS } from './gives-up.ts';
import { Hangs } from './hangs.ts';
import { InFlight } from './in-flight.ts';
import { Messages } from './messages.ts';
import { Pace } from './pace.ts';
import type { Place } from './places.ts';
import { MOST_HOPS, Redirects } from './redirect.ts';
import type { Make, SenderOptions } from './sender-options.ts';
import { settle } from './settle.ts';
import { Stopped } from './stopped.ts';
import { isDevicePoll, isMessage, limitedAs, tokensOf } from './told.ts';

/** Before the first retry and the others: the engine waits half a second at first (measured). */
const RETRY_MS = [500, 500, 750];
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
  readonly #messages = new Messages();
  #retriesLeft = RETRIES_IN_ALL;
  readonly #redirects: Redirects;
  readonly #name: ClientName;
  readonly #failed: string[] = [];
  /** Of these, connections in use that were cut. */
  #cutInUse = 0;
  /** A request failed so often in a row that the engine gives the turn up. */
  #turnLost = false;
  readonly #credential = new CredentialWatch();
  #requests = 0;

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
      cutInUse: this.#cutInUse,
      turnLost: this.#turnLost || (this.#messages.outage.isCertain && !this.#pace.limited),
      split: this.#messages.connections.areSplit && !this.#pace.limited,
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
        this.#wasCut(this.#messages.places.last(request));
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
    let place = this.#messages.places.last(request);
    /** The most that were in flight while it was made. */
    let beside = 0;
    for (;;) {
      const attempt = (): Promise<Outcome<T, Failure>> => {
        if (this.#messages.hasPassedSince(place)) inARow = 0;
        place = this.#messages.places.next(request);
        const most = this.#flight.watch();
        return sent().finally(() => (beside = most()));
      };
      const outcome = await (retries === 0 ? attempt() : this.#flight.again(attempt));
      const kind = isStreamed(request.body) ? 'stream' : 'whole';
      const failure = outcome.ok ? undefined : outcome.failure;
      this.#hangs.note(kind, failure);
      if (outcome.ok) this.#hangs.came(outcome.value);
      const passing = passingFailure(outcome, request, { label, today: this.#options.today() });
      const mayPass = passing !== undefined && !this.#signal.aborted;
      this.#messages.note({
        ...{ request, outcome, place, beside, mayPass },
        isRetry: retries > 0,
        isShared: this.#flight.isShared,
        failedBefore: inARow > 0,
        redo: () => this.#passes(label, request, sent),
      });
      if (passing === undefined || this.#signal.aborted) {
        if (isMessage(request)) {
          if (outcome.ok && outcome.value.isSecond === true) this.#wasCut(place);
          this.#messages.passed(place, beside);
          if (this.#messages.outage.isCalm && !this.#pace.limited) this.#flight.sideBySide();
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
    this.#messages.wasCut(place);
    this.#flight.oneAtATime();
  }

  /** Asks once more, at the end of a run, for what its failures leave open; `small` makes a small message. */
  async settle<T extends GatewayAnswer>(small: () => Promise<GatewayRequest>, make: Make<T>): Promise<void> {
    const { cuts } = this.#messages;
    this.#cutInUse = cuts.met.length;
    this.#failed.push(...cuts.met.map(() => CUT));
    await this.#credential.settle(async () => {
      const request = this.#name.named(this.#bounded(await small()), false);
      return this.#slot(() => make(request));
    });
    if (this.#turnLost || this.#pace.limited) return;
    const redo = this.#messages.redo.map((again) => () => this.#counted(again));
    const open = { outage: this.#messages.outage, cuts, flight: this.#flight, redo };
    await settle(open, async () => {
      const request = await small();
      const sent = (): Promise<Outcome<T, Failure>> => make(this.#name.named(this.#bounded(request), false));
      return () => this.#counted(() => this.#passes('again', request, sent));
    });
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
    return this.#flight.slot(() => this.#counted(make), alone);
  }

  #counted<T>(make: () => Promise<T>): Promise<T> {
    this.#requests += 1;
    return make();
  }

  async #unlessStopped<T>(made: Promise<Outcome<T, Failure>>): Promise<Outcome<T, Failure>> {
    const outcome = await made;
    if (!outcome.ok && this.#signal.aborted) throw new Stopped();
    return outcome;
  }
}

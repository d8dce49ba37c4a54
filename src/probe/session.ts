import { ok, type Outcome } from '../errors.ts';
import { printable } from '../text/printable.ts';
import type { CheckContext, GatewayFacts, Observation, SendOptions, StreamExchange } from './check.ts';
import { ENGINE_AGENT } from './engine/shape.ts';
import { isCooldown, limitOf, readError } from './explain.ts';
import { chooseModel, turnModels } from './model-choice.ts';
import { listedModelIds } from './checks/asks.ts';
import { isAbsolute } from '../net/url.ts';
import type { Network } from '../net/network.ts';
import { withinLimit } from '../net/network-limit.ts';
import { concealable, redactor } from '../text/redact.ts';
import { readStream } from '../protocol/stream-shape.ts';
import { isObject, usageOf } from '../protocol/message-shape.ts';
import type { CheckResult, TokenUse } from './types.ts';
import type { Credential, GatewayClient, GatewayRequest } from '../gateway/types.ts';
import type { Failure, Route, Timeouts } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';

/** Thrown out of a check when the run as a whole was stopped; the runner alone catches it. */
export class Stopped extends Error {
  constructor() {
    super('the run was stopped');
    this.name = 'Stopped';
  }
}

interface SessionOptions {
  readonly client: GatewayClient;
  readonly credential: Credential | undefined;
  readonly otherAudience?: Credential | undefined;
  readonly facts: GatewayFacts;
  readonly route: Route;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly today: () => Date;
  /** Chance: a word of `length` lower-case letters and digits. */
  readonly word: (length: number) => string;
  readonly concurrency: number;
  readonly deep: boolean;
  /** Upper bounds on every wait, whatever a check allows. */
  readonly timeouts: Partial<Timeouts>;
  readonly resultOf: (id: string) => CheckResult | undefined;
}

/** Longest `retry-after` that is waited for: a limit of so many requests a minute is, a spent day is not. */
const LONGEST_WAIT_MS = 65_000;
const LONGEST_503_MS = 5000;
/** Waits for one request after 429, when the gateway does not say how long: they double from the first. */
const FIRST_BACKOFF_MS = 1000;
const MOST_WAITS = 6;
/** With `retry-after` a second wait is the most that helps. */
const MOST_TOLD_WAITS = 3;
/** The engine asks again up to ten times after a failure that may pass; with the pauses these are enough to tell. */
const MOST_RETRIES = 3;
const RETRY_MS = 250;
/** A gateway that is down is not asked for ever. */
const RETRIES_IN_ALL = 24;
/** Redirects that lead round in a circle end somewhere. */
const MOST_HOPS = 3;
/** Requests whose refusal may be about the client. */
const TELLING = /^(?:health|turn-text)$/;
const OBSERVED_TEXT = 64 * 1024;

/**
 * The one road of all checks to the gateway: it bounds how many requests fly at once, repeats the two cases that
 * may be repeated, keeps what came back for the checks that only look, and counts tokens.
 */
export class ProbeSession implements CheckContext {
  readonly facts: GatewayFacts;
  readonly credential: Credential | undefined;
  readonly otherAudience: Credential | undefined;
  readonly route: Route;
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly deep: boolean;
  readonly #options: SessionOptions;
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #nonces = new Map<string, string>();
  readonly #observed: Observation[] = [];
  readonly #sent: string[];
  /** For text from outside. */
  readonly #redact: (text: string) => string;
  /** For our own sentences: a last gate, which leaves words and addresses alone. */
  readonly #clean: (text: string) => string;
  readonly #waiting: (() => void)[] = [];
  #flying = 0;
  /** Of these, what failed and waits to be made again, one at a time. */
  #retrying = 0;
  #turn: Promise<void> = Promise.resolve();
  /** Requests that want to be, or are, the only one in flight. */
  #solos = 0;
  #limit: number;
  #paced = false;
  /** A limit was waited for in vain: nothing more is waited for. */
  #spent = false;
  #retriesLeft = RETRIES_IN_ALL;
  #redirect: { readonly status: number; readonly location: string } | undefined;
  #agent: string | undefined;
  #agentTried = false;
  readonly #failed: string[] = [];
  /** A request failed more than once before it passed. */
  #stubborn = false;
  #tokens: TokenUse = { input: 0, output: 0 };
  #requests = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.facts = options.facts;
    this.route = options.route;
    this.network = withinLimit(options.network, options.timeouts.connect);
    this.signal = options.signal;
    this.deep = options.deep;
    this.credential = options.credential;
    this.otherAudience = options.otherAudience;
    this.#sent = options.client.secrets.filter((secret) => secret !== '');
    const { secrets } = options.client;
    this.#redact = redactor(secrets.filter((secret) => !isOwn(secret, options.facts)));
    this.#clean = redactor(concealable(secrets));
    this.#limit = Math.max(1, options.concurrency);
  }

  get tokens(): TokenUse {
    return this.#tokens;
  }

  get requests(): number {
    return this.#requests;
  }

  get sent(): readonly string[] {
    return this.#sent;
  }

  /** A limit was met, so the run goes one request at a time and may take longer. */
  get paced(): boolean {
    return this.#paced;
  }

  weather(): ReturnType<CheckContext['weather']> {
    return {
      failed: this.#failed,
      stubborn: this.#stubborn,
      limited: this.#paced,
      requests: this.#requests,
    };
  }

  clientName(): string | undefined {
    return this.#agent;
  }

  noteSent(secret: string): void {
    if (!this.#sent.includes(secret)) this.#sent.push(secret);
  }

  now(): number {
    return this.#options.now();
  }

  today(): Date {
    return this.#options.today();
  }

  nonce(label: string): string {
    const known = this.#nonces.get(label);
    if (known !== undefined) return known;
    const made = this.#options.word(8);
    this.#nonces.set(label, made);
    return made;
  }

  ask<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Promise<T>;
    const made = this.#orStop(make());
    // Nobody may be listening yet when a stopped run rejects this.
    made.catch(() => undefined);
    this.#answers.set(key, made);
    return made;
  }

  /** What cannot be called back, such as a handshake that hangs, is not waited for. */
  #orStop<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(new Stopped());
      if (this.signal.aborted) stop();
      this.signal.addEventListener('abort', stop, { once: true });
      work.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', stop));
    });
  }

  observed(): readonly Observation[] {
    return this.#observed;
  }

  resultOf(id: string): CheckResult | undefined {
    return this.#options.resultOf(id);
  }

  model(): Promise<string> {
    return this.ask('chosen-model', async () => chooseModel(this.facts, () => listedModelIds(this)));
  }

  turnModels(): Promise<readonly string[]> {
    return this.ask('turn-models', async () => turnModels(this.facts, () => listedModelIds(this)));
  }

  quote(text: string, limit = 200): string {
    // Cleaned before it is searched: an escape sequence inside a secret must not hide it.
    return printable(this.#redact(printable(text, limit * 4)), limit);
  }

  /** The last gate before the report: whatever a sentence was made of, no secret and no escape sequence leaves. */
  clean(sentence: string): string {
    return printable(this.#clean(printable(sentence, 1200)), 600);
  }

  async send(
    label: string,
    request: GatewayRequest,
    { retry = true, aside = false }: SendOptions = {},
  ): Promise<Outcome<GatewayAnswer, Failure>> {
    const outcome = await this.#patiently(label, request, { retry, aside }, (asked) =>
      this.#options.client.send(asked),
    );
    if (outcome.ok && !aside && outcome.value.status === 200 && request.method === 'POST')
      this.#count(usageOf(outcome.value.json));
    return outcome;
  }

  async stream(
    label: string,
    request: GatewayRequest,
    { alone = false }: { readonly alone?: boolean } = {},
  ): Promise<Outcome<StreamExchange, Failure>> {
    const outcome = await this.#patiently(label, request, { alone }, (asked) =>
      this.#options.client.stream(asked),
    );
    if (!outcome.ok) return outcome;
    const answer = outcome.value;
    const reading = readStream(answer.events);
    if (answer.status === 200 && answer.events.length > 0) {
      this.#count({
        input: reading.endUsage.input ?? reading.startUsage.input,
        output: reading.endUsage.output ?? reading.startUsage.output,
      });
    }
    return ok({ answer, reading });
  }

  /**
   * Sends as the engine does: after 429 at the gateway's pace, after a failure that may pass once or twice more, and
   * under the engine's name where only that is taken.
   */
  async #patiently<T extends GatewayAnswer>(
    label: string,
    asked: GatewayRequest,
    { retry = true, aside = false, alone = false }: SendOptions & { readonly alone?: boolean },
    make: (request: GatewayRequest) => Promise<Outcome<T, Failure>>,
  ): Promise<Outcome<T, Failure>> {
    let request = asked;
    let waits = 0;
    let hops = 0;
    for (;;) {
      const sent = (): Promise<Outcome<T, Failure>> => make(this.#named(this.#bounded(request), aside));
      const outcome = await this.#unlessStopped(
        this.#slot(() => (retry && !aside ? this.#again(label, request, sent) : sent()), alone),
      ).then((each) => (aside ? each : accepted(request, each)));
      if (outcome.ok && !aside) this.#note(label, outcome.value);
      const moved = outcome.ok && !aside ? this.#followed(request, outcome.value) : undefined;
      if (moved !== undefined && hops < MOST_HOPS) {
        hops += 1;
        request = moved;
        continue;
      }
      const pause = aside || isDevicePoll(outcome) ? undefined : this.#pauseFor(outcome, waits);
      if (retry && pause !== undefined) {
        waits += 1;
        await this.wait(pause);
        continue;
      }
      if (outcome.ok && !aside && (await this.#mindsTheName(label, request, outcome.value, make))) continue;
      return outcome;
    }
  }

  /** After a failure that may pass the request is made again, in its own place: nothing else comes in between. */
  async #again<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    sent: () => Promise<Outcome<T, Failure>>,
  ): Promise<Outcome<T, Failure>> {
    let retries = 0;
    let failed: string | undefined;
    for (;;) {
      const outcome = await (retries === 0 ? sent() : this.#lonely(sent));
      const passing = passingFailure(outcome, request);
      if (passing === undefined || this.signal.aborted) {
        if (failed !== undefined) {
          this.#failed.push(failed);
          this.#stubborn ||= retries > 1;
          this.#retriesLeft += retries;
        }
        return outcome;
      }
      // The engine asks one at a time: what fails because of what else is asked would not fail for it.
      this.#limit = 1;
      if (retries >= MOST_RETRIES || this.#retriesLeft <= 0) return outcome;
      failed ??= passing;
      if (outcome.ok) this.#note(label, outcome.value);
      retries += 1;
      this.#retriesLeft -= 1;
      this.#requests += 1;
      await this.wait(RETRY_MS * retries);
    }
  }

  /** Made while nothing else is in flight but what waits to be made again as well. */
  async #lonely<T>(make: () => Promise<T>): Promise<T> {
    this.#retrying += 1;
    this.#wake();
    const before = this.#turn;
    let end = (): void => undefined;
    this.#turn = new Promise((resolve) => (end = resolve));
    try {
      while (this.#flying > this.#retrying && !this.signal.aborted)
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await before;
      return await make();
    } finally {
      this.#retrying -= 1;
      end();
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Milliseconds to wait before a limited request is made again; undefined when it is not, or no longer, limited. */
  #pauseFor(outcome: Outcome<GatewayAnswer, Failure>, waits: number): number | undefined {
    if (!outcome.ok || this.#spent) return undefined;
    const answer = outcome.value;
    const cooling = isCooldown(answer);
    if (limitOf(answer) !== 'rate' && !cooling) return undefined;
    if (!cooling && answer.status === 429) {
      this.#paced = true;
      this.#limit = 1;
    }
    const told = retryAfterMs(answer.headers, this.today()) ?? secondsIn(readError(answer).message ?? '');
    const most = cooling ? 1 : told === undefined ? MOST_WAITS : MOST_TOLD_WAITS;
    // nginx says 503 for its limits; it does not say for how long, and it may as well be down.
    if (answer.status === 503 && (told === undefined || told > LONGEST_503_MS)) return undefined;
    const pause = told ?? FIRST_BACKOFF_MS * 2 ** waits;
    const hopeless =
      pause > LONGEST_WAIT_MS || /spend|budget|credit|billing/i.test(readError(answer).message ?? '');
    if (waits >= most || hopeless) {
      if (!cooling) this.#spent = true;
      return undefined;
    }
    return pause;
  }

  /** Whether a refusal was about the name of the client; then everything goes on under the engine's. */
  async #mindsTheName<T extends GatewayAnswer>(
    label: string,
    request: GatewayRequest,
    answer: T,
    make: (request: GatewayRequest) => Promise<Outcome<T, Failure>>,
  ): Promise<boolean> {
    if (this.#agentTried || !TELLING.test(label) || !refusesClient(answer)) return false;
    if (Object.keys(this.facts.customHeaders).some((name) => name.toLowerCase() === 'user-agent'))
      return false;
    this.#agentTried = true;
    const headers = { ...request.headers, 'user-agent': ENGINE_AGENT };
    const again = await this.#slot(() => make(this.#bounded({ ...request, headers })));
    if (!again.ok || again.value.status === answer.status) return false;
    this.#agent = ENGINE_AGENT;
    return true;
  }

  /** The request again where a redirect points, within the gateway's own origin only; the engine follows these two. */
  #followed(
    request: GatewayRequest,
    { status, location, headers }: GatewayAnswer,
  ): GatewayRequest | undefined {
    if ((status !== 307 && status !== 308) || location === undefined) return undefined;
    const { baseUrl } = this.facts;
    if (!URL.canParse(location) || !URL.canParse(baseUrl)) return undefined;
    const [to, base] = [new URL(location), new URL(baseUrl)];
    if (to.origin !== base.origin || isAbsolute(request.path)) return undefined;
    this.#redirect ??= { status, location };
    const climb = '/..'.repeat(base.pathname.split('/').filter((segment) => segment !== '').length);
    // `location` is safe to print, and so without its query.
    const { search } = new URL(headers.location ?? '', to);
    return { ...request, path: `${climb}${to.pathname}${search}` };
  }

  redirect(): { readonly status: number; readonly location: string } | undefined {
    return this.#redirect;
  }

  #named(request: GatewayRequest, aside: boolean): GatewayRequest {
    if (this.#agent === undefined || aside) return request;
    return { ...request, headers: { 'user-agent': this.#agent, ...request.headers } };
  }

  async wait(ms: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (this.signal.aborted) {
        reject(new Stopped());
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(new Stopped());
      };
      const timer = setTimeout(() => {
        this.signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      this.signal.addEventListener('abort', stop, { once: true });
    });
  }

  #bounded(request: GatewayRequest): GatewayRequest {
    const bounds: Record<string, number> = { ...request.timeouts };
    for (const [phase, limit] of Object.entries(this.#options.timeouts)) {
      bounds[phase] = Math.min(bounds[phase] ?? Number.POSITIVE_INFINITY, limit);
    }
    return { ...request, timeouts: bounds, signal: this.signal };
  }

  /** A place among the requests in flight; `alone`: none other is in flight, and none begins. */
  async #slot<T>(make: () => Promise<T>, alone = false): Promise<T> {
    this.#throwIfStopped();
    if (alone) this.#solos += 1;
    const full = (): boolean => (alone ? this.#flying > 0 : this.#flying >= this.#limit || this.#solos > 0);
    while (full()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#flying += 1;
    try {
      this.#throwIfStopped();
      this.#requests += 1;
      return await make();
    } finally {
      this.#flying -= 1;
      if (alone) this.#solos -= 1;
      this.#wake();
    }
  }

  #throwIfStopped(): void {
    if (this.signal.aborted) throw new Stopped();
  }

  async #unlessStopped<T>(made: Promise<Outcome<T, Failure>>): Promise<Outcome<T, Failure>> {
    const outcome = await made;
    if (!outcome.ok && this.signal.aborted) throw new Stopped();
    return outcome;
  }

  #note(label: string, { status, headers, text, json }: GatewayAnswer): void {
    this.#observed.push({ label, status, headers, text: text.slice(0, OBSERVED_TEXT), json });
  }

  #count(usage: { readonly input?: number | undefined; readonly output?: number | undefined }): void {
    this.#tokens = {
      input: this.#tokens.input + (usage.input ?? 0),
      output: this.#tokens.output + (usage.output ?? 0),
    };
  }
}

/** Any 2xx is a 200 to the SDK of the engine (measured with 201 and 204): an empty one is a broken stream. */
function accepted<T extends GatewayAnswer>(
  { body }: GatewayRequest,
  outcome: Outcome<T, Failure>,
): Outcome<T, Failure> {
  if (!outcome.ok) return outcome;
  const { status, text } = outcome.value;
  const counts = text !== '' || (isObject(body) && body.stream === true);
  return status > 200 && status < 300 && counts ? ok({ ...outcome.value, status: 200 }) : outcome;
}

/** A failure that the engine takes for passing: an overload, a server error, a connection that was cut. */
function passingFailure(
  outcome: Outcome<GatewayAnswer, Failure>,
  { method, credential }: GatewayRequest,
): string | undefined {
  if (method !== 'POST' || credential === 'none') return undefined;
  if (!outcome.ok) return outcome.failure.kind === 'reset' ? 'a cut connection' : undefined;
  const { status } = outcome.value;
  // The SDK of the engine asks these again as well.
  if (status === 408 || status === 409) return `HTTP ${String(status)}`;
  if (status < 500 || status === 501 || limitOf(outcome.value) === 'rate') return undefined;
  return `HTTP ${String(status)}`;
}

/** 403 says little; other refusals have to speak of the client. */
function refusesClient(answer: GatewayAnswer): boolean {
  const { status } = answer;
  if (status === 403) return limitOf(answer) === undefined;
  return (
    [400, 401, 406, 426].includes(status) &&
    /user.?agent|claude.?(?:code|cli)|\bclient\b/i.test(answer.text.slice(0, 2000))
  );
}

/** The address and the models of the configuration are ours to show, wherever they came from. */
function isOwn(secret: string, { baseUrl, models }: GatewayFacts): boolean {
  const text = secret.trim().replace(/\/+$/, '');
  return (text.length >= 8 && baseUrl.includes(text)) || models.some(({ name }) => name === text);
}

/** `Try again in 5 seconds`, as routers word a cool-down. */
function secondsIn(message: string): number | undefined {
  const told = /try again in (\d{1,4}) ?s(?:ec|\b)/i.exec(message)?.[1];
  return told === undefined ? undefined : Number(told) * 1000;
}

/** Milliseconds to wait, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfterMs(headers: Readonly<Record<string, string>>, today: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = new Date(value).getTime();
  return Number.isNaN(date) ? undefined : Math.max(0, date - today.getTime());
}

/** Some answer a poll of the device grant with 429 instead of 400 (RFC 8628, section 3.5): it is no limit of requests. */
function isDevicePoll(outcome: Outcome<Pick<GatewayAnswer, 'json'>, Failure>): boolean {
  const error = outcome.ok && isObject(outcome.value.json) ? outcome.value.json.error : undefined;
  return error === 'authorization_pending' || error === 'slow_down';
}

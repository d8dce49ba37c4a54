import { ok, type Outcome } from '../errors.ts';
import { printable } from '../text/printable.ts';
import type { CheckContext, GatewayFacts, Observation, SendOptions, StreamExchange } from './check.ts';
import { chooseModel } from './model-choice.ts';
import { listedModelIds } from './checks/asks.ts';
import type { Network } from '../net/network.ts';
import { redactor } from '../text/redact.ts';
import { readStream } from '../protocol/stream-shape.ts';
import { usageOf } from '../protocol/message-shape.ts';
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

/** Longest `retry-after` that is waited for: a probe is no place to sit out a limit. */
const LONGEST_RETRY_AFTER_MS = 10_000;
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
  readonly #redact: (text: string) => string;
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #tokens: TokenUse = { input: 0, output: 0 };
  #requests = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.facts = options.facts;
    this.route = options.route;
    this.network = options.network;
    this.signal = options.signal;
    this.deep = options.deep;
    this.credential = options.credential;
    this.otherAudience = options.otherAudience;
    this.#sent = options.client.secrets.filter((secret) => secret !== '');
    this.#redact = redactor(options.client.secrets);
    this.#free = Math.max(1, options.concurrency);
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

  quote(text: string, limit = 200): string {
    // Cleaned before it is searched: an escape sequence inside a secret must not hide it.
    return printable(this.#redact(printable(text, limit * 4)), limit);
  }

  /** The last gate before the report: whatever a sentence was made of, no secret and no escape sequence leaves. */
  clean(sentence: string): string {
    return printable(this.#redact(printable(sentence, 1200)), 600);
  }

  async send(
    label: string,
    request: GatewayRequest,
    { retry = true, aside = false }: SendOptions = {},
  ): Promise<Outcome<GatewayAnswer, Failure>> {
    const outcome = await this.#repeat(
      () => this.#slot(() => this.#options.client.send(this.#bounded(request))),
      retry,
    );
    if (!outcome.ok) return outcome;
    const { status, headers, text, json } = outcome.value;
    if (aside) return outcome;
    this.#note({ label, status, headers, text, json });
    if (status === 200 && request.method === 'POST') this.#count(usageOf(json));
    return outcome;
  }

  async stream(label: string, request: GatewayRequest): Promise<Outcome<StreamExchange, Failure>> {
    const outcome = await this.#repeat(
      () => this.#slot(() => this.#options.client.stream(this.#bounded(request))),
      true,
    );
    if (!outcome.ok) return outcome;
    const answer = outcome.value;
    this.#note({
      label,
      status: answer.status,
      headers: answer.headers,
      text: answer.text,
      json: answer.json,
    });
    const reading = readStream(answer.events);
    if (answer.status === 200 && answer.events.length > 0) {
      this.#count({
        input: reading.endUsage.input ?? reading.startUsage.input,
        output: reading.endUsage.output ?? reading.startUsage.output,
      });
    }
    return ok({ answer, reading });
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

  async #slot<T>(make: () => Promise<T>): Promise<T> {
    this.#throwIfStopped();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      this.#throwIfStopped();
      this.#requests += 1;
      return await make();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #throwIfStopped(): void {
    if (this.signal.aborted) throw new Stopped();
  }

  /** Once, and only after a 429 that names a short wait; a connection that was reset is repeated by the client. */
  async #repeat<T extends GatewayAnswer>(
    make: () => Promise<Outcome<T, Failure>>,
    retry: boolean,
  ): Promise<Outcome<T, Failure>> {
    const first = await this.#unlessStopped(make());
    if (!retry || !first.ok || first.value.status !== 429) return first;
    const wait = retryAfterMs(first.value.headers, this.today());
    if (wait === undefined || wait > LONGEST_RETRY_AFTER_MS) return first;
    await this.wait(wait);
    return this.#unlessStopped(make());
  }

  async #unlessStopped<T>(made: Promise<Outcome<T, Failure>>): Promise<Outcome<T, Failure>> {
    const outcome = await made;
    if (!outcome.ok && this.signal.aborted) throw new Stopped();
    return outcome;
  }

  #note(observation: Observation): void {
    this.#observed.push({ ...observation, text: observation.text.slice(0, OBSERVED_TEXT) });
  }

  #count(usage: { readonly input?: number | undefined; readonly output?: number | undefined }): void {
    this.#tokens = {
      input: this.#tokens.input + (usage.input ?? 0),
      output: this.#tokens.output + (usage.output ?? 0),
    };
  }
}

/** Milliseconds to wait, from seconds or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfterMs(headers: Readonly<Record<string, string>>, today: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = new Date(value).getTime();
  return Number.isNaN(date) ? undefined : Math.max(0, date - today.getTime());
}

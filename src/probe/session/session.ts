import { ok, type Outcome } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import type { CheckContext, GatewayFacts, Observation, SendOptions, StreamExchange } from '../check.ts';
import { chooseModel, turnModels } from '../models/choice.ts';
import { listedModelIds, smallBody } from '../requests/asks.ts';
import { messages } from '../requests/requests.ts';
import type { Network } from '../../net/network.ts';
import { withinLimit } from '../../net/network-limit.ts';
import { withoutKnownCredentials } from '../../text/credentials.ts';
import { concealable, redactor } from '../../text/redact.ts';
import { readStream } from '../../protocol/stream-shape.ts';
import { usageOf } from '../../protocol/message-shape.ts';
import type { CheckResult, TokenUse } from '../types.ts';
import type { Credential, GatewayClient, GatewayRequest } from '../../gateway/types.ts';
import type { Failure, Route, Timeouts } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { Sender } from './sender.ts';
import { orStop, wait } from './stopped.ts';

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

/** Of an answer, what the passive checks see. */
const OBSERVED_TEXT = 64 * 1024;

/**
 * The one road of all checks to the gateway: it asks once what several checks ask, keeps what came back for the checks
 * that only look, counts tokens, and lets no secret into a sentence.
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
  /** For our own sentences: a last step, which leaves words and addresses alone. */
  readonly #clean: (text: string) => string;
  readonly #sender: Sender;
  #tokens: TokenUse = { input: 0, output: 0 };

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
    this.#sender = new Sender({
      ...options,
      wait: (ms) => this.wait(ms),
      onAnswer: (label, { status, headers, text, json, loose = false }) =>
        this.#observed.push({ label, status, headers, text: text.slice(0, OBSERVED_TEXT), json, loose }),
    });
  }

  get tokens(): TokenUse {
    return this.#tokens;
  }

  get requests(): number {
    return this.#sender.failures().requests;
  }

  get sent(): readonly string[] {
    return this.#sent;
  }

  /** A limit was met, so the run goes one request at a time and may take longer. */
  get paced(): boolean {
    return this.#sender.failures().limited;
  }

  failures(): ReturnType<CheckContext['failures']> {
    return this.#sender.failures();
  }

  /** Asks what the failures of a run have left open, where they have: was it an outage? */
  settle(): Promise<void> {
    return this.#sender.settle(
      async () => messages(await smallBody(this)),
      (asked) => this.#options.client.send(asked),
    );
  }

  clientName(): string | undefined {
    return this.#sender.clientName();
  }

  redirect(): ReturnType<CheckContext['redirect']> {
    return this.#sender.redirect();
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
    const made = orStop(make(), this.signal);
    // Nobody may be listening yet when a stopped run rejects this.
    made.catch(() => undefined);
    this.#answers.set(key, made);
    return made;
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
    return printable(withoutKnownCredentials(this.#redact(printable(text, limit * 4))), limit);
  }

  /** The last step before the report: whatever a sentence was made of, no secret and no escape sequence leaves. */
  clean(sentence: string): string {
    return printable(withoutKnownCredentials(this.#clean(printable(sentence, 1200))), 600);
  }

  async send(
    label: string,
    request: GatewayRequest,
    { retry = true, aside = false }: SendOptions = {},
  ): Promise<Outcome<GatewayAnswer, Failure>> {
    const outcome = await this.#sender.send(label, request, { retry, aside }, (asked) =>
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
    const outcome = await this.#sender.send(label, request, { alone }, (asked) =>
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

  wait(ms: number): Promise<void> {
    return wait(ms, this.signal);
  }

  #count(usage: { readonly input?: number | undefined; readonly output?: number | undefined }): void {
    this.#tokens = {
      input: this.#tokens.input + (usage.input ?? 0),
      output: this.#tokens.output + (usage.output ?? 0),
    };
  }
}

/** The address and the models of the configuration are ours to show, wherever they came from. */
function isOwn(secret: string, { baseUrl, models }: GatewayFacts): boolean {
  const text = secret.trim().replace(/\/+$/, '');
  return (text.length >= 8 && baseUrl.includes(text)) || models.some(({ name }) => name === text);
}

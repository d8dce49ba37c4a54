import { setMaxListeners } from 'node:events';
import { printable } from '../text/printable.ts';
import type { Check, GatewayFacts, RunAnswer } from './check.ts';
import { checks as allChecks } from './checks/index.ts';
import { nodeNetwork, type Network } from '../net/network.ts';
import { watchProducts } from './products/watch.ts';
import { withRemedy, type SeenProducts } from './remedies.ts';
import { listedModelIds } from './checks/asks.ts';
import { configuredIds, discoveryIsOn, offeredModels } from './model-choice.ts';
import { selectChecks, type Selection } from './select-checks.ts';
import { ProbeSession } from './session/session.ts';
import { Stopped } from './session/stopped.ts';
import type { CheckResult, TokenUse } from './types.ts';
import type { Credential, GatewayClient } from '../gateway/types.ts';
import type { Route, Timeouts } from '../net/types.ts';

export { checks, type CheckId } from './checks/index.ts';
export { unknownCheckIds } from './select-checks.ts';

export interface ProbeOptions extends Selection {
  readonly client: GatewayClient;
  /** The credential the client was made with; undefined when there is none. */
  readonly credential?: Credential;
  /** A token of another audience, which the gateway must refuse; its client must know it as a secret. */
  readonly otherAudience?: Credential;
  readonly facts: GatewayFacts;
  /** The way the client was made with. */
  readonly route: Route;
  /** Requests in flight at once (default 4). */
  readonly concurrency?: number;
  /** Upper bounds on every wait. */
  readonly timeouts?: Partial<Timeouts>;
  /** The whole run (default 300 s). */
  readonly totalMs?: number;
  readonly signal?: AbortSignal;
  /** Called as each check ends, in order of ending. */
  readonly onResult?: (result: CheckResult) => void;
  /** Called once, when the models are known and before their turns are asked for. */
  readonly onPlan?: (plan: ProbePlan) => void;
  /** Called as each check begins. */
  readonly onStart?: (check: Pick<Check, 'id' | 'title'>) => void;
  readonly checks?: readonly Check[];
  readonly network?: Network;
  readonly now?: () => number;
  readonly today?: () => Date;
  /** Chance: a word of lower-case letters and digits. */
  readonly word?: (length: number) => string;
}

/** What is about to be asked. */
export interface ProbePlan {
  readonly checks: number;
  readonly models: readonly string[];
  readonly tokens: TokenUse;
}

export interface ProbeReport {
  /** Base URL, printable, without user information or query. */
  readonly gateway: string;
  /** In the order of the table of checks, whatever ended first. */
  readonly results: readonly CheckResult[];
  /** What the answers said they took. */
  readonly tokens: TokenUse;
  readonly requests: number;
  readonly ms: number;
  /** The products that the answers showed, and refusals of theirs whose meaning is known. */
  readonly seen: SeenProducts;
  /** Checks were chosen by hand: the results say less than a whole run. */
  readonly partial: boolean;
  /** Set when the run did not come to its end. */
  readonly stopped?: 'cancelled' | 'time';
}

const TOTAL_MS = 300_000;
/** The whole run at a gateway that limits requests. */
const PACED_MS = 1_800_000;

/**
 * Runs the checks: what does not depend on another runs at once, under a cap on requests; what may upset a gateway
 * runs last and one at a time; what only looks runs at the very end. A failed check takes what needs it along
 * as skipped, so that a dead gateway is one error and not twenty.
 */
export async function runProbe(options: ProbeOptions): Promise<ProbeReport> {
  const now = options.now ?? (() => performance.now());
  const begun = now();
  const selected = selectChecks(options.checks ?? allChecks, options);
  const stop = new AbortController();
  // Each request under way and each answer waited for listens; Node would take more than ten for a leak and say so.
  setMaxListeners(0, stop.signal);
  let stopped: ProbeReport['stopped'];
  const end = (why: NonNullable<ProbeReport['stopped']>): void => {
    stopped ??= why;
    stop.abort();
  };
  const cancel = (): void => end('cancelled');
  if (options.signal?.aborted === true) cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  let timer = setTimeout(() => expire(), options.totalMs ?? TOTAL_MS);
  // A gateway that sets the pace is given the time it takes.
  const expire = (): void => {
    if (session.paced && options.totalMs === undefined && now() - begun < PACED_MS)
      timer = setTimeout(expire, TOTAL_MS);
    else end('time');
  };
  const results = new Map<string, CheckResult>();
  const client = watchProducts(options.client);
  const seen = (): SeenProducts => ({ products: client.products(), known: client.known() });
  const session = new ProbeSession({
    client,
    credential: options.credential,
    otherAudience: options.otherAudience,
    facts: options.facts,
    route: options.route,
    network: options.network ?? nodeNetwork,
    signal: stop.signal,
    deep: options.deep ?? false,
    now,
    today: options.today ?? (() => new Date()),
    word: options.word ?? randomWord,
    concurrency: options.concurrency ?? 6,
    timeouts: options.timeouts ?? {},
    resultOf: (id) => results.get(id),
  });
  const runner = new Runner(session, selected.run, results, () => stopped, {
    now,
    seen,
    onStart: (check) => options.onStart?.(check),
    onResult: (result) => {
      if (selected.shown.has(result.id) || isObstacle(result)) options.onResult?.(result);
    },
  });
  // The list decides which models are asked, and so what a run costs.
  const planned = options.onPlan === undefined ? undefined : announce(session, selected.run, options.onPlan);
  try {
    await planned;
    await runner.run();
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
  }
  const all = selected.run.flatMap(({ id }) => results.get(id) ?? []);
  return {
    gateway: showBase(options.facts),
    results: weighed(all).filter((result) => selected.shown.has(result.id) || isObstacle(result)),
    tokens: session.tokens,
    requests: session.requests,
    ms: Math.round(now() - begun),
    seen: seen(),
    partial: selected.partial,
    ...(stopped === undefined ? {} : { stopped }),
  };
}

async function announce(
  session: ProbeSession,
  run: readonly Check[],
  onPlan: (plan: ProbePlan) => void,
): Promise<void> {
  const needsList = configuredIds(session.facts).length === 0 || discoveryIsOn(session.facts);
  const listed = (): Promise<readonly string[]> =>
    needsList ? listedModelIds(session) : Promise.resolve([]);
  try {
    const models = await session.turnModels();
    const offered = await offeredModels(session.facts, listed);
    onPlan({ checks: run.length, models, tokens: estimate(run, models, { facts: session.facts, offered }) });
  } catch (error) {
    // The run was stopped before it began.
    if (!(error instanceof Stopped)) throw error;
  }
}

/** The checks that ask for turns; the verdict is theirs. */
const TURNS = ['rich-request', 'tool-stream', 'tool-roundtrip'];

/** What only explains why turns fail is a warning when every kind of turn was asked for and works. */
function weighed(results: readonly CheckResult[]): readonly CheckResult[] {
  const turns = results.filter(({ id }) => TURNS.includes(id));
  const work =
    turns.length === TURNS.length &&
    turns.every(
      ({ status, inconclusive, whenBroken }) =>
        inconclusive !== true &&
        (status === 'pass' || status === 'warn' || (status === 'fail' && whenBroken === 'partly')),
    );
  if (!work) return results;
  return results.map((result) =>
    result.status === 'fail' && result.whenBroken === 'explains'
      ? { ...result, status: 'warn', detail: `${result.detail} Turns work all the same.` }
      : result,
  );
}

/** A prerequisite nobody asked for is shown when it failed. */
function isObstacle({ status, inconclusive, crashed, blockedBy }: CheckResult): boolean {
  return blockedBy === undefined && (status === 'fail' || inconclusive === true || crashed === true);
}

interface RunnerEvents {
  now(): number;
  seen(): SeenProducts;
  onStart(check: Check): void;
  onResult(result: CheckResult): void;
}

class Runner {
  readonly #session: ProbeSession;
  readonly #checks: readonly Check[];
  readonly #results: Map<string, CheckResult>;
  readonly #stopped: () => ProbeReport['stopped'];
  readonly #events: RunnerEvents;
  readonly #running = new Map<string, Promise<Ended>>();

  constructor(
    session: ProbeSession,
    checks: readonly Check[],
    results: Map<string, CheckResult>,
    stopped: () => ProbeReport['stopped'],
    events: RunnerEvents,
  ) {
    this.#session = session;
    this.#checks = checks;
    this.#results = results;
    this.#stopped = stopped;
    this.#events = events;
  }

  async run(): Promise<void> {
    const late = (check: Check): boolean => check.negative === true || check.when === 'passive';
    await Promise.all(this.#checks.filter((check) => !late(check)).map((check) => this.#start(check)));
    for (const check of this.#checks.filter(({ negative }) => negative === true)) await this.#start(check);
    for (const check of this.#checks.filter(({ when }) => when === 'passive')) await this.#start(check);
  }

  #start(check: Check): Promise<Ended> {
    const known = this.#running.get(check.id);
    if (known !== undefined) return known;
    const running = this.#one(check);
    this.#running.set(check.id, running);
    return running;
  }

  async #one(check: Check): Promise<Ended> {
    const needed = this.#checks.filter(({ id }) => check.needs?.includes(id) === true);
    const before = await Promise.all(needed.map((need) => this.#start(need)));
    const blockers = before.flatMap(({ blocker }) => blocker ?? []);
    const begun = this.#events.now();
    let answer: (RunAnswer & { crashed?: boolean }) | undefined;
    if (blockers[0] !== undefined) {
      answer = {
        status: 'skip',
        detail: `Skipped because ${blockers[0]} failed.`,
        blockedBy: blockers[0],
      };
    } else if (this.#stopped() !== undefined && check.when !== 'passive') {
      answer = this.#notMade();
    } else {
      this.#events.onStart(check);
      answer = await this.#answer(check);
    }
    if (answer === undefined) return { blocker: undefined };
    const { blocking, ...rest } = answer;
    const told: CheckResult = {
      id: check.id,
      title: check.title,
      required: check.required,
      whenBroken: check.whenBroken,
      ...rest,
      detail: this.#session.clean(rest.detail),
      ...(rest.hint === undefined ? {} : { hint: this.#session.clean(rest.hint) }),
      ms: Math.max(0, Math.round(this.#events.now() - begun)),
    };
    const result = withRemedy(told, this.#events.seen());
    this.#results.set(check.id, result);
    this.#events.onResult(result);
    return { blocker: blocking === false ? undefined : blockerOf(result) };
  }

  async #answer(check: Check): Promise<(RunAnswer & { crashed?: boolean }) | undefined> {
    const stoppedBefore = this.#stopped() !== undefined;
    try {
      const answer = await check.run(this.#session);
      // A connection that was ended from here shows nothing against the gateway.
      const cut = !stoppedBefore && this.#stopped() !== undefined;
      return cut && answer?.status === 'fail' ? this.#notMade() : answer;
    } catch (error) {
      if (error instanceof Stopped) return this.#notMade();
      const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return {
        status: 'skip',
        crashed: true,
        inconclusive: true,
        detail: `This check broke, which is a bug in cowork-3p and says nothing about the gateway (${what}).`,
        hint: 'Report it with the version of cowork-3p and the name of the check.',
      };
    }
  }

  #notMade(): RunAnswer {
    return {
      status: 'skip',
      inconclusive: true,
      detail:
        this.#stopped() === 'cancelled'
          ? 'Not made: the run was cancelled.'
          : 'Not made: the time for the whole run was over.',
    };
  }
}

interface Ended {
  /** The check whose trouble keeps others from being made. */
  readonly blocker: string | undefined;
}

function blockerOf({ id, status, inconclusive, blockedBy }: CheckResult): string | undefined {
  if (blockedBy !== undefined) return blockedBy;
  return status === 'fail' || inconclusive === true ? id : undefined;
}

function showBase({ baseUrl }: GatewayFacts): string {
  if (!URL.canParse(baseUrl)) return '(no valid URL)';
  const { origin, pathname } = new URL(baseUrl);
  return printable(`${origin}${pathname.replace(/\/+$/, '')}`, 300);
}

function randomWord(length: number): string {
  // Letters that no tokenizer or filter takes for words, and none that look alike.
  const letters = 'bcdfghjkmnpqrstvwxz23456789';
  return Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => letters[byte % letters.length],
  ).join('');
}

/** What a run of these checks costs with these models, before it is made. */
export function estimate(
  list: readonly Check[],
  turns: readonly string[],
  { facts, offered = turns }: { readonly facts?: GatewayFacts; readonly offered?: readonly string[] } = {},
): TokenUse {
  const others = offered.filter((id) => !turns.includes(id));
  const sum = { input: 0, output: 0 };
  for (const { tokens, cost, costs } of list) {
    if (facts !== undefined && costs?.(facts) === false) continue;
    for (const { input, output } of [
      ...(tokens === undefined ? [] : [tokens]),
      ...(cost?.(turns, others) ?? []),
    ]) {
      sum.input += input;
      sum.output += output;
    }
  }
  return sum;
}

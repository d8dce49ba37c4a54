import { setMaxListeners } from 'node:events';
import { printable } from '../text/printable.ts';
import type { Check, GatewayFacts } from './check.ts';
import { checks as allChecks } from './checks/index.ts';
import { nodeNetwork, type Network } from '../net/network.ts';
import { watchProducts } from './products/watch.ts';
import type { SeenProducts } from './diagnosis/remedies.ts';
import { announce, type ProbePlan } from './run/plan.ts';
import { Runner, type StopReason } from './run/runner.ts';
import { isObstacle, weighed } from './run/weigh.ts';
import { selectChecks, type Selection } from './run/selection.ts';
import { ProbeSession } from './session/session.ts';
import type { CheckResult, TokenUse } from './types.ts';
import type { Credential, GatewayClient } from '../gateway/types.ts';
import type { Route, Timeouts } from '../net/types.ts';

export { checks, type CheckId } from './checks/index.ts';
export { unknownCheckIds } from './run/selection.ts';
export { estimate, type ProbePlan } from './run/plan.ts';

/** What to test, with what, and what from outside may be used for it. */
export interface ProbeOptions extends Selection {
  readonly client: GatewayClient;
  /** The credential the client was made with; undefined when there is none. */
  readonly credential?: Credential;
  /** A token of another audience, which the gateway must refuse; its client must know it as a secret. */
  readonly otherAudience?: Credential;
  readonly facts: GatewayFacts;
  /** The way the client was made with. */
  readonly route: Route;
  /** Requests in flight at once (default 6). */
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

/** What a run found. */
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
  readonly stopped?: StopReason;
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
  let stopped: StopReason | undefined;
  const end = (why: StopReason): void => {
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

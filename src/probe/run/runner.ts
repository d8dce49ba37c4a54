import type { Check, RunAnswer } from '../check.ts';
import { withRemedy, type SeenProducts } from '../diagnosis/remedies.ts';
import type { ProbeSession } from '../session/session.ts';
import { Stopped } from '../session/stopped.ts';
import type { CheckResult } from '../types.ts';

/** Why a run did not come to its end. */
export type StopReason = 'cancelled' | 'time';

interface RunnerEvents {
  now(): number;
  seen(): SeenProducts;
  onStart(check: Check): void;
  onResult(result: CheckResult): void;
}

/** Runs checks in the order that their needs allow, each once, and tells each result as it comes. */
export class Runner {
  readonly #session: ProbeSession;
  readonly #checks: readonly Check[];
  readonly #results: Map<string, CheckResult>;
  readonly #stopped: () => StopReason | undefined;
  readonly #events: RunnerEvents;
  readonly #running = new Map<string, Promise<Ended>>();

  constructor(
    session: ProbeSession,
    checks: readonly Check[],
    results: Map<string, CheckResult>,
    stopped: () => StopReason | undefined,
    events: RunnerEvents,
  ) {
    this.#session = session;
    this.#checks = checks;
    this.#results = results;
    this.#stopped = stopped;
    this.#events = events;
  }

  async run(): Promise<void> {
    const early = this.#checks.filter(({ negative, when }) => negative === undefined && when !== 'passive');
    const first = early.filter((check) => check.first === true);
    await this.#sideBySide([...first, ...early]);
    await this.#sideBySide(this.#checks.filter(({ negative }) => negative === 'beside'));
    for (const check of this.#checks.filter(({ negative }) => negative === 'alone')) await this.#start(check);
    await this.#settle();
    for (const check of this.#checks.filter(({ when }) => when === 'passive')) await this.#start(check);
  }

  async #settle(): Promise<void> {
    try {
      if (this.#stopped() === undefined) await this.#session.settle();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  async #sideBySide(checks: readonly Check[]): Promise<void> {
    await Promise.all(checks.map((check) => this.#start(check)));
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
      ...(answer.status === 'fail' && check.says !== undefined ? { says: check.says } : {}),
      ...rest,
      detail: this.#session.clean(rest.detail),
      ...(rest.hint === undefined ? {} : { hint: this.#session.clean(rest.hint) }),
      ms: Math.max(0, Math.round(this.#events.now() - begun)),
    };
    const result = withRemedy(told, this.#events.seen(), check.topic);
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
        detail: `Internal error in this check, which says nothing about the gateway (${what}).`,
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

/** Fewer failures may be chance. */
const FAILURES = 3;
/** So many on one connection. */
const IN_A_ROW = 2;
/** So many have to pass on another. */
const PASSED = 3;

/**
 * Which connections messages fail on. Behind a balancer that gives each connection to one server, a bad server fails all
 * that goes over its connections and nothing else. The probe has several connections and gets by; the engine asks again
 * on the one it has, until it gives up.
 */
export class Connections {
  readonly #seen = new Map<number, { passed: number; failed: number }>();

  /** A message was answered on this connection, or failed there. */
  note(connection: number | undefined, failed: boolean): void {
    if (connection === undefined) return;
    const seen = this.#seen.get(connection) ?? { passed: 0, failed: 0 };
    if (failed) seen.failed += 1;
    else seen.passed += 1;
    this.#seen.set(connection, seen);
  }

  /** Some connections fail whatever is asked, and the others nothing. */
  get areSplit(): boolean {
    const all = [...this.#seen.values()];
    const bad = all.filter(({ failed }) => failed > 0);
    const failures = bad.reduce((sum, { failed }) => sum + failed, 0);
    return (
      bad.every(({ passed }) => passed === 0) &&
      failures >= FAILURES &&
      bad.some(({ failed }) => failed >= IN_A_ROW) &&
      all.some(({ failed, passed }) => failed === 0 && passed >= PASSED)
    );
  }
}

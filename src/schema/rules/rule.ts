import type { ArgsOf, Code, Severity } from '../../diagnostics.ts';
import type { Config, KeyName } from '../catalogue/index.ts';
import type { Path, Place, ReadFormat } from '../document.ts';
import type { Effective } from '../effective/types.ts';
import type { Platform, Provider } from '../key-spec.ts';
import type { Leaf } from '../leaves.ts';
import type { ReleaseRange } from '../releases.ts';
import type { Hive } from '../places.ts';

/** Makes a finding about the value at `path`; its line and column are added. */
export type Report = <C extends Code>(code: C, path: Path, args: ArgsOf<C>, severity?: Severity) => void;

/** What a rule sees: the keys that parsed, and which keys are there at all. */
export interface RuleContext {
  /**
   * Native values of the keys that have no error of their own, retired spellings already read as today's.
   * A key whose value is an unresolved reference is not in here, but `has` knows it.
   */
  readonly config: Config;
  /** Every recognised key with its value, readable or not, in the order of the document. */
  readonly settings: ReadonlyMap<string, unknown>;
  /** Every text in the settings, in the order of the document. */
  readonly texts: readonly Leaf[];
  /** Whether the document sets the key, readable or not. A rule that says "missing" asks this. */
  readonly has: (key: KeyName) => boolean;
  /** Settings stand where they are never read, so that a key which seems missing may only be misplaced. */
  readonly misplaced: boolean;
  /** The selected provider, when it is set and readable. */
  readonly provider: Provider | undefined;
  readonly platform: Platform | undefined;
  /** The releases in the fleet, when they are known. */
  readonly target: ReleaseRange | undefined;
  /** What the app uses of it, in today's spelling; worked out when a rule asks. */
  readonly effective: () => Effective;
  /** What several rules need, made for the first one that asks; `make` itself is its name. */
  readonly once: <T>(make: (context: RuleContext) => T) => T;
  readonly format: ReadFormat;
  /** Windows: the hive it was read from, or is written for. */
  readonly hive: Hive | undefined;
  /** The document is the very file that is deployed, as far as its format allows that; false for a source to export from. */
  readonly deployed: boolean;
  /** Where the app finds the document, when that is known. */
  readonly as: Place | undefined;
  /** Milliseconds since 1970, for what expires; undefined where the clock is not to count. */
  readonly now: number | undefined;
  readonly report: Report;
}

/** A fact about several keys, or about one key that its row cannot say. One file a rule. */
export interface Rule {
  /** kebab-case, after the file. */
  readonly id: string;
  /** Where the rule is from: vendor page, changelog, RFC; `inferred` where nothing says it. */
  readonly source: string;
  /** The rule speaks only about documents that set one of these keys; about all when absent. */
  readonly when?: readonly KeyName[];
  check(context: RuleContext): void;
}

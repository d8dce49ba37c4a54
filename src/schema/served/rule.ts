import type { Document } from '../document.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { BootstrapSource } from './source.ts';

/** What a check of a served answer sees: what every rule sees, the answer as it was written, and the source. */
export interface ServedContext extends RuleContext {
  /** The answer without the keys that are never delivered. */
  readonly document: Document;
  /** The managed source that leads to the server, when somebody gave it. */
  readonly source: BootstrapSource | undefined;
  /** How sure it is that the text is what goes over the wire. */
  readonly wire: Wire;
}

/** `sent`: it was received; `meant`: somebody says that it is an answer; `maybe`: it looks like one. */
export type Wire = 'sent' | 'meant' | 'maybe';

/** One fact about the answers of bootstrap servers. One file a rule. */
export interface ServedRule {
  /** kebab-case, after the file. */
  readonly id: string;
  /** Where it is from. */
  readonly source: string;
  check(context: ServedContext): void;
}

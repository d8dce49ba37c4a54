import type { Code } from '../codes.ts';
import type { KeyName } from './catalogue/index.ts';
import type { Path } from './document.ts';
import type { Release } from './releases.ts';

/** A dead spelling met in a configuration. */
export interface Retirement {
  readonly code: Extract<Code, 'deprecated-key' | 'deprecated-value' | 'deprecated-shape' | 'removed-key'>;
  /** Where it stands, in the spelling of the document. */
  readonly path: Path;
  /** Name of the key, or path of the value, as text. */
  readonly what: string;
  /** What today's app does with it: a clause. */
  readonly effect: string;
  /** What to write instead: one imperative sentence. */
  readonly fix: string;
  /** First release that no longer reads it; absent when every known release still does. */
  readonly stopsAt?: Release;
}

/** A configuration in today's spelling, for judging. */
export interface Modernised {
  readonly settings: ReadonlyMap<string, unknown>;
  readonly retirements: readonly Retirement[];
  /** Today's key -> the key as the document has it, where they differ. */
  readonly writtenAs: ReadonlyMap<string, string>;
}

/** The key that replaces a retired one, when `name` is a retired key. */
export function replacementOf(name: string): KeyName | undefined {
  return Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
}

const RENAMED: Readonly<Record<string, KeyName>> = {};

/** Reads every retired key, value and shape as what it stood for. */
export function modernise(settings: ReadonlyMap<string, unknown>): Modernised {
  return { settings, retirements: [], writtenAs: new Map() };
}

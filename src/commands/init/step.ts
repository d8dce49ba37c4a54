import type { Io } from '../../io/io.ts';
import type { Prompter } from '../../io/prompter.ts';
import type { Style } from '../../report/style.ts';
import type { KeyName } from '../../schema/index.ts';
import type { Draft } from './draft.ts';
import type { Session } from './reach.ts';

/** How one key, or one member of an object, is asked for. */
export interface Asked {
  /** The key, or key and member. */
  readonly path: readonly [KeyName, ...string[]];
  readonly message: string;
  readonly hint?: string;
  /** An empty answer leaves it out. */
  readonly optional?: boolean;
}

/** What a step has at hand. */
export interface Wizard {
  readonly prompter: Prompter;
  readonly draft: Draft;
  readonly io: Io;
  readonly style: Style;
  readonly session: Session;
  /** What is rewritten before anything is asked: retired spellings of the file. */
  readonly rewritten: readonly string[];
  /** The file that will be written, as given. */
  readonly file: string;
  /** Prints a paragraph, broken at the width of the terminal and indented; its further lines one step more. */
  say(text: string, depth?: number, look?: 'faint' | 'strong'): void;
}

/** One question, or a few that belong together. */
export interface Step {
  readonly id: string;
  /** Heading under which it stands. */
  readonly part: 'Connection' | 'Models' | 'Users and lockdown';
  /** In the list of "edit an answer". */
  readonly title: string;
  /** Whether there is anything to ask, given the answers before it; always when absent. */
  when?(draft: Draft): boolean;
  /** The answer as it stands, secrets masked; undefined when the step has none to show. */
  answer(draft: Draft, session: Session): string | undefined;
  /** Whether what it asks for is there: an edit then passes over it. */
  isAnswered(draft: Draft): boolean;
  /** Whether its default fits most: it stands in the summary to be changed, and is asked on the way only on demand. */
  isExtra?(wizard: Wizard): boolean;
  /** Whether the command line answered it. */
  isGiven?(draft: Draft): boolean;
  /** Asks and puts the answer into the draft. Rejects with `Back` or `Cancelled`. */
  ask(wizard: Wizard): Promise<void>;
}

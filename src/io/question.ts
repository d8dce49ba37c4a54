/** One choice of a list. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Said after the question once chosen; the name when absent. */
  readonly short?: string;
  /** Shown below the list while the choice is under the cursor. */
  readonly description?: string;
  /** Not choosable, with the reason, which stands beside the name. */
  readonly disabled?: string;
  readonly checked?: boolean;
  /** Stands in the list only while it is searched for; comes behind all that always stand there. */
  readonly found?: true;
}

/** Undefined when the answer is good; otherwise what is wrong and, in further lines, what to do. */
export type Validate<T> = (answer: T) => string | undefined | Promise<string | undefined>;

/** Where a question stands on the way to the end, both from 1. */
export interface Place {
  readonly at: number;
  readonly of: number;
}

/** What every question has. */
export interface Question {
  readonly message: string;
  /** One sentence below the question that goes away with the answer. */
  readonly hint?: string;
  /** Shown behind the question, such as "2 of 4". */
  readonly place?: Place;
  /** `false`: there is nothing before this question, and Esc does nothing. */
  readonly back?: boolean;
}

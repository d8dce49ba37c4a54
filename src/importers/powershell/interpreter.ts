import type { Argument, Expr, Statement } from './nodes.ts';
import type { ScriptSink } from './sink.ts';
import type { Value } from './values.ts';

/** What commands may ask of the script they stand in. */
export interface Interpreter {
  readonly sink: ScriptSink;
  /** Counts towards the limit of what is followed. */
  step(): void;
  lookup(name: string): Value | undefined;
  assign(name: string, value: Value): void;
  evaluate(expr: Expr): Value;
  run(body: readonly Statement[]): Value[];
  /** Runs a body for each item of a list that is known, else once with an unknown item. */
  each(over: Value, variable: string, body: readonly Statement[]): Value | undefined;
  /** Runs with variables of its own. */
  scoped<T>(variables: ReadonlyMap<string, Value>, work: () => T): T;
  functionOf(name: string): ScriptFunction | undefined;
  call(fn: ScriptFunction, given: ReadonlyMap<string, Value>): Value;
  /** Whether what runs now stands in a body that may or may not run. */
  isConditional(): boolean;
}

/** A function of the script itself. */
export type ScriptFunction = Extract<Statement, { kind: 'function' }>;

/** One command of a pipeline, as far as its effect can be known. */
export interface Call {
  readonly runner: Interpreter;
  readonly args: readonly Argument[];
  /** What comes down the pipe; undefined in front. */
  readonly input: Value | undefined;
  readonly at: number;
}

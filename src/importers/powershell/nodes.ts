/*
 * The part of PowerShell's grammar that scripts need which write a policy (language specification, chapters 2, 7 and 8).
 * What is not understood becomes `opaque`: it is never executed and never guessed.
 */

interface At {
  /** Offset in the text, in UTF-16 code units. */
  readonly at: number;
}

/** An expression. */
export type Expr = At &
  (
    | { readonly kind: 'string'; readonly parts: readonly (string | Expr)[]; readonly body?: number }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Expr[] }
    | { readonly kind: 'hash'; readonly pairs: readonly HashPair[] }
    /** `$( )` and `( )`: the value of what runs inside; `@( )`: always a list. */
    | { readonly kind: 'sub'; readonly body: readonly Statement[]; readonly list: boolean }
    | { readonly kind: 'block'; readonly body: readonly Statement[] }
    | { readonly kind: 'type'; readonly name: string }
    | { readonly kind: 'cast'; readonly type: string; readonly operand: Expr }
    | { readonly kind: 'member'; readonly target: Expr; readonly name: Expr }
    | { readonly kind: 'call'; readonly target: Expr; readonly name: Expr; readonly args: readonly Expr[] }
    | { readonly kind: 'index'; readonly target: Expr; readonly index: Expr }
    | { readonly kind: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
    | { readonly kind: 'opaque'; readonly what: string }
  );

/** One pair of a table. */
export interface HashPair {
  readonly name: Expr;
  readonly value: Statement;
}

/** An argument of a command. */
export type Argument =
  | { readonly kind: 'parameter'; readonly name: string; readonly value?: Expr }
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'splat'; readonly name: string };

/** One stage of a pipeline. */
export type Stage = At &
  (
    | { readonly kind: 'command'; readonly name: Expr; readonly args: readonly Argument[] }
    | { readonly kind: 'value'; readonly value: Expr }
  );

/** A parameter of a function. */
export interface Parameter {
  readonly name: string;
  readonly fallback?: Expr;
}

/** A statement. */
export type Statement = At &
  (
    | { readonly kind: 'pipeline'; readonly stages: readonly Stage[] }
    | { readonly kind: 'assign'; readonly target: Expr; readonly op: string; readonly value: Statement }
    | {
        readonly kind: 'foreach';
        readonly variable: string;
        readonly over: Statement;
        readonly body: readonly Statement[];
      }
    /** Bodies of which some run, perhaps more than once: if, switch, while, for, catch. */
    | { readonly kind: 'branches'; readonly bodies: readonly (readonly Statement[])[] }
    /** A body that always runs: try, finally, do. */
    | { readonly kind: 'body'; readonly body: readonly Statement[] }
    | {
        readonly kind: 'function';
        readonly name: string;
        readonly parameters: readonly Parameter[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'parameters'; readonly parameters: readonly Parameter[] }
    | { readonly kind: 'opaque' }
  );

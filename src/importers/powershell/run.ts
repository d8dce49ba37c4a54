import { runCommand } from './run-command.ts';
import { Evaluator, single } from './evaluate.ts';
import { setMember } from './members.ts';
import type { Interpreter, ScriptFunction } from './interpreter.ts';
import type { Expr, Parameter, Stage, Statement } from './nodes.ts';
import { maybe, NULL, textOf, unknown, unknownIn, type Value } from './values.ts';

/** Follows the statements of a script and tells the sink what they write. Loops over literals are followed. */
export class Runner extends Evaluator implements Interpreter {
  readonly #functions = new Map<string, ScriptFunction>();
  /** Variables that were assigned inside the innermost conditional body. */
  #assigned: Set<string> | undefined;

  run(body: readonly Statement[]): Value[] {
    const values: Value[] = [];
    for (const statement of body) {
      this.step();
      const value = this.#statement(statement);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  override assign(name: string, value: Value): void {
    this.#assigned?.add(name);
    super.assign(name, value);
  }

  /** A function of the script, if there is one of that name. */
  functionOf(name: string): ScriptFunction | undefined {
    return this.#functions.get(name);
  }

  isConditional(): boolean {
    return this.conditional > 0;
  }

  #statement(statement: Statement): Value | undefined {
    switch (statement.kind) {
      case 'pipeline':
        return this.#pipeline(statement.stages);
      case 'assign':
        this.#assign(statement);
        return undefined;
      case 'foreach':
        return this.#foreach(statement);
      case 'branches':
        return this.#branches(statement.bodies);
      case 'body':
        return this.#handedOn(this.run(statement.body));
      case 'function':
        this.#functions.set(statement.name, statement);
        return undefined;
      case 'parameters':
        this.#parameters(statement.parameters);
        return undefined;
      case 'opaque':
        return undefined;
    }
  }

  #handedOn(values: Value[]): Value | undefined {
    return values.length === 0 ? undefined : single(values);
  }

  /** A parameter of the script itself is what it says when nobody gives another value. */
  #parameters(parameters: readonly Parameter[]): void {
    for (const { name, fallback } of parameters)
      this.assign(name, fallback === undefined ? unknown(`the parameter $${name}`) : this.evaluate(fallback));
  }

  #assign({ target, op, value, at }: Extract<Statement, { kind: 'assign' }>): void {
    const right = single(this.run([value]));
    const place = target.kind === 'cast' ? target.operand : target;
    if (place.kind === 'variable') {
      this.assign(place.name, op === '=' ? right : this.#combined(op, place, right));
      return;
    }
    if (place.kind === 'list') {
      for (const item of place.items)
        if (item.kind === 'variable') this.assign(item.name, unknown(`$${item.name}`));
      return;
    }
    if (place.kind !== 'member' && place.kind !== 'index') return;
    const owner = this.evaluate(place.target);
    const name = this.evaluate(place.kind === 'member' ? place.name : place.index);
    const from = unknownIn(name) ?? (owner.kind === 'map' ? undefined : 'a list that is changed');
    if (owner.kind === 'map' && from === undefined)
      setMember(owner, name, op !== '=' ? unknown('a sum') : this.conditional > 0 ? maybe(right) : right, at);
    else if (owner.kind !== 'unknown') this.lose(place.target, from ?? 'a member');
  }

  #combined(op: string, variable: Expr, right: Value): Value {
    if (op !== '+=') return unknown('a sum');
    const at = variable.at;
    const left = variable.kind === 'variable' ? (this.lookup(variable.name) ?? NULL) : NULL;
    if (left.kind === 'null') return right;
    return this.evaluate({
      kind: 'binary',
      at,
      op: '+',
      left: variable,
      right: literal(right, at, (name, value) => {
        super.assign(name, value);
      }),
    });
  }

  #foreach({ variable, over, body }: Extract<Statement, { kind: 'foreach' }>): Value | undefined {
    const values = this.run([over]);
    return this.each(single(values), variable, body);
  }

  /** Runs a body for each item of a list that is known, else once with an unknown item. */
  each(over: Value, variable: string, body: readonly Statement[]): Value | undefined {
    if (over.kind === 'unknown') {
      this.assign(variable, over);
      return this.#branches([body]);
    }
    const items = over.kind === 'list' ? over.items : over.kind === 'null' ? [] : [over];
    const values: Value[] = [];
    for (const item of items) {
      this.assign(variable, item);
      values.push(...this.run(body));
    }
    return this.#handedOn(values);
  }

  /** Bodies that may or may not run: what they assign is not known afterwards. */
  #branches(bodies: readonly (readonly Statement[])[]): Value | undefined {
    const outer = this.#assigned;
    const changed = new Set<string>();
    let hands = false;
    this.conditional += 1;
    for (const body of bodies) {
      this.#assigned = changed;
      hands = this.run(body).length > 0 || hands;
    }
    this.conditional -= 1;
    this.#assigned = outer;
    for (const name of changed) this.assign(name, unknown(`$${name}, which depends on a condition`));
    return hands ? unknown('a condition') : undefined;
  }

  #pipeline(stages: readonly Stage[]): Value | undefined {
    let input: Value | undefined;
    for (const [place, stage] of stages.entries()) {
      if (stage.kind === 'value') {
        input = this.evaluate(stage.value);
        continue;
      }
      const called = this.evaluate(stage.name);
      input =
        called.kind === 'block'
          ? this.#handedOn(this.scoped(new Map(), () => this.run(called.body)))
          : runCommand(
              this,
              textOf(called) ?? fileName(stage.name),
              stage,
              place === 0 ? undefined : (input ?? NULL),
            );
    }
    return input;
  }

  /** Calls a function of the script with what is known of its arguments. */
  call(fn: ScriptFunction, given: ReadonlyMap<string, Value>): Value {
    const variables = new Map<string, Value>();
    for (const { name, fallback } of fn.parameters)
      variables.set(name, given.get(name) ?? (fallback === undefined ? NULL : this.evaluate(fallback)));
    const outer = this.#assigned;
    this.#assigned = undefined;
    const values = this.scoped(variables, () => this.run(fn.body));
    this.#assigned = outer;
    return single(values);
  }
}

/** The file in a path whose folder is computed: `"$env:windir\system32\reg.exe"`. */
function fileName(name: Expr): string {
  const last = name.kind === 'string' ? name.parts.at(-1) : undefined;
  return typeof last === 'string' ? last : '';
}

/** An expression that stands for a value already known. */
function literal(value: Value, at: number, bind: (name: string, value: Value) => void): Expr {
  bind(' right', value);
  return { kind: 'variable', at, name: ' right' };
}

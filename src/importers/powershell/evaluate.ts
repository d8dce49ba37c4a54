import { cast } from './casts.ts';
import { entriesOf, itemAt, memberOf, setMember } from './members.ts';
import type { Expr, Statement } from './nodes.ts';
import { registryCall } from './registry-objects.ts';
import {
  mapOf,
  maybe,
  NULL,
  text,
  textOf,
  unknown,
  unknownIn,
  word,
  type Member,
  type Value,
} from './values.ts';
import type { ScriptSink } from './sink.ts';

/** Steps in which any script that a person wrote is through; a loop in a loop in a loop is not. */
const MAX_STEPS = 2_000_000;
/** More text than a configuration may hold. */
const MAX_TEXT = 5_000_000;

/** Methods that change a list or a table. */
const CHANGES =
  /^(?:add|addrange|clear|insert|insertrange|remove|removeat|removerange|reverse|set_item|sort)$/;

/** Thrown when a script does more than is followed. */
export class TooMuch extends Error {}

/** What expressions are known to be. Nothing is executed: what a command would answer is unknown. */
export abstract class Evaluator {
  readonly sink: ScriptSink;
  #steps = 0;
  #text = 0;
  readonly #scopes: Map<string, Value>[] = [new Map<string, Value>()];
  /** More than zero inside a body that may or may not run. */
  protected conditional = 0;

  constructor(sink: ScriptSink) {
    this.sink = sink;
  }

  /** What a body hands on, in order. */
  abstract run(body: readonly Statement[]): Value[];

  step(by = 1): void {
    if ((this.#steps += by) > MAX_STEPS) throw new TooMuch();
  }

  /* Variables: PowerShell looks a name up in the callers' scopes too. */

  lookup(name: string): Value | undefined {
    for (let i = this.#scopes.length - 1; i >= 0; i -= 1) {
      const found = this.#scopes[i]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  assign(name: string, value: Value): void {
    this.#scopes.at(-1)?.set(name, value);
  }

  /** What an expression names was changed in a way that is not followed: the variable is not known any more. */
  protected lose(place: Expr, from: string): void {
    if (place.kind === 'variable') this.assign(place.name, unknown(from));
  }

  /** Runs with variables of its own. */
  scoped<T>(variables: ReadonlyMap<string, Value>, work: () => T): T {
    if (this.#scopes.length > 50) throw new TooMuch();
    this.#scopes.push(new Map(variables));
    try {
      return work();
    } finally {
      this.#scopes.pop();
    }
  }

  /* Expressions */

  evaluate(expr: Expr): Value {
    this.step();
    switch (expr.kind) {
      case 'string':
        return this.#string(expr);
      case 'number':
        return { kind: 'number', number: expr.value };
      case 'variable':
        return this.#variable(expr.name);
      case 'list':
        return { kind: 'list', items: expr.items.map((item) => this.evaluate(item)) };
      case 'hash':
        return this.#hash(expr);
      case 'sub': {
        const values = this.run(expr.body);
        if (!expr.list) return single(values);
        const [only] = values;
        return { kind: 'list', items: values.length === 1 && only?.kind === 'list' ? only.items : values };
      }
      case 'block':
        return { kind: 'block', body: expr.body };
      case 'type':
        return { kind: 'type', name: expr.name };
      case 'cast':
        return cast(expr.type, this.evaluate(expr.operand));
      case 'member':
        return memberOf(this.evaluate(expr.target), textOf(this.evaluate(expr.name)) ?? '');
      case 'index':
        return itemAt(this.evaluate(expr.target), this.evaluate(expr.index));
      case 'call':
        return this.#call(expr);
      case 'binary':
        return this.#binary(expr.op, this.evaluate(expr.left), this.evaluate(expr.right));
      case 'opaque':
        return unknown(expr.what);
    }
  }

  #string({ parts, body, at }: Extract<Expr, { kind: 'string' }>): Value {
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'string') return text(only, body ?? at);
    const texts: string[] = [];
    for (const part of parts) {
      const value = typeof part === 'string' ? text(part) : this.evaluate(part);
      const from = unknownIn(value);
      const piece = textOf(value);
      if (from !== undefined || piece === undefined) return unknown(from ?? 'an object');
      texts.push(piece);
    }
    return this.#bounded(texts.join(''));
  }

  #bounded(value: string): Value {
    this.#text += value.length;
    if (this.#text > MAX_TEXT) throw new TooMuch();
    return text(value);
  }

  #variable(name: string): Value {
    switch (name) {
      case 'true':
      case 'false':
        return { kind: 'boolean', value: name === 'true' };
      case 'null':
        return NULL;
      case 'psitem':
        return this.lookup('_') ?? unknown('$_');
      default:
        return this.lookup(name) ?? unknown(`$${name}`);
    }
  }

  #hash({ pairs }: Extract<Expr, { kind: 'hash' }>): Value {
    const members: Member[] = [];
    for (const pair of pairs) {
      const name = textOf(this.evaluate(pair.name));
      if (name === undefined) return unknown('a table whose names are computed');
      members.push({ name, value: single(this.run([pair.value])), at: pair.name.at });
    }
    return mapOf(members);
  }

  #call(expr: Extract<Expr, { kind: 'call' }>): Value {
    const target = this.evaluate(expr.target);
    const name = (textOf(this.evaluate(expr.name)) ?? '').toLowerCase();
    const args = expr.args.map((arg) => this.evaluate(arg));
    const registry = registryCall(
      { target, method: name, args, at: expr.at, conditional: this.conditional > 0 },
      this.sink,
    );
    if (registry !== undefined) return registry;
    if (target.kind === 'unknown') return target;
    const [first = NULL, second = NULL] = args;
    if (target.kind === 'text') {
      const trimmed = trim(target.text, name, args);
      if (trimmed !== undefined)
        return text(trimmed, name === 'tostring' || name === 'trimend' ? target.at : undefined);
      if (name === 'tolower' || name === 'tolowerinvariant') return text(target.text.toLowerCase());
      if (name === 'toupper' || name === 'toupperinvariant') return text(target.text.toUpperCase());
      if (name === 'replace' && first.kind === 'text' && second.kind === 'text' && first.text !== '')
        return this.#bounded(target.text.split(first.text).join(second.text));
    }
    if (name === 'tostring') return text(textOf(target) ?? '');
    if (target.kind === 'map') {
      if (name === 'getenumerator') return entriesOf([...target.members.values()]);
      if ((name === 'add' || name === 'set_item') && unknownIn(first) === undefined) {
        setMember(target, first, this.conditional > 0 ? maybe(second) : second, expr.at);
        return NULL;
      }
    }
    if ((target.kind === 'map' || target.kind === 'list') && CHANGES.test(name)) {
      this.lose(expr.target, `.${name}()`);
      return NULL;
    }
    return unknown(`${target.kind === 'type' ? `[${word(target.name)}]::` : '.'}${word(name)}()`);
  }

  #binary(op: string, left: Value, right: Value): Value {
    const from = unknownIn(left) ?? unknownIn(right);
    if (from !== undefined) return unknown(from);
    if (op === '+') {
      if (left.kind === 'number' && right.kind === 'number')
        return { kind: 'number', number: left.number + right.number };
      if (left.kind === 'list') {
        // Each sum is a new list: a script that adds items one by one costs the square of their number.
        this.step(left.items.length);
        return { kind: 'list', items: [...left.items, ...(right.kind === 'list' ? right.items : [right])] };
      }
      if (left.kind === 'map' && right.kind === 'map')
        return mapOf([...left.members.values(), ...right.members.values()]);
      const texts = [textOf(left), textOf(right)];
      return texts.includes(undefined) ? unknown('a sum') : this.#bounded(texts.join(''));
    }
    if (op === '-join') {
      const items = (left.kind === 'list' ? left.items : [left]).map(textOf);
      return items.includes(undefined) ? unknown('-join') : this.#bounded(items.join(textOf(right) ?? ''));
    }
    // A place with a width or a form, {0:N2}, is filled by rules of .NET.
    if (op === '-f' && left.kind === 'text' && !/\{\d{1,2}[,:]/.test(left.text)) {
      const args = (right.kind === 'list' ? right.items : [right]).map(textOf);
      const pieces = left.text.split(/(\{\{|\}\}|\{\d{1,2}\})/).map((piece) => {
        const number = /^\{(\d{1,2})\}$/.exec(piece)?.[1];
        if (number !== undefined) return args[Number(number)];
        return piece === '{{' || piece === '}}' ? piece.charAt(0) : piece;
      });
      // A place without a value is an error of .NET.
      if (!pieces.includes(undefined)) return this.#bounded(pieces.join(''));
    }
    return unknown(`"${op}"`);
  }
}

/** What a body hands on as one value: nothing, the value, or the list of them. */
export function single(values: readonly Value[]): Value {
  const [first = NULL] = values;
  return values.length > 1 ? { kind: 'list', items: values } : first;
}

function trim(value: string, method: string, args: readonly Value[]): string | undefined {
  if (method === 'tostring') return value;
  if (args.length > 0) return undefined;
  if (method === 'trim') return value.trim();
  if (method === 'trimstart') return value.trimStart();
  return method === 'trimend' ? value.trimEnd() : undefined;
}

import type { Argument, Expr, Stage } from './nodes.ts';
import { Expressions, NAME_CHARS, NUMBER, numberOf, TYPE, UNARY } from './expressions.ts';
import { DOUBLE, SINGLE } from './reader.ts';

const SPLAT = /@\w{1,200}/y;
const PARAMETER = /-[A-Za-z_]\w{0,100}/y;
export const REDIRECT = /(?:\d|\*)?>>?(?:&\d)?/y;

/** Commands and their arguments. */
export abstract class Commands extends Expressions {
  protected stage(): Stage {
    const at = this.r.at;
    const call = this.r.is('&') || (this.r.is('.') && /\s/.test(this.r.peek(1)));
    if (call) {
      this.r.at += 1;
      this.r.skip(false);
    } else if (this.startsExpression()) return { kind: 'value', at, value: this.binary() };
    const name = this.argument();
    if (name?.kind !== 'value')
      return { kind: 'value', at, value: { kind: 'opaque', at, what: 'a statement' } };
    return { kind: 'command', at, name: name.value, args: this.arguments() };
  }

  protected startsExpression(): boolean {
    const { next } = this.r;
    if (SINGLE.test(next) || DOUBLE.test(next)) return true;
    if (next === '$' || next === '(' || next === '{' || next === '@') return true;
    if (next === '[') return this.r.sees(TYPE);
    if (/\d/.test(next)) return this.r.sees(NUMBER);
    return this.r.sees(UNARY);
  }

  protected arguments(): Argument[] {
    const args: Argument[] = [];
    for (;;) {
      this.r.skip(false);
      if (this.atEnd() || this.r.is('|') || this.r.is('&')) return args;
      if (this.r.take(REDIRECT) !== undefined) {
        this.r.skip(false);
        if (!this.atEnd()) this.argument();
        continue;
      }
      const before = this.r.at;
      const argument = this.argument();
      if (argument !== undefined) args.push(argument);
      else if (this.r.at === before) this.r.at += 1;
    }
  }

  protected argument(): Argument | undefined {
    const name = this.r.take(PARAMETER);
    if (name !== undefined) {
      if (!this.r.is(':')) return { kind: 'parameter', name: name.slice(1).toLowerCase() };
      this.r.at += 1;
      this.r.skip(false);
      const value = this.argumentValue();
      return { kind: 'parameter', name: name.slice(1).toLowerCase(), ...(value !== undefined && { value }) };
    }
    if (this.r.is('@') && /\w/.test(this.r.peek(1)))
      return { kind: 'splat', name: (this.r.take(SPLAT) ?? '').slice(1).toLowerCase() };
    const first = this.argumentValue();
    if (first === undefined) return undefined;
    const items = [first];
    for (;;) {
      const before = this.r.at;
      this.r.skip(false);
      if (!this.r.is(',')) {
        this.r.at = before;
        break;
      }
      this.r.at += 1;
      this.r.skip(true);
      const item = this.argumentValue();
      if (item === undefined) break;
      items.push(item);
    }
    return {
      kind: 'value',
      value: items.length === 1 ? first : { kind: 'list', at: first.at, items },
    };
  }

  /** One argument: a value as in expressions, or a word that may hold quotes and variables. */
  protected argumentValue(): Expr | undefined {
    this.count(1);
    const at = this.r.at;
    const { next } = this.r;
    if (next === '(' || next === '@' || next === '{') return this.postfix(this.primary());
    if (next === '$' && this.r.peek(1) === '(') return this.postfix(this.primary());
    const parts: (string | Expr)[] = [];
    let quoted = 0;
    let word = '';
    while (!this.r.done) {
      const character = this.r.next;
      if (SINGLE.test(character) || DOUBLE.test(character)) {
        const piece = this.string();
        // A text in quotes may be followed by its members, and by nothing else: what comes next is another argument.
        if (parts.length === 0 && word === '') return this.postfix(piece);
        if (piece.kind === 'string') parts.push(...piece.parts);
        quoted += 1;
        word += "'";
      } else if (character === '$') {
        const variable = this.variable();
        if (parts.length === 0 && word === '') {
          const whole = this.postfix(variable);
          if (!this.r.sees(/[^\s;|&(){},]/y)) return whole;
          parts.push(whole);
        } else parts.push(variable);
        word += '$';
      } else if (character === '`') {
        if (/[\r\n]/.test(this.r.peek(1))) break;
        parts.push(this.r.peek(1));
        word += this.r.peek(1);
        this.r.at += 2;
      } else {
        const piece = this.r.take(NAME_CHARS);
        if (piece === undefined) break;
        parts.push(piece);
        word += piece;
      }
    }
    if (word === '') return undefined;
    const [only] = parts;
    if (parts.length === 1 && quoted === 0 && typeof only === 'string' && /^[\d-]/.test(only)) {
      const number = numberOf(only);
      if (number !== undefined) return { kind: 'number', at, value: number };
    }
    return { kind: 'string', at, parts };
  }

  /** What is left of a statement that was not understood: its strings and brackets are still read as such. */
  protected rest(): void {
    while (!this.atEnd()) {
      this.r.skip(false);
      if (this.atEnd()) return;
      const before = this.r.at;
      if (this.r.is('|') || this.r.is('&')) this.r.at += 1;
      else if (this.argument() === undefined && this.r.at === before) this.r.at += 1;
    }
  }
}

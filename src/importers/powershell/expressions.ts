import type { Expr, HashPair, Statement } from './nodes.ts';
import { DOUBLE, SINGLE } from './reader.ts';
import { Texts } from './texts.ts';

export const TYPE = /\[[A-Za-z_][\w.,` +]{0,200}(?:\[[\w.,[\] ]{0,100}\])?\]/y;
const MEMBER_NAME = /[A-Za-z_]\w{0,200}/y;
export const UNARY = /!|-(?:not|bnot|join|split)\b|[+-](?=[$([\d])|,/iy;
export const NAME_CHARS = /[^\s'"\u2018-\u201E`$(){};|&,@]+/y;
export const NUMBER = /(?:0x[0-9a-f]{1,16}|\d{1,20}(?:\.\d{1,20})?)(?:[kmgtp]b|[ldn])?(?![\w.])/iy;
/** More operands or members than an expression has. */
const MAX_LINKS = 1000;
const EMPTY_TEXT: Expr = { kind: 'string', at: 0, parts: [''] };
/** Operators by how tightly they bind, loosest first; the comma of lists binds tighter than all. */
const LEVELS: readonly RegExp[] = [
  /-(?:and|or|xor)\b/iy,
  /-(?:[ci]?(?:eq|ne|gt|lt|ge|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split|join)|is|isnot|as|band|bor|bxor|shl|shr)\b/iy,
  /\+(?![+=])|-(?![-=A-Za-z])/y,
  /[*/%](?!=)/y,
  /-f\b/iy,
  /\.\./y,
];

/** Values, operators, members and calls. */
export abstract class Expressions extends Texts {
  protected abstract block(): Statement[];
  protected abstract pipelineOrAssignment(): Statement;
  protected abstract argumentValue(): Expr | undefined;

  /** Operators, with lists as their operands. */
  protected binary(): Expr {
    return this.#operations(0, false, () => this.commaList());
  }

  /** The same with single values as their operands, where a comma ends an argument. */
  protected withoutComma(): Expr {
    return this.#operations(0, true, () => this.unary());
  }

  /** `lines`: an operator may stand on the next line. */
  #operations(level: number, lines: boolean, operand: () => Expr): Expr {
    if (level === LEVELS.length) return operand();
    let left = this.#operations(level + 1, lines, operand);
    let links = 0;
    for (;;) {
      const before = this.r.at;
      this.r.skip(lines);
      const op = this.operator(level);
      if (op === undefined) {
        this.r.at = before;
        return left;
      }
      this.r.skip(true);
      this.#link((links += 1));
      left = { kind: 'binary', at: left.at, op, left, right: this.#operations(level + 1, lines, operand) };
    }
  }

  /** One value after the other is one inside the other: there is an end to it. */
  #link(links: number): void {
    if (links > MAX_LINKS) this.r.fail(`an expression goes on for more than ${MAX_LINKS} members`);
  }

  protected operator(level: number): string | undefined {
    const pattern = LEVELS[level];
    return pattern === undefined ? undefined : this.r.take(pattern)?.toLowerCase();
  }

  protected commaList(): Expr {
    const first = this.unary();
    const items = [first];
    for (;;) {
      const before = this.r.at;
      this.r.skip(false);
      if (!this.r.is(',')) {
        this.r.at = before;
        return items.length === 1 ? first : { kind: 'list', at: first.at, items };
      }
      this.r.at += 1;
      this.r.skip(true);
      items.push(this.unary());
    }
  }

  protected unary(): Expr {
    this.count(1);
    const at = this.r.at;
    const op = this.r.take(UNARY)?.toLowerCase();
    if (op !== undefined) {
      this.r.skip(false);
      this.enter();
      const operand = this.unary();
      this.leave();
      if (op === ',') return { kind: 'list', at, items: [operand] };
      if (op === '-' && operand.kind === 'number') return { kind: 'number', at, value: -operand.value };
      if (op === '-join') return { kind: 'binary', at, op: '-join', left: operand, right: EMPTY_TEXT };
      return { kind: 'opaque', at, what: `"${op}"` };
    }
    if (this.r.is('[') && this.r.sees(TYPE)) {
      const name = (this.r.take(TYPE) ?? '').slice(1, -1).toLowerCase();
      if (this.r.starts('::')) return this.postfix({ kind: 'type', at, name });
      this.r.skip(false);
      if (this.atEnd() || /[|,=]/.test(this.r.next)) return { kind: 'type', at, name };
      this.enter();
      const operand = this.unary();
      this.leave();
      return { kind: 'cast', at, type: name, operand };
    }
    return this.postfix(this.primary());
  }

  protected primary(): Expr {
    const { at, next } = this.r;
    if (SINGLE.test(next) || DOUBLE.test(next)) return this.string();
    if (next === '$') return this.variable();
    if (next === '@') {
      const after = this.r.peek(1);
      if (SINGLE.test(after) || DOUBLE.test(after)) return this.hereString();
      if (after === '(') {
        this.r.at += 1;
        return { kind: 'sub', at, body: this.parenthesised(), list: true };
      }
      if (after === '{') return this.hash();
    }
    if (next === '(') return { kind: 'sub', at, body: this.parenthesised(), list: false };
    if (next === '{') return { kind: 'block', at, body: this.block() };
    const digits = this.r.take(NUMBER);
    const number = digits === undefined ? undefined : numberOf(digits);
    if (number !== undefined) return { kind: 'number', at, value: number };
    if (digits === undefined && !this.atEnd()) this.argumentWord();
    return { kind: 'opaque', at, what: 'an expression' };
  }

  /** A word where a value must stand: passed over, so that reading goes on behind it. */
  protected argumentWord(): void {
    if (this.r.take(NAME_CHARS) === undefined && !/[,|&]/.test(this.r.next)) this.r.at += 1;
  }

  protected postfix(expr: Expr): Expr {
    let value = expr;
    for (let links = 0; ; links += 1) {
      this.#link(links);
      const at = this.r.at;
      if (this.r.is('[')) {
        this.enter();
        this.r.at += 1;
        this.r.skip(true);
        const index = this.binary();
        this.r.skip(true);
        if (!this.r.is(']')) this.r.fail('a bracket is opened here and never closed', at);
        this.r.at += 1;
        this.leave();
        value = { kind: 'index', at: value.at, target: value, index };
        continue;
      }
      const dot = this.r.starts('::') ? 2 : this.r.is('.') && /[\w$'"(]/.test(this.r.peek(1)) ? 1 : 0;
      if (dot === 0) return value;
      this.r.at += dot;
      const name = this.memberName();
      if (name === undefined) {
        this.r.at = at;
        return value;
      }
      value = this.r.is('(')
        ? { kind: 'call', at: value.at, target: value, name, args: this.callArguments() }
        : { kind: 'member', at: value.at, target: value, name };
    }
  }

  protected memberName(): Expr | undefined {
    const { at, next } = this.r;
    if (SINGLE.test(next) || DOUBLE.test(next)) return this.string();
    if (next === '$') return this.variable();
    const name = this.r.take(MEMBER_NAME);
    return name === undefined ? undefined : { kind: 'string', at, parts: [name] };
  }

  protected callArguments(): Expr[] {
    const open = this.r.at;
    this.enter();
    this.r.at += 1;
    const args: Expr[] = [];
    for (;;) {
      this.r.skip(true);
      if (this.r.done) this.r.fail('a bracket is opened here and never closed', open);
      if (this.r.is(')')) break;
      const before = this.r.at;
      // A comma separates arguments here, it makes no list.
      args.push(this.argumentExpression());
      this.r.skip(true);
      if (this.r.is(',') || this.r.at === before) this.r.at += 1;
    }
    this.r.at += 1;
    this.leave();
    return args;
  }

  protected argumentExpression(): Expr {
    const value = this.withoutComma();
    this.r.skip(true);
    if (!this.r.is('|')) return value;
    // A pipeline as an argument: not followed.
    while (!this.r.done && !/[,)]/.test(this.r.next)) {
      const before = this.r.at;
      this.r.skip(true);
      if (this.r.is('|')) this.r.at += 1;
      else if (!/[,)]/.test(this.r.next) && this.argumentValue() === undefined && this.r.at === before)
        this.r.at += 1;
    }
    return { kind: 'opaque', at: value.at, what: 'a pipeline' };
  }

  protected hash(): Expr {
    const { at } = this.r;
    this.enter();
    this.r.at += 2;
    const pairs: HashPair[] = [];
    for (;;) {
      this.r.skip(true);
      if (this.r.done) this.r.fail('a brace is opened here and never closed', at);
      if (this.r.is('}')) break;
      const before = this.r.at;
      if (this.r.is(';')) {
        this.r.at += 1;
        continue;
      }
      const word = this.r.take(/[\w-]{1,200}/y);
      const name: Expr = word === undefined ? this.unary() : { kind: 'string', at: before, parts: [word] };
      this.r.skip(true);
      if (this.r.is('=')) {
        this.r.at += 1;
        this.r.skip(true);
        pairs.push({ name, value: this.pipelineOrAssignment() });
      }
      if (this.r.at === before) this.r.at += 1;
    }
    this.r.at += 1;
    this.leave();
    return { kind: 'hash', at, pairs };
  }

  protected atEnd(): boolean {
    return this.r.done || /[;\r\n})]/.test(this.r.next);
  }
}

const UNITS: Readonly<Record<string, number>> = {
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** The number that a literal stands for. */
export function numberOf(text: string): number | undefined {
  const [, sign = '', hex, decimal, unit] =
    /^(-?)(?:0x([0-9a-f]{1,16})|(\d+(?:\.\d+)?))(?:([kmgtp])b|[ldn])?$/i.exec(text) ?? [];
  if (hex === undefined && decimal === undefined) return undefined;
  const value = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const scaled = value * (unit === undefined ? 1 : (UNITS[unit.toLowerCase()] ?? 1));
  return sign === '' ? scaled : -scaled;
}

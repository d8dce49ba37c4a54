import { Commands, REDIRECT } from './commands.ts';
import { TYPE } from './expressions.ts';
import type { Parameter, Statement } from './nodes.ts';
import { variableName, VARIABLE } from './texts.ts';

const ASSIGN = /[-+*/%]?=(?!=)/y;
const KEYWORD =
  /(?:if|elseif|else|while|for|foreach|switch|do|until|try|catch|finally|function|filter|param|return|exit|throw|break|continue|trap|begin|process|end|dynamicparam|class|enum|using|data)(?![\w-])/iy;

/** The statements of a script; throws ScriptFault where the text is not PowerShell. Linear in its length. */
export function parseScript(text: string): readonly Statement[] {
  return new Parser(text).script();
}

class Parser extends Commands {
  script(): Statement[] {
    const statements = this.statements();
    if (!this.r.done) this.r.fail('a closing bracket has no opening one');
    return statements;
  }

  protected statements(): Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      this.r.skip(true);
      if (this.r.is(';')) {
        this.r.at += 1;
        continue;
      }
      if (this.r.done || this.r.is('}') || this.r.is(')')) break;
      const before = this.r.at;
      const statement = this.statement();
      if (statement !== undefined) statements.push(statement);
      // Whatever could not be read is passed over, never read twice.
      if (this.r.at === before) this.r.at += 1;
    }
    return statements;
  }

  protected body(): Statement[] {
    this.r.skip(true);
    if (!this.r.is('{')) return [];
    return this.block();
  }

  protected statement(): Statement | undefined {
    this.count(4);
    const at = this.r.at;
    const start = this.r.at;
    const keyword = this.r.take(KEYWORD)?.toLowerCase();
    if (keyword !== undefined) {
      const statement = this.keyword(keyword, at);
      if (statement !== undefined) return statement;
      this.r.at = start;
    }
    if (this.r.is(':') && this.r.take(/:\w{1,100}/y) !== undefined) return undefined;
    return this.pipelineOrAssignment();
  }

  protected keyword(word: string, at: number): Statement | undefined {
    switch (word) {
      case 'if': {
        const bodies = [this.conditional()];
        for (;;) {
          const before = this.r.at;
          this.r.skip(true);
          const next = this.r.take(/(?:elseif|else)(?![\w-])/iy)?.toLowerCase();
          if (next === undefined) {
            this.r.at = before;
            break;
          }
          bodies.push(next === 'else' ? this.body() : this.conditional());
        }
        return { kind: 'branches', at, bodies };
      }
      case 'switch':
        return { kind: 'branches', at, bodies: this.cases() };
      case 'while':
      case 'for':
        return { kind: 'branches', at, bodies: [this.conditional()] };
      case 'foreach':
        return this.foreach(at);
      case 'do':
      case 'try':
      case 'finally':
      case 'begin':
      case 'process':
      case 'end':
      case 'data':
        return { kind: 'body', at, body: this.body() };
      case 'until':
        this.r.skip(true);
        if (this.r.is('(')) this.parenthesised();
        return { kind: 'opaque', at };
      case 'catch':
      case 'trap':
        this.r.skip(true);
        while (this.r.take(TYPE) !== undefined) this.r.take(/[ \t,\r\n]+/y);
        return { kind: 'branches', at, bodies: [this.body()] };
      case 'function':
      case 'filter':
        return this.function(at);
      case 'param':
        this.r.skip(true);
        if (!this.r.is('(')) return undefined;
        return { kind: 'parameters', at, parameters: this.parameters() };
      case 'class':
      case 'enum':
        this.r.take(/[^{\r\n]*/y);
        if (this.r.is('{')) this.block();
        return { kind: 'opaque', at };
      case 'return':
      case 'exit':
      case 'throw':
        this.r.skip(false);
        return this.atEnd() ? { kind: 'opaque', at } : this.pipelineOrAssignment();
      case 'break':
      case 'continue':
      case 'using':
        this.rest();
        return { kind: 'opaque', at };
      default:
        return undefined;
    }
  }

  protected conditional(): Statement[] {
    this.r.skip(true);
    this.r.take(/(?:-\w{1,40}[ \t]+){0,5}/y);
    if (this.r.is('(')) this.parenthesised();
    return this.body();
  }

  /** The bodies of a `switch`, each behind what it is for. */
  protected cases(): Statement[][] {
    this.r.skip(true);
    this.r.take(/(?:-\w{1,40}[ \t]+){0,5}/y);
    if (this.r.is('(')) this.parenthesised();
    this.r.skip(true);
    const open = this.r.at;
    if (!this.r.is('{')) return [];
    this.enter();
    this.r.at += 1;
    const bodies: Statement[][] = [];
    for (;;) {
      this.r.skip(true);
      if (this.r.done) this.r.fail('a brace is opened here and never closed', open);
      if (this.r.is('}')) break;
      const before = this.r.at;
      this.argumentValue();
      this.r.skip(true);
      if (this.r.is('{')) bodies.push(this.block());
      else if (this.r.at === before) this.r.at += 1;
    }
    this.r.at += 1;
    this.leave();
    return bodies;
  }

  protected foreach(at: number): Statement | undefined {
    this.r.skip(true);
    this.r.take(/-parallel[ \t]+/iy);
    if (!this.r.is('(')) return undefined;
    const open = this.r.at;
    this.r.at += 1;
    this.r.skip(true);
    const variable = this.r.take(VARIABLE);
    this.r.skip(true);
    if (variable === undefined || this.r.take(/in\b/iy) === undefined) {
      this.r.at = open;
      this.parenthesised();
      return { kind: 'branches', at, bodies: [this.body()] };
    }
    this.r.skip(true);
    const over = this.pipelineOrAssignment();
    this.r.skip(true);
    if (!this.r.is(')')) this.r.fail('a bracket is opened here and never closed', open);
    this.r.at += 1;
    return { kind: 'foreach', at, variable: variableName(variable), over, body: this.body() };
  }

  protected function(at: number): Statement {
    this.r.skip(true);
    const name = this.r.take(/[\w:-]{1,200}/y) ?? '';
    this.r.skip(true);
    const parameters = this.r.is('(') ? this.parameters() : [];
    const body = this.body();
    const inside = body.find((one) => one.kind === 'parameters');
    return {
      kind: 'function',
      at,
      name: name.toLowerCase(),
      parameters: parameters.length > 0 || inside === undefined ? parameters : inside.parameters,
      body: body.filter((one) => one.kind !== 'parameters'),
    };
  }

  /** `(…)` of a function or of `param`: names with their literal defaults. */
  protected parameters(): Parameter[] {
    const open = this.r.at;
    this.enter();
    this.r.at += 1;
    const parameters: Parameter[] = [];
    for (;;) {
      this.r.skip(true);
      if (this.r.done) this.r.fail('a bracket is opened here and never closed', open);
      if (this.r.is(')')) break;
      const before = this.r.at;
      if (this.r.is('[')) {
        if (this.r.take(TYPE) === undefined) this.attribute();
      } else if (this.r.is('$')) {
        const name = this.r.take(VARIABLE);
        this.r.skip(true);
        const hasDefault = this.r.is('=');
        if (hasDefault) {
          this.r.at += 1;
          this.r.skip(true);
        }
        const fallback = hasDefault ? this.withoutComma() : undefined;
        if (name !== undefined)
          parameters.push({ name: variableName(name), ...(fallback !== undefined && { fallback }) });
      }
      if (this.r.at === before) this.r.at += 1;
    }
    this.r.at += 1;
    this.leave();
    return parameters;
  }

  protected pipelineOrAssignment(): Statement {
    const at = this.r.at;
    const first = this.stage();
    this.r.skip(false);
    if (first.kind === 'value') {
      const op = this.r.take(ASSIGN);
      if (op !== undefined) {
        this.r.skip(true);
        const keyword = this.r.sees(KEYWORD) ? this.statement() : undefined;
        return { kind: 'assign', at, target: first.value, op, value: keyword ?? this.pipelineOrAssignment() };
      }
    }
    const stages = [first];
    for (;;) {
      this.r.skip(false);
      this.r.take(REDIRECT);
      const before = this.r.at;
      // A pipe may also begin the next line.
      if (this.r.sees(/[ \t]*(?:\r?\n[ \t]*){1,50}\|(?!\|)/y)) this.r.skip(true);
      if (!this.r.is('|') || this.r.peek(1) === '|') {
        this.r.at = before;
        break;
      }
      this.r.at += 1;
      this.r.skip(true);
      stages.push(this.stage());
    }
    if (this.r.take(/&&|\|\|/y) === undefined) this.rest();
    return { kind: 'pipeline', at, stages };
  }
  protected block(): Statement[] {
    const open = this.r.at;
    this.enter();
    this.r.at += 1;
    const statements = this.statements();
    if (!this.r.is('}')) this.r.fail('a brace is opened here and never closed', open);
    this.r.at += 1;
    this.leave();
    return statements;
  }

  protected parenthesised(): Statement[] {
    const open = this.r.at;
    this.enter();
    this.r.at += 1;
    const statements = this.statements();
    if (!this.r.is(')')) this.r.fail('a bracket is opened here and never closed', open);
    this.r.at += 1;
    this.leave();
    return statements;
  }

  /** `[Parameter(Mandatory = $true)]`: passed over. */
  protected attribute(): void {
    this.r.at += 1;
    this.r.take(/[\w.]{1,200}/y);
    this.r.skip(true);
    if (this.r.is('(')) this.callArguments();
    this.r.skip(true);
    if (this.r.is(']')) this.r.at += 1;
  }
}

import { regCommand, splitCommandLine, type Word } from '../registry/command.ts';
import { bind, given } from './bind.ts';
import type { Argument } from './nodes.ts';
import type { Call, Interpreter } from './interpreter.ts';
import { HOLE } from '../script/script.ts';
import { textOf, unknown, unknownIn, type Value } from './values.ts';

/** `reg add …`: the words as Windows PowerShell 5.1 hands them to a program, which loses quotes inside them. */
export function nativeReg({ runner, args, at }: Call): Value {
  const words: Word[] = [];
  for (const arg of args) {
    for (const { text, from, place } of wordsOf(arg, (value) => runner.evaluate(value))) {
      if (from !== undefined) words.push({ text: '', from, at });
      else words.push(...handedOver(text, place ?? at));
    }
  }
  regCommand(words, at, runner.isConditional(), runner.sink);
  return unknown('reg');
}

interface Piece {
  readonly text: string;
  readonly from?: string | undefined;
  readonly place?: number | undefined;
}

function wordsOf(arg: Argument, evaluate: (value: never) => Value): Piece[] {
  if (arg.kind === 'splat') return [{ text: '', from: `@${arg.name}` }];
  const value = arg.value === undefined ? undefined : evaluate(arg.value as never);
  const name = arg.kind === 'parameter' ? [{ text: `-${arg.name}` }] : [];
  if (value === undefined) return name;
  const items = value.kind === 'list' ? value.items : [value];
  return [
    ...name,
    ...items.map((item) => ({
      text: textOf(item) ?? '',
      from: unknownIn(item),
      place: item.kind === 'text' ? item.at : undefined,
    })),
  ];
}

/** Version 5.1 puts quotes around a word with blanks and escapes none inside. */
function handedOver(text: string, at: number): Word[] {
  const blank = /\s/.test(text);
  if (!text.includes('"') && !text.endsWith('\\')) return [{ text, at }];
  const line = blank && !/^".*"$/s.test(text) ? `"${text}"` : text;
  return splitCommandLine(line, at).map((word) => ({ ...word, at }));
}

/** `cmd /c "reg add …"`. */
export function shellOut({ runner, args, at }: Call): Value {
  const line = new Line(runner);
  for (const arg of args) line.take(arg);
  const [, command] = /^\s*\/[ck]\s+"?\s*reg(?:\.exe)?\s+(.*)$/is.exec(line.text) ?? [];
  if (command !== undefined) {
    // A quote without another one is the end of that which stands before the command.
    const whole = command.split('"').length % 2 === 0 ? command.replace(/"$/, '') : command;
    regCommand(line.words(whole, at), at, runner.isConditional(), runner.sink);
  }
  return unknown('cmd');
}

/** `Start-Process reg -ArgumentList …`. */
export function startProcess({ runner, args, at }: Call): Value {
  const bound = bind(runner, args, {
    positional: ['filepath', 'argumentlist'],
    named: ['workingdirectory', 'verb', 'windowstyle'],
    aliases: { args: 'argumentlist' },
  });
  const program = (given(bound, 'filepath') ?? '').replace(/^.*[\\/]/, '').toLowerCase();
  const list = bound.get('argumentlist');
  if (/^reg(?:\.exe)?$/.test(program) && list !== undefined) {
    const line = new Line(runner);
    // Of a text with something computed in it, what is known counts.
    const spelled = list.kind === 'unknown' ? args.find(isCommandText) : undefined;
    if (spelled === undefined) line.add(list);
    else line.take(spelled);
    regCommand(line.words(line.text, at), at, runner.isConditional(), runner.sink);
  }
  return unknown('Start-Process');
}

function isCommandText(arg: Argument): boolean {
  if (arg.kind !== 'value' || arg.value.kind !== 'string') return false;
  const [first] = arg.value.parts;
  return typeof first === 'string' && /^\s*(?:add|delete)\s/i.test(first);
}

/** A command line that is put together; what is computed leaves a hole in it. */
class Line {
  readonly #runner: Interpreter;
  readonly #pieces: string[] = [];
  readonly #from: string[] = [];

  constructor(runner: Interpreter) {
    this.#runner = runner;
  }

  get text(): string {
    return this.#pieces.join(' ');
  }

  /** An argument; of a text in quotes, what is known of it. */
  take(arg: Argument): void {
    if (arg.kind === 'value' && arg.value.kind === 'string')
      this.#pieces.push(
        arg.value.parts
          .map((part) => (typeof part === 'string' ? part : this.#known(this.#runner.evaluate(part))))
          .join(''),
      );
    else if (arg.kind === 'value') this.add(this.#runner.evaluate(arg.value));
    else if (arg.kind === 'splat') this.#pieces.push(this.#hole(`@${arg.name}`));
    else this.#pieces.push(`-${arg.name}`);
  }

  /** A value, or each item of a list. */
  add(value: Value): void {
    for (const item of value.kind === 'list' ? value.items : [value]) this.#pieces.push(this.#known(item));
  }

  /** The words of a line; such with a hole are computed. */
  words(line: string, at: number): Word[] {
    return splitCommandLine(line, at).map(({ text }) => {
      const [, place] = text.split(HOLE);
      const from = place === undefined ? undefined : this.#from[Number(place)];
      return { text, at, ...(from !== undefined && { from }) };
    });
  }

  #known(value: Value): string {
    const from = unknownIn(value);
    return from === undefined ? (textOf(value) ?? this.#hole('an object')) : this.#hole(from);
  }

  #hole(from: string): string {
    this.#from.push(from);
    return `${HOLE}${this.#from.length - 1}${HOLE}`;
  }
}

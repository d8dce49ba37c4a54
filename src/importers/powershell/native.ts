import { regCommand, splitCommandLine, type Word } from '../registry/command.ts';
import { bind, given } from './bind.ts';
import type { Argument } from './nodes.ts';
import type { Call } from './interpreter.ts';
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
  const pieces = args.flatMap((arg) => wordsOf(arg, (value) => runner.evaluate(value)));
  const from = pieces.find((piece) => piece.from !== undefined)?.from;
  const line = pieces.map(({ text }) => text).join(' ');
  const [, command] = /^\s*\/[ck]\s+(?:")?\s*reg(?:\.exe)?\s+(.*)$/is.exec(line) ?? [];
  if (command !== undefined) {
    const words = splitCommandLine(
      command.replace(/"$/, (quote) => (command.split('"').length % 2 === 0 ? '' : quote)),
      at,
    );
    regCommand(
      words.map((word) => ({ ...word, at, ...(from !== undefined && word.text === '' && { from }) })),
      at,
      runner.isConditional(),
      runner.sink,
    );
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
    const words = (list.kind === 'list' ? list.items : [list]).flatMap((item): Word[] => {
      const from = unknownIn(item);
      if (from !== undefined) return [{ text: '', from, at }];
      return splitCommandLine(textOf(item) ?? '', at).map((word) => ({ ...word, at }));
    });
    regCommand(words, at, runner.isConditional(), runner.sink);
  }
  return unknown('Start-Process');
}

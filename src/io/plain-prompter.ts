import { createInterface } from 'node:readline';
import { Cancelled } from '../errors.ts';
import { fold } from '../text/fold.ts';
import { Back, type Choice, type Place, type Prompter, type Question, type Validate } from './prompter.ts';

/** Streams of a terminal that only prints and reads lines. */
interface PlainStreams {
  readonly input: NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  readonly signal: AbortSignal;
}

/** Typed alone, it leads back: Esc does not reach a line reader everywhere. */
const BACK: ReadonlySet<string> = new Set(['<', '\u001B']);

/**
 * The prompter of a terminal that knows no cursor (TERM=dumb, some consoles of build servers and editors, screen
 * readers): numbered lists, one line an answer, `<` for back, and secrets that show nothing while they are typed.
 */
export function plainPrompter({ input, output, signal }: PlainStreams): Prompter {
  // Nothing is drawn over, so that lines may be broken anywhere, and are between words.
  const print = (text: string): void => void output.write(`${fold(text, output.columns ?? 80)}\n`);
  const head = ({ message, hint, place }: Question): void => {
    print(`\n${message}${where(place)}`);
    if (hint !== undefined) print(`  ${hint}`);
  };
  /** One line, as typed. Rejects with `Back` or `Cancelled`. */
  const line = async (label: string, { back = true }: Question): Promise<string> => {
    output.write(label);
    const typed = (await readLine(input, signal)).trim();
    if (back && BACK.has(typed)) throw new Back();
    return typed;
  };
  const until = async <T>(
    read: () => Promise<{ readonly value: T } | { readonly problem: string }>,
    validate: Validate<T> | undefined,
  ): Promise<T> => {
    for (;;) {
      const got = await read();
      const problem = 'problem' in got ? got.problem : await validate?.(got.value);
      if (problem !== undefined) print(`  ${problem.replaceAll('\n', '\n  ')}`);
      else if ('value' in got) return got.value;
    }
  };
  const list = <T>(choices: readonly Choice<T>[]): void => {
    for (const [at, { name, description, disabled, checked, found }] of choices.entries()) {
      if (found === true) continue;
      const mark = checked === true ? ' *' : '';
      const more = disabled ?? (choices.length > MANY ? undefined : description);
      print(`  ${at + 1}. ${name}${mark}${more === undefined ? '' : ` (${more})`}`);
    }
  };
  return {
    input: (question) => {
      head(question);
      const proposal = question.default === undefined ? '' : ` [${question.default}]`;
      return until(
        async () => ({ value: (await line(`>${proposal} `, question)) || (question.default ?? '') }),
        question.validate,
      );
    },
    secret: (question) => {
      head(question);
      return until(async () => {
        output.write('> (nothing shows) ');
        const typed = (await readHidden(input, signal)).trim();
        print(`${typed.length} characters`);
        if (question.back !== false && BACK.has(typed)) throw new Back();
        return { value: typed };
      }, question.validate);
    },
    confirm: (question) => {
      head(question);
      return until<boolean>(async () => {
        const typed = await line(question.default ? '> yes or no [yes] ' : '> yes or no [no] ', question);
        if (typed === '') return { value: question.default };
        if (/^y(?:es)?$/i.test(typed)) return { value: true };
        return /^no?$/i.test(typed) ? { value: false } : { problem: 'Type yes or no, or < to go back.' };
      }, undefined);
    },
    select: async (question) => {
      const { choices, default: wanted } = question;
      head(question);
      list(choices);
      const usual = choices.find(({ value, disabled }) => value === wanted && disabled === undefined);
      const first = usual ?? choices.find(({ disabled }) => disabled === undefined);
      const at = first === undefined ? '' : String(choices.indexOf(first) + 1);
      const chosen = await until(
        async () => picked(choices, (await line(`> number or name [${at}] `, question)) || at),
        undefined,
      );
      return chosen.value;
    },
    checkbox: async (question) => {
      const { choices } = question;
      head(question);
      list(choices);
      return until(async () => {
        const typed = await line('> numbers or names with commas between [those with *] ', question);
        if (typed === '')
          return { value: choices.filter(({ checked }) => checked === true).map(({ value }) => value) };
        const all = typed.split(',').map((one) => picked(choices, one.trim()));
        const problem = all.find((one) => 'problem' in one);
        if (problem !== undefined) return problem;
        return { value: all.flatMap((one) => ('value' in one ? [one.value.value] : [])) };
      }, question.validate);
    },
  };
}

/** Lists with more entries are printed without descriptions. */
const MANY = 12;

function where(place: Place | undefined): string {
  return place === undefined ? '' : ` (${place.at} of ${place.of})`;
}

/** The choice by its number, or by a part of its name that only it has. */
function picked<T>(
  choices: readonly Choice<T>[],
  typed: string,
): { readonly value: Choice<T> } | { readonly problem: string } {
  const byNumber = /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
  const words = typed.toLowerCase();
  const named = choices.filter(({ name }) => name.toLowerCase().includes(words));
  const found =
    byNumber ??
    named.find(({ name }) => name.toLowerCase() === words) ??
    (named.length === 1 ? named[0] : undefined);
  if (found === undefined) {
    if (named.length === 0)
      return { problem: `There is no "${typed}". Type a number of the list, or < to go back.` };
    const some = named.slice(0, MANY).map((one) => `${choices.indexOf(one) + 1}. ${one.name}`);
    return { problem: `${named.length} match:\n${some.join('\n')}` };
  }
  return found.disabled === undefined
    ? { value: found }
    : { problem: `It cannot be chosen: ${found.disabled}` };
}

/** The next line of the terminal, which edits and echoes it. */
function readLine(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({ input, terminal: false });
    let line: string | undefined;
    const leave = (): void => reader.close();
    signal.addEventListener('abort', leave, { once: true });
    reader.once('line', (text) => {
      line ??= text;
      reader.close();
    });
    reader.once('close', () => {
      signal.removeEventListener('abort', leave);
      input.pause();
      if (line === undefined || signal.aborted) reject(new Cancelled());
      else resolve(line);
    });
  });
}

/** The next line without echo. */
function readHidden(input: PlainStreams['input'], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    input.setRawMode?.(true);
    const end = (give: () => void): void => {
      input.off('data', onData);
      input.off('end', onEnd);
      signal.removeEventListener('abort', onEnd);
      input.setRawMode?.(false);
      input.pause();
      give();
    };
    const onEnd = (): void => end(() => reject(new Cancelled()));
    const onData = (chunk: Buffer | string): void => {
      for (const one of chunk.toString()) {
        if (one === '\r' || one === '\n') {
          end(() => resolve(typed));
          return;
        }
        // Ctrl-C, Ctrl-D and Ctrl-\.
        if (one === '\u0003' || one === '\u0004' || one === '\u001C') {
          onEnd();
          return;
        }
        if (one === '\u007F' || one === '\b') typed = Array.from(typed).slice(0, -1).join('');
        else if (one === '\u0015') typed = '';
        else typed += one;
      }
    };
    input.on('data', onData);
    input.once('end', onEnd);
    signal.addEventListener('abort', onEnd, { once: true });
    input.resume();
  });
}

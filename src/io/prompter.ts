import { emitKeypressEvents, type Interface } from 'node:readline';
import type * as Prompts from './prompts.ts';
import { Cancelled } from '../errors.ts';
import { fold } from '../text/fold.ts';
import type { ListItem } from './list-prompt.ts';
import { joinPastes } from './paste.ts';
import { EDIT_KEYS, SECRET_KEYS, themeOf, type Look } from './prompt-theme.ts';
import type { Choice, Question, Validate } from './question.ts';

export type { Look } from './prompt-theme.ts';
export type { Choice, Place, Question, Validate } from './question.ts';

/** Rejects a question when the person wants the one before it (Esc). */
export class Back extends Error {
  constructor() {
    super('back');
    this.name = 'Back';
  }
}

/**
 * Everything the wizard asks goes through here; tests answer from a script. Ctrl-C and the end of input reject
 * with `Cancelled`, Esc with `Back`.
 */
export interface Prompter {
  /** An empty answer gives the default, when there is one. */
  input(question: Question & { default?: string; validate?: Validate<string> }): Promise<string>;
  /** Typed text is masked on screen. */
  secret(question: Question & { validate?: Validate<string> }): Promise<string>;
  confirm(question: Question & { default: boolean }): Promise<boolean>;
  select<T>(question: Question & { choices: readonly Choice<T>[]; default?: T }): Promise<T>;
  checkbox<T>(
    question: Question & { choices: readonly Choice<T>[]; validate?: Validate<readonly T[]> },
  ): Promise<T[]>;
  /** Does work that the person may stop: Esc and Ctrl-C abort its signal, and reject with `Back` and `Cancelled`. */
  interruptible?<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** The same prompter in these clothes; without it, plain text. */
  styledAs?(look: Look): Prompter;
}

/** Streams a prompt reads and draws on, and the signal that ends it. */
interface PrompterStreams {
  readonly input: NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
  readonly output: NodeJS.WritableStream & { readonly columns?: number; readonly rows?: number };
  readonly signal: AbortSignal;
}

const asItIs = (text: string): string => text;
const PLAIN: Look = {
  error: asItIs,
  info: asItIs,
  ok: asItIs,
  strong: asItIs,
  faint: asItIs,
  wrap: asItIs,
};

/** A lone Esc and the start of an arrow key look alike until this long after; Node's half second feels broken. */
const ESCAPE_MS = 80;
/** A terminal of fewer lines shows no hint above a list, and one line of a description. */
const SMALL_ROWS = 15;
/** Lines around the entries of a list: question, search, blank, keys, and one for the cursor. */
const AROUND_A_LIST = 6;
/** Asks the terminal to mark what is pasted, and no more. Terminals that cannot do it ignore it. */
const MARK_PASTES = '\u001B[?2004h';
const MARK_NO_PASTES = '\u001B[?2004l';

/** The prompter of a real terminal. Questions are drawn on `output` (stderr): stdout carries results only. */
export function terminalPrompter(streams: PrompterStreams, look: Look = PLAIN): Prompter {
  // Loaded at the first question: nobody who asks nothing pays for it.
  let library: Promise<typeof Prompts> | undefined;
  // A terminal that was never measured says 0.
  const columns = (): number => Math.max(0, streams.output.columns ?? 0) || 80;
  const rows = (): number => Math.max(0, streams.output.rows ?? 0) || 24;
  const small = (): boolean => rows() < SMALL_ROWS;
  const theme = themeOf(look, columns, small);
  const height = (text: string): number => look.wrap(text, columns() - 4, '  ').split('\n').length;
  /** Lines that are left for entries. */
  const pageSize = ({ message, hint }: Question, items: readonly ListItem[]): number => {
    const described = Math.max(
      0,
      ...items.map(({ description: one }) => (one === undefined ? 0 : height(one))),
    );
    const below = small() ? Math.min(1, described) : described;
    const above = height(`${message} (10 of 10)`) + (hint === undefined || small() ? 0 : height(hint));
    return Math.max(3, rows() - above - below - AROUND_A_LIST);
  };
  const verdict = async <T>(validate: Validate<T> | undefined, answer: T): Promise<true | string> =>
    (await validate?.(answer)) ?? true;
  const ask = async <T>(
    prompt: (library: typeof Prompts, context: PromptContext) => Promise<T>,
    { back = true }: Question,
    escape: Escape = { held: false },
  ): Promise<T> => {
    library ??= import('./prompts.ts');
    return untilLeft(await library, streams, { back, escape }, prompt);
  };
  const choose = <T>(
    question: Question & {
      readonly choices: readonly Choice<T>[];
      readonly validate?: Validate<readonly T[]>;
    },
    { several, initial }: { readonly several: boolean; readonly initial: readonly number[] },
  ): Promise<readonly T[]> => {
    const { choices } = question;
    const items = choices.map((choice) => toItem(choice, look, columns()));
    const escape: Escape = { held: false };
    const valuesAt = (positions: readonly number[]): T[] =>
      choices.filter((_one, at) => positions.includes(at)).map(({ value }) => value);
    return ask(
      ({ list }, context) =>
        list(
          {
            message: question.message,
            items,
            several,
            initial,
            pageSize: pageSize(question, items),
            escape,
            validate: (positions) => verdict(question.validate, valuesAt(positions)),
            theme: theme(question),
          },
          context,
        ).then(valuesAt),
      question,
      escape,
    );
  };
  return {
    input: (question) =>
      ask(
        ({ input }, context) =>
          input(
            {
              message: question.message,
              ...(question.default === undefined ? {} : { default: question.default }),
              theme: theme(question, question.default === undefined ? [] : EDIT_KEYS, true),
              validate: (answer) => verdict(question.validate, answer.trim()),
            },
            context,
          ).then((answer) => answer.trim()),
        question,
      ),
    secret: (question) =>
      ask(
        ({ secret }, context) =>
          secret(
            {
              message: question.message,
              theme: theme(question, SECRET_KEYS, true),
              validate: (answer) => verdict(question.validate, answer.trim()),
            },
            context,
          ).then((answer) => answer.trim()),
        question,
      ),
    confirm: (question) =>
      ask(
        ({ confirm }, context) =>
          confirm(
            { message: question.message, default: question.default, theme: theme(question, [], true) },
            context,
          ),
        question,
      ),
    select: async (question) => {
      const { choices, default: wanted } = question;
      const at = wanted === undefined ? -1 : choices.findIndex(({ value }) => value === wanted);
      const [chosen] = await choose(question, { several: false, initial: at === -1 ? [] : [at] });
      return chosen as (typeof choices)[number]['value'];
    },
    checkbox: async (question) => {
      const initial = question.choices.flatMap(({ checked }, at) => (checked === true ? [at] : []));
      return [...(await choose(question, { several: true, initial }))];
    },
    interruptible: (work) => untilStopped(streams, work),
    styledAs: (other) => terminalPrompter(streams, other),
  };
}

/** Whether the prompt takes Esc itself. */
interface Escape {
  held: boolean;
}

interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  /** Read when the prompt ends: what was going back leaves nothing on the screen. */
  clearPromptOnDone: boolean;
}

/** A key as Node's readline tells it. */
interface PressedKey {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
}

/** Ctrl-\, which quits a program: while keys are read one by one, the terminal makes no signal of it. */
const QUIT = '\u001C';

/** Runs one prompt until it is answered, or left by Esc, Ctrl-C, Ctrl-\, Ctrl-D or the end of the terminal. */
async function untilLeft<T>(
  library: typeof Prompts,
  { input, output, signal }: PrompterStreams,
  { back, escape }: { readonly back: boolean; readonly escape: Escape },
  prompt: (library: typeof Prompts, context: PromptContext) => Promise<T>,
): Promise<T> {
  emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  const leave = new AbortController();
  const context: PromptContext = {
    input,
    output,
    signal: AbortSignal.any([signal, leave.signal]),
    clearPromptOnDone: false,
  };
  const state = { open: true, wantsBack: false };
  const onKey = (_text: unknown, key: PressedKey | undefined): void => {
    if (key?.sequence === QUIT) leave.abort();
    if (!back || key?.name !== 'escape' || escape.held) return;
    state.wantsBack = true;
    context.clearPromptOnDone = true;
    leave.abort();
  };
  // Ctrl-D on an empty line closes the reader without an answer; inquirer would wait for ever.
  const onPause = (): void => {
    setImmediate(() => {
      if (state.open) leave.abort();
    });
  };
  const onEnd = (): void => leave.abort();
  const undo = joinPastes(input);
  input.on('keypress', onKey);
  input.on('pause', onPause);
  input.on('end', onEnd);
  output.write(MARK_PASTES);
  try {
    return await prompt(library, context);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw error;
    throw state.wantsBack && !signal.aborted ? new Back() : new Cancelled();
  } finally {
    state.open = false;
    // The stream of a test ends with the prompt.
    if (output.writable) output.write(MARK_NO_PASTES);
    undo();
    input.off('keypress', onKey);
    input.off('pause', onPause);
    input.off('end', onEnd);
  }
}

/** Listens for Esc, Ctrl-C and Ctrl-\ while something is done. Whatever else is typed meanwhile is dropped. */
async function untilStopped<T>(
  { input, signal }: PrompterStreams,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  const stop = new AbortController();
  let left: Back | Cancelled | undefined;
  const onKey = (_text: unknown, key: PressedKey | undefined): void => {
    if (key?.name === 'escape') left ??= new Back();
    else if ((key?.ctrl === true && key.name === 'c') || key?.sequence === QUIT) left = new Cancelled();
    if (left !== undefined) stop.abort();
  };
  input.on('keypress', onKey);
  input.setRawMode?.(true);
  input.resume();
  try {
    const result = await work(AbortSignal.any([signal, stop.signal]));
    if (stop.signal.aborted) stop.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw left ?? error;
  } finally {
    input.off('keypress', onKey);
    input.setRawMode?.(false);
    input.pause();
  }
}

/** A choice as a list shows it: why it cannot be chosen stands beside the name when the line has space, else below it. */
function toItem<T>(choice: Choice<T>, look: Look, columns: number): ListItem {
  const { name, short = name, description, disabled, found } = choice;
  const item = {
    // Behind the cursor and a box.
    name: fold(`    ${name}`, columns).trimStart(),
    short: short.replace(/ {2,}.*$/, ''),
    ...(description === undefined ? {} : { description }),
    ...(found === true ? { found } : {}),
  };
  if (disabled === undefined) return item;
  const left = columns - name.length - 8;
  const reason =
    disabled.length <= left ? `· ${disabled}` : `\n      ${look.wrap(disabled, columns - 8, '      ')}`;
  return { ...item, disabled: reason };
}

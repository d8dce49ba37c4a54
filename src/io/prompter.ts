import { emitKeypressEvents, type Interface } from 'node:readline';
import type * as Inquirer from './inquirer.ts';
import { Cancelled } from '../errors.ts';
import { joinPastes } from './paste.ts';

/** One choice of a list. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Said after the question once chosen; the name when absent. */
  readonly short?: string;
  /** Shown below the list while the choice is under the cursor. */
  readonly description?: string;
  /** Not choosable, with the reason, which stands beside the name. */
  readonly disabled?: string;
  readonly checked?: boolean;
}

/** Undefined when the answer is good; otherwise what is wrong and, in further lines, what to do. */
export type Validate<T> = (answer: T) => string | undefined | Promise<string | undefined>;

/** Where a question stands on the way to the end, both from 1. */
export interface Place {
  readonly at: number;
  readonly of: number;
}

/** What every question has. */
export interface Question {
  readonly message: string;
  /** One sentence below the question that goes away with the answer. */
  readonly hint?: string;
  /** Shown behind the question, such as "2 of 4". */
  readonly place?: Place;
  /** `false`: there is nothing before this question, and Esc does nothing. */
  readonly back?: boolean;
}

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
  /** The same prompter in these clothes; without it, plain text. */
  dressed?(look: Look): Prompter;
}

/** How questions look: given in, because colours are decided by flags and environment. */
export interface Look {
  readonly error: (text: string) => string;
  readonly info: (text: string) => string;
  readonly ok: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** Breaks prose at spaces; further lines get the indent. */
  readonly wrap: (text: string, width: number, indent: string) => string;
}

/** Streams a prompt reads and draws on, and the signal that ends it. */
interface PrompterStreams {
  readonly input: NodeJS.ReadableStream;
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
/** Lines a list leaves free: question, hint, description, keys, what came before. */
const AROUND_A_LIST = 9;

/** The prompter of a real terminal. Questions are drawn on `output` (stderr): stdout carries results only. */
export function terminalPrompter(streams: PrompterStreams, look: Look = PLAIN): Prompter {
  // Loaded at the first question: nobody who asks nothing pays for it.
  let library: Promise<typeof Inquirer> | undefined;
  // A terminal that was never measured says 0.
  const columns = (): number => Math.max(0, streams.output.columns ?? 0) || 80;
  const pageSize = (): number => Math.max(5, (streams.output.rows ?? 24) - AROUND_A_LIST);
  const theme = themeOf(look, columns);
  const verdict = async <T>(validate: Validate<T> | undefined, answer: T): Promise<true | string> =>
    (await validate?.(answer)) ?? true;
  const ask = async <T>(
    prompt: (library: typeof Inquirer, context: PromptContext) => Promise<T>,
    { back = true }: Question,
  ): Promise<T> => {
    library ??= import('./inquirer.ts');
    return untilLeft(await library, streams, back, prompt);
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
        ({ password }, context) =>
          password(
            {
              message: question.message,
              mask: '•',
              toggleMask: false,
              theme: theme(question, [], true),
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
    select: (question) =>
      ask(
        ({ select }, context) =>
          select(
            {
              message: question.message,
              choices: question.choices.map((choice) => toChoice(choice, look, columns())),
              ...(question.default === undefined ? {} : { default: question.default }),
              theme: theme(question),
              pageSize: pageSize(),
              loop: false,
            },
            context,
          ),
        question,
      ),
    checkbox: (question) =>
      ask(
        ({ checkbox }, context) =>
          checkbox(
            {
              message: question.message,
              choices: question.choices.map((choice) => ({
                ...toChoice(choice, look, columns()),
                checked: choice.checked ?? false,
              })),
              validate: (answers) =>
                verdict(
                  question.validate,
                  answers.map((answer) => answer.value),
                ),
              theme: theme(question),
              shortcuts: { invert: null },
              pageSize: pageSize(),
              loop: false,
            },
            context,
          ),
        question,
      ),
    dressed: (other) => terminalPrompter(streams, other),
  };
}

interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  /** Read when the prompt ends: what was going back leaves nothing on the screen. */
  clearPromptOnDone: boolean;
}

/** Runs one prompt until it is answered, or left by Esc, Ctrl-C, Ctrl-D or the end of the terminal. */
async function untilLeft<T>(
  library: typeof Inquirer,
  { input, output, signal }: PrompterStreams,
  back: boolean,
  prompt: (library: typeof Inquirer, context: PromptContext) => Promise<T>,
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
  const onKey = (_text: unknown, key: { readonly name?: string } | undefined): void => {
    if (!back || key?.name !== 'escape') return;
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
  try {
    return await prompt(library, context);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name !== 'ExitPromptError' && name !== 'AbortPromptError') throw error;
    throw state.wantsBack && !signal.aborted ? new Back() : new Cancelled();
  } finally {
    state.open = false;
    undo();
    input.off('keypress', onKey);
    input.off('pause', onPause);
    input.off('end', onEnd);
  }
}

type Keys = readonly (readonly [key: string, action: string])[];
const EDIT_KEYS: Keys = [
  ['⏎', 'take it'],
  ['tab', 'edit'],
  ['⌫', 'clear'],
];

/** One theme for all prompts: the library's own colours know nothing of NO_COLOR on Node 20. */
function themeOf(look: Look, columns: () => number) {
  return (question: Question, keys: Keys = [], line = false) => {
    const esc: Keys = question.back === false ? [] : [['esc', 'back']];
    const tip = (all: Keys): string =>
      all.map(([key, action]) => `${look.strong(key)} ${look.faint(action)}`).join(look.faint(' · '));
    return {
      prefix: { idle: look.info('?'), done: look.ok('✔') },
      icon: {
        cursor: look.info('❯'),
        checked: look.ok('[x]'),
        unchecked: '[ ]',
        disabledChecked: ' - ',
        disabledUnchecked: ' - ',
      },
      style: {
        message: (text: string, status: string) => {
          if (status === 'done') return look.strong(look.wrap(text, columns() - 4, '  '));
          const { place } = question;
          const where = place === undefined ? '' : `(${place.at} of ${place.of})`;
          const lines = look.wrap(`${text} ${where}`.trim(), columns() - 4, '  ');
          const asked =
            where !== '' && lines.endsWith(` ${where}`)
              ? `${look.strong(lines.slice(0, -where.length))}${look.faint(where)}`
              : look.strong(lines);
          const below = [
            ...(question.hint === undefined
              ? []
              : [look.faint(look.wrap(question.hint, columns() - 4, '  '))]),
            ...(line ? [tip([...keys, ...esc])].filter((one) => one !== '') : []),
          ];
          if (line) return [asked, ...below, look.info('›')].join('\n  ');
          return [asked, ...below].join('\n  ');
        },
        answer: (text: string) => {
          if (text === '') return look.faint('nothing');
          // How long a secret is, is nobody's business.
          return look.info(/^\u2022+$/.test(text) ? '••••' : text);
        },
        error: (text: string) =>
          text
            .split('\n')
            .map((part, at) =>
              at === 0
                ? look.error(`✖ ${look.wrap(part, columns() - 4, '  ')}`)
                : `  ${look.wrap(part, columns() - 4, '  ')}`,
            )
            .join('\n'),
        defaultAnswer: (text: string) => look.faint(`(${text})`),
        help: look.faint,
        highlight: look.info,
        key: look.strong,
        disabled: look.faint,
        description: (text: string) => `  ${look.faint(look.wrap(text, columns() - 4, '  '))}`,
        keysHelpTip: (all: [key: string, action: string][]) => tip([...all, ...esc]),
        renderSelectedChoices: (chosen: readonly { readonly short: string }[]) =>
          chosen.length === 0 ? 'none' : chosen.map((one) => one.short).join(', '),
      },
    };
  };
}

interface LibraryChoice<T> {
  readonly value: T;
  readonly name: string;
  readonly short: string;
  readonly description?: string;
  readonly disabled?: string;
}

function toChoice<T>(choice: Choice<T>, look: Look, columns: number): LibraryChoice<T> {
  const { value, name, short = name, description, disabled } = choice;
  const shown = {
    value,
    name,
    short: short.replace(/ {2,}.*$/, ''),
    ...(description === undefined ? {} : { description }),
  };
  if (disabled === undefined) return shown;
  // Beside the name when the line has room, else below it.
  const room = columns - name.length - 8;
  const reason =
    disabled.length <= room ? `· ${disabled}` : `\n      ${look.wrap(disabled, columns - 8, '      ')}`;
  return { ...shown, disabled: reason };
}

import { Cancelled } from './errors.ts';

/** One choice of a list. */
export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Shown below the list while the choice is under the cursor. */
  readonly description?: string;
  /** Not choosable, with the reason. */
  readonly disabled?: string;
  readonly checked?: boolean;
}

/** Undefined when the answer is good; otherwise what is wrong, in one line. */
export type Judge<T> = (answer: T) => string | undefined | Promise<string | undefined>;

/** Everything the wizard asks goes through here; tests answer from a script. Ctrl-C rejects with `Cancelled`. */
export interface Prompter {
  input(question: {
    message: string;
    default?: string;
    judge?: Judge<string>;
    hint?: string;
  }): Promise<string>;
  /** Typed text is masked on screen. */
  secret(question: { message: string; judge?: Judge<string> }): Promise<string>;
  confirm(question: { message: string; default: boolean }): Promise<boolean>;
  select<T>(question: {
    message: string;
    choices: readonly Choice<T>[];
    default?: T;
    pageSize?: number;
  }): Promise<T>;
  checkbox<T>(question: {
    message: string;
    choices: readonly Choice<T>[];
    judge?: Judge<readonly T[]>;
    pageSize?: number;
  }): Promise<T[]>;
}

/** Streams a prompt reads and draws on, and the signal that ends it. */
export interface PrompterStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** The prompter of a real terminal. Questions are drawn on `output` (stderr): stdout carries results only. */
export function terminalPrompter(streams: PrompterStreams): Prompter {
  // Loaded at the first question: nobody who asks nothing pays for it.
  const library = import('@inquirer/prompts');
  const context = { input: streams.input, output: streams.output, signal: streams.signal };
  const ask = async <T>(prompt: (prompts: Awaited<typeof library>) => Promise<T>): Promise<T> => {
    try {
      return await prompt(await library);
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'ExitPromptError' || name === 'AbortPromptError') throw new Cancelled();
      throw error;
    }
  };
  const verdict = async <T>(judge: Judge<T> | undefined, answer: T): Promise<true | string> =>
    (await judge?.(answer)) ?? true;
  return {
    input: ({ message, default: initial, judge }) =>
      ask((prompts) =>
        prompts.input(
          {
            message,
            ...(initial === undefined ? {} : { default: initial, prefill: 'editable' as const }),
            validate: (answer) => verdict(judge, answer),
          },
          context,
        ),
      ),
    secret: ({ message, judge }) =>
      ask((prompts) =>
        prompts.password({ message, mask: '•', validate: (answer) => verdict(judge, answer) }, context),
      ),
    confirm: ({ message, default: initial }) =>
      ask((prompts) => prompts.confirm({ message, default: initial }, context)),
    select: ({ message, choices, default: initial, pageSize }) =>
      ask((prompts) =>
        prompts.select(
          {
            message,
            choices: choices.map(toChoice),
            ...(initial === undefined ? {} : { default: initial }),
            pageSize: pageSize ?? 10,
            loop: false,
          },
          context,
        ),
      ),
    checkbox: ({ message, choices, judge, pageSize }) =>
      ask((prompts) =>
        prompts.checkbox(
          {
            message,
            choices: choices.map((choice) => ({ ...toChoice(choice), checked: choice.checked ?? false })),
            validate: (answers) =>
              verdict(
                judge,
                answers.map((answer) => answer.value),
              ),
            pageSize: pageSize ?? 10,
            loop: false,
          },
          context,
        ),
      ),
  };
}

function toChoice<T>(choice: Choice<T>): { value: T; name: string; description?: string; disabled?: string } {
  const { value, name, description, disabled } = choice;
  return {
    value,
    name,
    ...(description === undefined ? {} : { description }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

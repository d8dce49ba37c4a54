import { Cancelled } from '../../src/errors.ts';
import {
  Back,
  type Choice,
  type Validate,
  type Place,
  type Prompter,
  type Question,
} from '../../src/io/prompter.ts';

/** Takes the default: Enter alone. */
export const ENTER = Symbol('Enter');
/** Esc. */
export const BACK = Symbol('Esc');
/** Ctrl-C. */
export const CANCEL = Symbol('Ctrl-C');

/** An answer that must be refused with these words; the next entry answers the same question. */
export interface Refused {
  readonly refused: string | readonly string[];
  readonly with: RegExp;
}
export const refused = (answer: string | readonly string[], words: RegExp): Refused => ({
  refused: answer,
  with: words,
});

/** What is typed; the beginning of the name of a choice; those of several; yes or no. */
export type Answer = string | readonly string[] | boolean | symbol | Refused;

/** The beginning of the question that must come now, and the answer to it. */
export type Entry = readonly [question: string, answer: Answer];

export interface Script extends Prompter {
  /** Questions as they came, with the choices of lists. */
  readonly asked: readonly Asked[];
  /** Fails when answers are left over. */
  done(): void;
}

export interface Asked {
  readonly message: string;
  readonly hint: string | undefined;
  readonly kind: 'input' | 'secret' | 'confirm' | 'select' | 'checkbox';
  readonly choices: readonly string[];
  /** What is told of each choice beside its name. */
  readonly descriptions: readonly (string | undefined)[];
  readonly initial: unknown;
  readonly place: Place | undefined;
}

/** A prompter that answers from a script and fails on any question that is not the next one in it. */
export function scriptPrompter(entries: readonly Entry[]): Script {
  const left = [...entries];
  return prompterOf(
    (message, kind) => {
      const next = left[0];
      if (next === undefined) throw new Error(`The script is over, yet ${kind} asks: ${message}`);
      if (!message.startsWith(next[0]))
        throw new Error(`The script expects "${next[0]}", yet ${kind} asks: ${message}`);
      left.shift();
      return next[1];
    },
    () => {
      if (left.length > 0) throw new Error(`Never asked: ${left.map(([question]) => question).join(' | ')}`);
    },
  );
}

/** A prompter that looks each question up, whatever the order; `first` may answer otherwise once. */
export function lookupPrompter(
  answers: Readonly<Record<string, Answer>>,
  once?: { readonly question: string; readonly answer: symbol },
): Script {
  let pending = once;
  return prompterOf(
    (message, kind) => {
      if (pending !== undefined && message.startsWith(pending.question)) {
        const { answer } = pending;
        pending = undefined;
        return answer;
      }
      const key = Object.keys(answers)
        .filter((one) => message.startsWith(one))
        .sort((a, b) => b.length - a.length)[0];
      if (key === undefined) throw new Error(`No answer for ${kind}: ${message}`);
      return answers[key] ?? ENTER;
    },
    () => undefined,
  );
}

function prompterOf(next: (message: string, kind: Asked['kind']) => Answer, done: () => void): Script {
  const asked: Asked[] = [];
  const take = (
    kind: Asked['kind'],
    question: Question & { readonly default?: unknown },
    choices: readonly Choice<unknown>[] = [],
  ): Exclude<Answer, symbol> | typeof ENTER => {
    asked.push({
      kind,
      message: question.message,
      hint: question.hint,
      choices: choices.map(({ name, disabled }) => (disabled === undefined ? name : `${name} (${disabled})`)),
      descriptions: choices.map(({ description }) => description),
      initial: question.default,
      place: question.place,
    });
    const answer = next(question.message, kind);
    if (answer === CANCEL) throw new Cancelled();
    if (answer === BACK) {
      if (question.back === false) throw new Error(`There is no way back from: ${question.message}`);
      throw new Back();
    }
    return answer as Exclude<Answer, symbol> | typeof ENTER;
  };
  const checked = async <T>(
    question: Question,
    kind: Asked['kind'],
    answer: Exclude<Answer, symbol> | typeof ENTER,
    value: (given: string | readonly string[] | typeof ENTER) => T,
    validate: Validate<T> | undefined,
  ): Promise<T> => {
    let given = answer;
    while (isRefused(given)) {
      const verdict = await validate?.(value(given.refused));
      if (verdict === undefined)
        throw new Error(`"${String(given.refused)}" was accepted: ${question.message}`);
      if (!given.with.test(verdict)) throw new Error(`"${String(given.refused)}" was refused so: ${verdict}`);
      const again = next(question.message, kind);
      if (again === CANCEL) throw new Cancelled();
      if (again === BACK) throw new Back();
      given = again as Exclude<Answer, symbol> | typeof ENTER;
    }
    const result = value(given as string | readonly string[] | typeof ENTER);
    const verdict = await validate?.(result);
    if (verdict !== undefined) throw new Error(`Refused at "${question.message}": ${verdict}`);
    return result;
  };
  const text = (given: unknown, initial: string | undefined): string =>
    given === ENTER ? (initial ?? '') : wanted(given, 'string');
  return {
    asked,
    done,
    async input(question) {
      const answer = take('input', question);
      return checked(question, 'input', answer, (given) => text(given, question.default), question.validate);
    },
    async secret(question) {
      const answer = take('secret', question);
      return checked(question, 'secret', answer, (given) => text(given, undefined), question.validate);
    },
    confirm(question) {
      return promised(() => {
        const answer = take('confirm', question);
        if (answer === 'No') return false;
        return answer === ENTER ? question.default : wanted(answer, 'boolean');
      });
    },
    select<T>(question: Parameters<Prompter['select']>[0] & { choices: readonly Choice<T>[]; default?: T }) {
      return promised(() => {
        const answer = take('select', question, question.choices);
        if (answer === ENTER)
          return (selected(question.choices, question.default) ?? usable(question.choices)).value;
        return pick(question.choices, wanted(answer, 'string'), question.message).value;
      });
    },
    async checkbox<T>(
      question: Question & { choices: readonly Choice<T>[]; validate?: Validate<readonly T[]> },
    ) {
      const answer = take('checkbox', question, question.choices);
      return [
        ...(await checked<readonly T[]>(
          question,
          'checkbox',
          answer,
          (given) =>
            given === ENTER
              ? question.choices.filter(({ checked }) => checked === true).map(({ value }) => value)
              : (given as readonly string[]).map(
                  (name) => pick(question.choices, name, question.message).value,
                ),
          question.validate,
        )),
      ];
    },
  };
}

function promised<T>(make: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(make());
  });
}

function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

function wanted(answer: unknown, type: 'string'): string;
function wanted(answer: unknown, type: 'boolean'): boolean;
function wanted(answer: unknown, type: 'string' | 'boolean'): unknown {
  if (typeof answer !== type)
    throw new Error(`The script answers ${String(answer)} where a ${type} is asked for`);
  return answer;
}

function selected<T>(choices: readonly Choice<T>[], value: T | undefined): Choice<T> | undefined {
  return value === undefined ? undefined : choices.find((choice) => choice.value === value);
}

function usable<T>(choices: readonly Choice<T>[]): Choice<T> {
  const first = choices.find(({ disabled }) => disabled === undefined);
  if (first === undefined) throw new Error('Nothing can be chosen');
  return first;
}

function pick<T>(choices: readonly Choice<T>[], name: string, message: string): Choice<T> {
  const found =
    choices.find((choice) => choice.name === name) ?? choices.find((choice) => choice.name.startsWith(name));
  if (found === undefined)
    throw new Error(
      `"${message}" has no choice "${name}", only: ${choices.map((one) => one.name).join(' | ')}`,
    );
  if (found.disabled !== undefined) throw new Error(`"${name}" cannot be chosen: ${found.disabled}`);
  return found;
}

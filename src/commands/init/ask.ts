import { diagnostic } from '../../diagnostics.ts';
import type { Choice } from '../../io/prompter.ts';
import { printable } from '../../text/printable.ts';
import { valueText } from '../../report/value-text.ts';
import { decodeWire, type KeyName, keySpec, type KeySpec, type Path, show } from '../../schema/index.ts';
import { keyRow, type KeyRow } from '../../schema/descriptions.ts';
import type { Draft } from './draft.ts';
import { refusal, remark, stands, words } from './refusal.ts';
import { askSecret } from './secret.ts';
import type { Asked, Wizard } from './step.ts';
import type { FieldType } from '../../schema/index.ts';
import { foldType, type Kinds } from '../../schema/forms.ts';
import { isObject, jsonOrText } from '../../text/json.ts';

/** Asks for a value by what its row says it is. */
export async function askValue(wizard: Wizard, asked: Asked): Promise<void> {
  const { draft } = wizard;
  const [key] = asked.path;
  const spec = keyRow(key);
  const before = draft.get(key);
  for (;;) {
    const value =
      spec.secret === true && lineOf(spec.type) === 'word'
        ? await askSecret(wizard, asked)
        : await askPlain(wizard, asked, spec);
    // A default is left out, unless the file says it already.
    draft.answer(key, isSame(value, spec.default) && !isSame(value, before) ? undefined : value);
    if (await stands(wizard, key)) return;
  }
}

function isSame(left: unknown, right: unknown): boolean {
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

const LEAVE_OUT = Symbol('leave out');

async function askPlain(wizard: Wizard, asked: Asked, spec: KeyRow): Promise<unknown> {
  const { prompter, draft } = wizard;
  const { path, message, hint, optional = false } = asked;
  const current = draft.get(path[0]);
  const question = { message, ...(hint === undefined ? {} : { hint }) };
  const values =
    spec.type.kind === 'boolean' ? [true, false] : spec.type.kind === 'enum' ? spec.type.values : [];
  if (values.length > 0) {
    const choices: Choice<unknown>[] = values.map((value) => ({
      value,
      name: String(value),
      ...(value === spec.default ? { description: 'What an unset key means.' } : {}),
    }));
    if (optional)
      choices.push({
        value: LEAVE_OUT,
        name: 'leave it out',
        ...(spec.unset === undefined ? {} : { description: spec.unset }),
      });
    const chosen = await prompter.select<unknown>({
      ...question,
      choices,
      default: values.includes(current as never) ? current : optional ? LEAVE_OUT : values[0],
    });
    return chosen === LEAVE_OUT ? undefined : chosen;
  }
  const text = await prompter.input({
    ...question,
    ...(current === undefined ? {} : offered(asText(current, spec))),
    validate: (answer) =>
      answer === '' && optional ? undefined : refusal(draft, path, fromText(answer, spec)),
  });
  return text === '' && optional ? undefined : fromText(text, spec);
}

/** A text to accept with Enter, unless it holds what a terminal would obey: then it is to be typed anew. */
export function offered(text: string): { readonly default?: string } {
  return text === printable(text, text.length + 1) ? { default: text } : {};
}

/** A value as it is typed: lists of words with commas between, other structures as JSON. */
function asText(value: unknown, spec: KeySpec): string {
  if (typeof value === 'string') return value;
  if (
    lineOf(spec.type) === 'words' &&
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string')
  )
    return value.join(', ');
  return JSON.stringify(value);
}

function fromText(text: string, spec: KeySpec): unknown {
  if (lineOf(spec.type) === 'words' && !text.trimStart().startsWith('['))
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (spec.type.kind === 'any') return jsonOrText(text);
  const value = decodeWire(text, spec.type);
  return value.ok ? value.value : text;
}

/** How a value is written in one line: a word, another plain value, words with commas between them, or JSON. */
export function lineOf(type: FieldType): Line {
  return foldType(type, LINES);
}

type Line = 'word' | 'value' | 'words' | 'json';
const asJson = (): Line => 'json';
const LINES: Kinds<Line> = {
  string: () => 'word',
  boolean: () => 'value',
  number: () => 'value',
  enum: () => 'word',
  any: () => 'value',
  array: (_, items) => (items === 'word' ? 'words' : 'json'),
  map: asJson,
  object: asJson,
  either: asJson,
};

/** One member of an object value, such as the client ID of a sign-in. */
export async function askMember(
  wizard: Wizard,
  key: KeyName,
  member: string,
  question: {
    readonly message: string;
    readonly hint?: string;
    readonly optional?: boolean;
    /** Taken by Enter when there is no value yet. */
    readonly proposal?: string;
  },
): Promise<string> {
  const { prompter, draft } = wizard;
  const { optional = false, proposal, ...rest } = question;
  const before = membersOf(draft, key)[member];
  const given = await prompter.input({
    ...rest,
    ...(before === undefined
      ? proposal === undefined
        ? {}
        : { default: proposal }
      : offered(plain(before))),
    validate: (answer) => {
      if (answer === '')
        return optional ? undefined : words(diagnostic('missing-field', [key], { what: key, field: member }));
      return refusal(draft, [key, member], {
        ...membersOf(draft, key),
        [member]: decoded(key, member, answer),
      });
    },
  });
  putMember(draft, key, member, given === '' ? undefined : decoded(key, member, given));
  if (given !== '') remark(wizard, key, member);
  return given;
}

/** A member that its row calls a number is one. */
function decoded(key: KeyName, member: string, answer: string): unknown {
  const type = keySpec(key)?.type;
  const field = type?.kind === 'object' ? type.fields[member] : undefined;
  if (field === undefined) return answer;
  const value = decodeWire(answer, field.type);
  return value.ok ? value.value : answer;
}

/** A member as it was typed. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The members of a value as answered so far. */
export function membersOf(draft: Draft, key: KeyName): Readonly<Record<string, unknown>> {
  const value = draft.get(key);
  return isObject(value) ? value : {};
}

/** `undefined` removes the member; an object without members is left out. */
export function putMember(draft: Draft, key: KeyName, member: string, value: unknown): void {
  const entries = Object.entries({ ...membersOf(draft, key), [member]: value }).filter(
    ([, one]) => one !== undefined,
  );
  draft.answer(key, entries.length === 0 ? undefined : Object.fromEntries(entries));
}

/** A value in one line of at most `width` columns, secrets masked. */
export function shown(value: unknown, path: Path, width = 60): string {
  if (typeof value === 'string') return printable(show(value, path), width);
  return valueText(value, path, width);
}

import { diagnostic, type Diagnostic } from '../../diagnostics.ts';
import { Back, type Choice } from '../../io/prompter.ts';
import { printable } from '../../text/printable.ts';
import { encodeJson } from '../../report/json.ts';
import {
  isObject,
  decodeWire,
  type KeyName,
  keySpec,
  type KeySpec,
  masked,
  type Path,
  show,
  variableFor,
} from '../../schema/index.ts';
import { keyRow, type KeyRow } from '../../schema/descriptions.ts';
import type { Draft } from './draft.ts';
import type { Wizard } from './step.ts';

/** How one key, or one member of an object, is asked for. */
interface Asked {
  /** The key, or key and member. */
  readonly path: readonly [KeyName, ...string[]];
  readonly message: string;
  readonly hint?: string;
  /** An empty answer leaves it out. */
  readonly optional?: boolean;
}

/** A finding as the answer to an answer: its own message, and its hint in a second line. */
export function words({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}

/** Codes about the whole, which later answers settle. */
const SETTLED_LATER = new Set<Diagnostic['code']>([
  'key-newer-than-target',
  'release-unknown',
  'required-key-missing',
  'credential-missing',
  'models-required',
  'setting-incomplete',
  'setting-conflict',
]);

/** What forbids an answer, in the words of `validate`. */
export function refusal(draft: Draft, path: Path, value: unknown): string | undefined {
  const error = draft
    .check(path, value)
    .find(({ severity, code }) => severity === 'error' && !SETTLED_LATER.has(code));
  return error === undefined ? undefined : words(error);
}

/** Tells what `validate` remarks about an answer that stands. */
export function remark(wizard: Wizard, key: KeyName, ...member: string[]): void {
  const { draft, style } = wizard;
  const value = draft.get(key);
  if (value === undefined) return;
  for (const { severity, message, hint } of draft.check([key, ...member], value)) {
    if (severity !== 'warning') continue;
    wizard.say(`${style.warning('!')} ${message}`, 1);
    if (hint !== undefined) wizard.say(`${style.faint('→')} ${hint}`, 2);
  }
}

/** Asks for a value by what its row says it is. */
export async function askValue(wizard: Wizard, asked: Asked): Promise<void> {
  const { draft } = wizard;
  const [key] = asked.path;
  const spec = keyRow(key);
  const value =
    spec.secret === true && spec.type.kind === 'string'
      ? await askSecret(wizard, asked)
      : await askPlain(wizard, asked, spec);
  draft.answer(key, value);
  remark(wizard, key);
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
    // A default is left out, unless the file says it already.
    if (chosen === LEAVE_OUT || (chosen === spec.default && current !== chosen)) return undefined;
    return chosen;
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
    isWords(spec) &&
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string')
  )
    return value.join(', ');
  return JSON.stringify(value);
}

function fromText(text: string, spec: KeySpec): unknown {
  if (isWords(spec) && !text.trimStart().startsWith('['))
    return text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (spec.type.kind === 'any') return parsed(text);
  const value = decodeWire(text, spec.type);
  return value.ok ? value.value : text;
}

/** Where no type is known: what reads as JSON is that, anything else is text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isWords({ type }: KeySpec): boolean {
  return type.kind === 'array' && (type.items.kind === 'string' || type.items.kind === 'enum');
}

/** Names of environment variables: POSIX, portable characters. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

type Where = 'keep' | 'env' | 'file' | 'type';

/** A credential: by reference, which is the proposal, or typed and masked. */
async function askSecret(wizard: Wizard, asked: Asked): Promise<string> {
  const { prompter, draft } = wizard;
  const { path, message } = asked;
  const variable = variableFor([path[0]]);
  const current = draft.text(path[0]);
  for (;;) {
    const where = await prompter.select<Where>({
      message,
      hint: 'A reference keeps the key out of the file, so the file can be shared and kept in git; probe and export look it up.',
      choices: [
        ...(current === undefined
          ? []
          : [{ value: 'keep' as const, name: `Keep ${show(current, path)}`, short: show(current, path) }]),
        {
          value: 'env',
          name: 'From an environment variable',
          description: `The file says \${env:${variable}}, or another name.`,
        },
        { value: 'file', name: 'From a file', description: 'The file says ${file:/run/secrets/…}.' },
        {
          value: 'type',
          name: 'Type it',
          description: 'The key itself stands in the file. It is masked as you type.',
        },
      ],
    });
    try {
      if (where === 'keep' && current !== undefined) return current;
      return await askWhere(wizard, asked, where, variable);
    } catch (error) {
      if (!(error instanceof Back)) throw error;
    }
  }
}

async function askWhere(wizard: Wizard, asked: Asked, where: Where, variable: string): Promise<string> {
  const { prompter, draft, io } = wizard;
  const { path, message } = asked;
  if (where === 'env') {
    const name = await prompter.input({
      message: 'Name of the variable',
      default: variable,
      validate: (answer) =>
        VARIABLE.test(answer)
          ? undefined
          : 'That is no name of a variable\nUse letters, digits and _, such as INFERENCE_GATEWAY_API_KEY.',
    });
    if (!Object.hasOwn(io.env, name) || (io.env[name] ?? '') === '')
      wizard.say(`${name} is not set here; set it before probe and export.`, 1);
    return `\${env:${name}}`;
  }
  if (where === 'file') {
    const file = await prompter.input({
      message: 'Path of the file',
      hint: 'Read by probe and export, on the computer that runs them; one line break at its end does not count.',
      validate: (answer) => (answer === '' ? 'A path is needed' : refusal(draft, path, `\${file:${answer}}`)),
    });
    return `\${file:${file}}`;
  }
  return prompter.secret({ message, validate: (answer) => refusal(draft, path, answer) });
}

/** One member of an object value, such as the client ID of a sign-in. */
export async function askMember(
  wizard: Wizard,
  key: KeyName,
  member: string,
  question: { readonly message: string; readonly hint?: string; readonly optional?: boolean },
): Promise<string> {
  const { prompter, draft } = wizard;
  const { optional = false, ...rest } = question;
  const before = membersOf(draft, key)[member];
  const given = await prompter.input({
    ...rest,
    ...(before === undefined ? {} : offered(plain(before))),
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
  return printable(encodeJson(masked(value, path)), width);
}

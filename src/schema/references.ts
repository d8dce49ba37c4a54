import type { Outcome } from '../errors.ts';
import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import type { Document, Entry, Path } from './document.ts';
import { pathText, joinPath } from './path.ts';

/*
 * `${env:NAME}` and `${file:/path}` stand for a value that must not be in the file; `$${` is a literal `${`.
 * This is the only place that resolves one, and nothing here ever prints what it resolved.
 */

const REFERENCE = /\$(\$?)\{([^{}]*)\}/g;
const TARGET = /^(?:env:([A-Za-z_][A-Za-z0-9_]*)|file:(.+))$/s;
/** More than any credential; a file that is larger was named by mistake. */
const MAX_FILE_BYTES = 64 * 1024;

/** Where references are looked up. */
export interface ReferenceSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Reads a file, at most `limit` bytes; the failure says why in words, without the content. A relative path is
   * taken from the folder of `from`, the file that holds the reference; without it from where the command runs.
   */
  readFile(
    path: string,
    limit: number,
    from?: string,
  ): Promise<Outcome<Uint8Array, { readonly message: string }>>;
}

/** Whether the text holds a reference, well-formed or not. Only `env:` and `file:` make one: `${NAME}` is a shell's. */
export function hasReference(text: string): boolean {
  return referenceIn(text) !== undefined;
}

/** A text taken apart at its well-formed references: one more piece than there are references; pieces may be empty. */
export function referenceParts(text: string): {
  readonly pattern: readonly string[];
  readonly references: readonly string[];
} {
  const pattern: string[] = [];
  const references: string[] = [];
  let from = 0;
  if (text.includes('${'))
    for (const { 0: whole, 1: escaped, 2: body = '', index } of text.matchAll(REFERENCE)) {
      if (escaped !== '' || !TARGET.test(body)) continue;
      pattern.push(text.slice(from, index));
      references.push(whole);
      from = index + whole.length;
    }
  pattern.push(text.slice(from));
  return { pattern, references };
}

/** The first reference in a text, as a message may show it; undefined when there is none. A malformed one may hold a secret: only its beginning shows. */
export function referenceIn(text: string): string | undefined {
  if (!text.includes('${')) return undefined;
  for (const [whole, escaped, body = ''] of text.matchAll(REFERENCE)) {
    const [, kind] = /^\s*(env|file)\s*:/i.exec(body) ?? [];
    if (escaped === '' && kind !== undefined)
      return TARGET.test(body) ? whole : `\${${kind.toLowerCase()}:\u2026}`;
  }
  return undefined;
}

/** What is wrong with the references in a text, in words that follow the name of the value; undefined when nothing is. */
export function referenceProblem(text: string): string | undefined {
  if (!text.includes('${')) return undefined;
  for (const [, escaped, body = ''] of text.matchAll(REFERENCE)) {
    if (escaped !== '' || TARGET.test(body)) continue;
    if (/^\s*env\s*:/i.test(body)) return environmentProblem(body);
    if (/^\s*file\s*:/i.test(body)) return 'holds a reference to a file that names none';
  }
  const open = /(?<!\$)\$\{(?:env|file):/;
  const tail = text.slice(text.lastIndexOf('}') + 1);
  if (open.test(tail)) return 'holds a reference without its closing brace';
  // What is left when the whole ones are out; in their place stands a sign, so that nothing new comes about.
  if (open.test(text.replace(REFERENCE, '\uFFFC'))) return 'holds a reference that begins inside another one';
  return undefined;
}

/** Nothing but a plain name is quoted: what follows it may be a default, and that the secret itself. */
function environmentProblem(body: string): string {
  const [, name, rest = ''] = /^env:([A-Z][A-Z0-9_]*)(.*)$/s.exec(body) ?? [];
  if (name !== undefined && /^:?[-=+?]/.test(rest))
    return `refers to ${name} with a default, which references do not have`;
  return name !== undefined && /^[^\w]/.test(rest)
    ? `refers to ${name} with something behind the name`
    : 'holds a reference whose variable name is not one';
}

/** Every text inside a value, with its path. */
export function* texts(value: unknown, path: Path = []): Generator<{ text: string; path: Path }> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* texts(item, joinPath(path, index));
  else if (value !== null && typeof value === 'object')
    for (const [name, item] of Object.entries(value)) yield* texts(item, joinPath(path, name));
}

/** The same value with every text replaced. Own members only, `__proto__` included. */
export function mapTexts(
  value: unknown,
  change: (text: string, path: Path) => string,
  path: Path = [],
): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, change, joinPath(path, index)));
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value))
    Object.defineProperty(copy, name, {
      value: mapTexts(item, change, joinPath(path, name)),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

/** A document whose references are replaced by what they name. */
interface Resolved {
  readonly document: Document;
  readonly findings: readonly Diagnostic[];
  /** What was put in, to be masked wherever it might show. */
  readonly secrets: readonly string[];
}

/** Replaces every reference; what cannot be resolved becomes a `reference-unresolved` finding that names it, never its value. */
export async function resolveReferences(document: Document, source: ReferenceSource): Promise<Resolved> {
  const findings: Diagnostic[] = [];
  const found = new Map<string, string>();
  const wanted: { body: string; path: Path; from: string | undefined }[] = [];
  for (const entry of document.entries.values())
    for (const { text, path } of texts(entry.value, [entry.key]))
      if (text.includes('${'))
        for (const [, escaped, body = ''] of text.matchAll(REFERENCE))
          if (escaped === '' && TARGET.test(body))
            wanted.push({ body, path, from: entry.file ?? document.file });
  for (const { body, path, from } of wanted) {
    if (found.has(nameOf(body, from))) continue;
    const outcome = await lookUp(body, from, source);
    if (outcome.ok) found.set(nameOf(body, from), outcome.value);
    else
      findings.push(
        diagnostic(
          'reference-unresolved',
          { path, ...document.locate(path) },
          { what: pathText(path), ...outcome.failure },
        ),
      );
  }
  const entries = new Map<string, Entry>();
  for (const [key, entry] of document.entries) {
    const value = mapTexts(entry.value, (text) =>
      text.includes('${') ? substitute(text, entry.file ?? document.file, found) : text,
    );
    entries.set(key, { ...entry, value });
  }
  return { document: { ...document, entries }, findings, secrets: [...found.values()] };
}

/** One reference to a file may name another file in another folder. */
function nameOf(body: string, from: string | undefined): string {
  return body.startsWith('file:') ? `${from ?? ''}\0${body}` : body;
}

function substitute(text: string, from: string | undefined, found: ReadonlyMap<string, string>): string {
  return text.replace(REFERENCE, (whole, escaped: string, body: string) =>
    escaped === '' ? (found.get(nameOf(body, from)) ?? whole) : whole.slice(1),
  );
}

async function lookUp(
  body: string,
  from: string | undefined,
  source: ReferenceSource,
): Promise<Outcome<string, { problem: string; fix: string }>> {
  const [, variable, path] = TARGET.exec(body) ?? [];
  if (variable !== undefined) {
    // Own members only: `constructor` is a name like any other.
    const value = Object.hasOwn(source.env, variable) ? source.env[variable] : undefined;
    if (value === undefined)
      return failure(`refers to the environment variable ${variable}, which is not set`, `Set ${variable}.`);
    if (value === '')
      return failure(
        `refers to the environment variable ${variable}, which is empty`,
        `Give ${variable} a value.`,
      );
    return { ok: true, value };
  }
  const name = path ?? '';
  const read = await source.readFile(name, MAX_FILE_BYTES, from);
  if (!read.ok)
    return failure(
      `refers to the file ${name}: ${read.failure.message}`,
      'Check the path and its permissions.',
    );
  let value: string;
  try {
    value = new TextDecoder('utf-8', { fatal: true }).decode(read.value);
  } catch {
    return failure(`refers to the file ${name}, which is not UTF-8 text`, 'Point it at a text file.');
  }
  // Editors and `echo` end a file with a line break that is no part of the secret.
  value = value.replace(/\r?\n$/, '');
  if (value === '')
    return failure(`refers to the file ${name}, which is empty`, 'Write the value into the file.');
  return { ok: true, value };
}

function failure(problem: string, fix: string): Outcome<never, { problem: string; fix: string }> {
  return { ok: false, failure: { problem, fix } };
}

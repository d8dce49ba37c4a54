import { joinPath } from './path.ts';
import {
  looksLikeCredential,
  proseWithoutCredentials,
  shownName,
  withoutCredentials,
  withoutKnownCredentials,
} from '../text/credentials.ts';
import { isMask, MASK, maskSecret } from '../text/mask.ts';
import { printable } from '../text/printable.ts';
import { isSecretMember } from '../text/secret-names.ts';
import { shownUrl } from '../text/shown-url.ts';
import { lazily } from '../text/lazily.ts';
import { keySpec } from './catalogue/index.ts';
import type { Path } from './document.ts';
import type { FieldType, KeySpec, StringType } from './key-spec.ts';
import { isDummy } from './placeholder.ts';
import { referenceParts, referenceProblem, texts } from './references.ts';
import { stringFormats } from './string-formats.ts';
import { takesText } from './types/kinds.ts';
import { alternatives, stepInto, textType } from './types/visit.ts';

/*
 * The only way from a value of a configuration to a text. Everything is masked unless the catalogue says what
 * stands there and it is known to be harmless: an address, a choice, a name. What nobody knows is a secret.
 */

/** What the catalogue says of a place. */
type Place =
  | { readonly kind: 'secret' } // a credential
  | { readonly kind: 'unknown' } // nobody knows, or a program's arguments: masked like a secret
  | { readonly kind: 'opaque' } // something that holds secrets in part, in a form that cannot be taken apart
  | { readonly kind: 'program' } // a path, never arguments
  | { readonly kind: 'word' } // one of a few values
  | { readonly kind: 'text'; readonly type: StringType };

const SECRET: Place = { kind: 'secret' };
const UNKNOWN: Place = { kind: 'unknown' };
const OPAQUE: Place = { kind: 'opaque' };

/** What stands at this path, by the rows of the catalogue. */
function placeOf(path: Path): Place {
  const [key, ...rest] = path;
  const spec = typeof key === 'string' ? keySpec(key) : undefined;
  if (spec === undefined) return UNKNOWN;
  let secret = spec.secret === true && isOpaque(spec.type);
  let types: readonly FieldType[] = [spec.type];
  for (const step of rest) {
    if (secret) return SECRET;
    const inside = types.flatMap((type) => stepInto(type, step));
    if (inside.some(({ field, of }) => field?.secret === true || isSecretMap(of, spec))) secret = true;
    // A member that no row has.
    if (inside.length === 0) return UNKNOWN;
    types = inside.map(({ type }) => type);
  }
  if (secret) return SECRET;
  return placeOfTypes(types);
}

/** Asked for every text of every file: the answer for a type is kept. */
const places = new WeakMap<FieldType, Place>();

function placeOfTypes(types: readonly FieldType[]): Place {
  const [only] = types;
  if (only === undefined || types.length > 1) return placeOfType(types.flatMap(alternatives));
  let place = places.get(only);
  if (place === undefined) places.set(only, (place = placeOfType(alternatives(only))));
  return place;
}

/** Every value of a map in a secret row is a credential, and so may be every header. */
function isSecretMap(type: FieldType, row: KeySpec): boolean {
  return type.kind === 'map' && (row.secret === true || type.of === 'headers');
}

/** Arguments of a program: whatever a program takes, a key among it. */
function isArguments(type: FieldType): boolean {
  return type.kind === 'array' ? isArguments(type.items) : textType(type)?.role === 'argument';
}

function placeOfType(types: readonly FieldType[]): Place {
  if (types.some(isArguments)) return UNKNOWN;
  const [text] = types.flatMap((type) => textType(type) ?? []);
  if (text !== undefined)
    return text.format === 'absolute-path' ? { kind: 'program' } : { kind: 'text', type: text };
  // A structure that is a text has not been taken apart: what it holds must not be shown.
  if (types.some(({ kind }) => kind === 'array' || kind === 'map' || kind === 'object')) return OPAQUE;
  if (types.some(({ kind }) => kind === 'any')) return UNKNOWN;
  return { kind: 'word' };
}

/** A secret row that is not taken apart into fields is secret as a whole. */
function isOpaque(type: FieldType): boolean {
  return takesText(type) || type.kind === 'map';
}

/** Whether the value at this path is, or holds, a credential according to the catalogue. Unknown keys and members count as secret: nobody knows what they hold. */
export function isSecretPath(path: Path): boolean {
  const { kind } = placeOf(path);
  return kind === 'secret' || kind === 'unknown';
}

/** Whether a credential stands there beyond doubt: the catalogue says so, or the name of a member that it does not know. */
export function isKnownSecret(path: Path): boolean {
  const { kind } = placeOf(path);
  return kind === 'secret' || (kind === 'unknown' && path.length > 1 && isSecretMember(String(path.at(-1))));
}

/** A path of a program or a file: no blank, so that no argument follows it. */
const plainPath = lazily(() => /^(?:[A-Za-z]:[\\/]|\\\\|\/|~[\\/])[\p{L}\p{N}._\\/@+%()-]*$/u);
const word = lazily(() => /^[\p{L}\p{N}._+ -]{1,24}$/u);
/** Looks like an address, whatever the row asks for. */
const ADDRESS = /^\s*[a-z][a-z0-9+.-]*:[\\/]|@/i;

/**
 * What of a text may be shown: the text itself when it is known to be harmless, else with `••••` for the rest. A
 * well-formed reference is shown as it stands; what stands beside it is treated like any text of that place. The
 * result may still hold control characters: `printable()` is the caller's.
 */
export function shown(text: string, path: Path): string {
  if (text === '') return text;
  // What is behind a name may be a default, and that the secret itself.
  if (text.includes('${') && (referenceProblem(text) !== undefined || /\$\{\w*:?[-=+?]/.test(text)))
    return MASK;
  const place = placeOf(path);
  const { pattern, references } = referenceParts(text);
  if (references.length === 0) return shownPlain(text, place);
  // Each reference is one character of a private area while the rest is looked at.
  if (place.kind === 'text' || place.kind === 'program' || place.kind === 'word') {
    const rest = shownPlain(pattern.join('\uE000'), place);
    const pieces = rest.split('\uE000');
    if (pieces.length === references.length + 1) return weave(pieces, references);
  }
  return weave(
    pattern.map((piece) => (piece === '' ? '' : MASK)),
    references,
  );
}

function weave(pieces: readonly string[], references: readonly string[]): string {
  // Somebody may have put the key itself where its name belongs.
  return pieces.map((piece, index) => piece + withoutKnownCredentials(references[index] ?? '')).join('');
}

function shownPlain(text: string, place: Place): string {
  if (looksLikeCredential(text)) return maskSecret(text);
  switch (place.kind) {
    case 'secret':
    case 'unknown':
      return maskSecret(text);
    case 'opaque':
      return MASK;
    case 'program':
      return plainPath().test(text) ? withoutCredentials(text) : text === '\uE000' ? text : MASK;
    case 'word':
      return word().test(text) || text === '\uE000' ? withoutCredentials(text) : MASK;
    case 'text':
      return shownText(text, place.type);
  }
}

function shownText(text: string, { format, pattern }: StringType): string {
  const shownAs = format === undefined ? undefined : stringFormats[format].shownAs;
  if (shownAs === 'address') return shownUrl(text);
  if (ADDRESS.test(text) && /^\S+$/.test(text.trim())) return shownUrl(text);
  if (shownAs === 'name') return withoutCredentials(text);
  if (pattern !== undefined && new RegExp(`^(?:${pattern})$`, 'u').test(text)) return text;
  return proseWithoutCredentials(text);
}

/** A value as a message may show it: one line, bounded, secrets masked. The only way from a value to a text. */
export function show(value: unknown, path: Path): string {
  if (typeof value === 'number' && isSecretPath(path)) return MASK;
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (value === '') return '""';
    const text = shown(value, path);
    return isMask(text) || isSecretPath(path) ? printable(text, 80) : `"${printable(text, 80)}"`;
  }
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? '{}' : 'an object';
  return typeName(value);
}

/** The JSON type of a value, with its article. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a number';
    case 'boolean':
      return 'a boolean';
    case 'object':
      return 'an object';
    default:
      return 'no JSON value';
  }
}

/** A copy of a value in which everything is masked that is not known to be harmless, for `diff`, summaries and JSON reports. */
export function masked(value: unknown, path: Path): unknown {
  if (typeof value === 'string') return shown(value, path);
  if (typeof value === 'number' && isSecretPath(path)) return MASK;
  if (Array.isArray(value)) return value.map((item, index) => masked(item, joinPath(path, index)));
  if (value === null || typeof value !== 'object') return value;
  const copy = new Map<string, unknown>();
  for (const [name, item] of Object.entries(value)) {
    const plain = shownName(name);
    let free = plain;
    for (let nth = 2; copy.has(free); nth++) free = `${plain} (${String(nth)})`;
    copy.set(free, masked(item, joinPath(path, name)));
  }
  return Object.fromEntries(copy);
}

/**
 * Whether any text of the settings is one that is not shown as it stands: then its file is for its owner alone. A
 * reference is none, nor is a word that stands in for a key, such as `placeholder`.
 */
export function holdsSecret(settings: ReadonlyMap<string, unknown>): boolean {
  for (const [key, value] of settings)
    for (const { text, path } of texts(value, [key]))
      if (!isDummy(text) && shown(text, path) !== text) return true;
  return false;
}

import {
  looksLikeCredential,
  MASK,
  printable,
  withoutCredentials,
  withoutUserinfo,
} from '../text/printable.ts';
import { keySpec } from './catalogue/index.ts';
import type { Path } from './document.ts';
import type { FieldType, KeySpec } from './key-spec.ts';
import { hasReference, texts } from './references.ts';

/**
 * A secret as it may be shown: dots, and the last four characters when that leaves at least twelve unsaid.
 * A reference is no secret: it is shown as it stands.
 */
function maskSecret(secret: string): string {
  if (hasReference(secret)) return printable(secret, 80);
  return secret.length >= 16 ? MASK + printable(secret.slice(-4), 4) : MASK;
}

/** Whether the value at this path is, or holds, a credential according to the catalogue. Unknown keys count as secret: nobody knows what they hold. */
export function isSecretPath(path: Path): boolean {
  const key = path[0];
  if (typeof key !== 'string') return true;
  const spec = keySpec(key);
  if (spec === undefined) return true;
  if (!mayHoldSecret(spec)) return false;
  const rest = path.slice(1);
  const types: FieldType[] = [spec.type];
  let secret = spec.secret === true && isOpaque(spec.type);
  for (const step of rest) {
    if (secret) return true;
    const here = types.splice(0).flatMap((type) => (type.kind === 'either' ? type.of : [type]));
    for (const type of here) {
      if (type.kind === 'array') types.push(type.items);
      else if (type.kind === 'map') {
        types.push(type.values);
        if (spec.secret === true || type.of === 'headers') secret = true;
      } else if (type.kind === 'object' && typeof step === 'string') {
        const field = type.fields[step];
        if (field === undefined || !Object.hasOwn(type.fields, step)) secret = spec.secret === true;
        else {
          types.push(field.type);
          if (field.secret === true) secret = true;
        }
      }
    }
  }
  return secret;
}

const secretive = new WeakMap<KeySpec, boolean>();

/** Whether anything in the row speaks of a secret. Remembered: it is asked for every text of every file. */
function mayHoldSecret(spec: KeySpec): boolean {
  let may = secretive.get(spec);
  if (may === undefined) {
    may = spec.secret === true || hasSecretMember(spec.type);
    secretive.set(spec, may);
  }
  return may;
}

function hasSecretMember(type: FieldType): boolean {
  switch (type.kind) {
    case 'array':
      return hasSecretMember(type.items);
    case 'map':
      return type.of === 'headers' || hasSecretMember(type.values);
    case 'object':
      return Object.values(type.fields).some((field) => field.secret === true || hasSecretMember(field.type));
    case 'either':
      return type.of.some(hasSecretMember);
    default:
      return false;
  }
}

/** A secret row that is not taken apart into fields is secret as a whole. */
function isOpaque(type: FieldType): boolean {
  return type.kind === 'string' || type.kind === 'any' || type.kind === 'map';
}

/** A value as a message may show it: one line, bounded, secrets masked. The only way from a value to a text. */
export function show(value: unknown, path: Path): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    if (value === '') return '""';
    if (isSecretPath(path) || looksLikeCredential(value)) return maskSecret(value);
    return `"${printable(withoutUserinfo(value), 80)}"`;
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

/** A copy of a value in which every secret text is masked, for `diff`, summaries and JSON reports. */
export function masked(value: unknown, path: Path): unknown {
  if (typeof value === 'string')
    return isSecretPath(path) || looksLikeCredential(value) ? maskSecret(value) : withoutUserinfo(value);
  if (Array.isArray(value)) return value.map((item, index) => masked(item, [...path, index]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [withoutCredentials(name), masked(item, [...path, name])]),
  );
}

/** Whether any text of the settings is a credential, by its place or by its looks. A reference is none. */
export function holdsSecret(settings: ReadonlyMap<string, unknown>): boolean {
  return secretsIn(settings).length > 0;
}

/** The credentials that stand in the settings, for redaction: never to be shown. */
function secretsIn(settings: ReadonlyMap<string, unknown>): readonly string[] {
  const found = new Set<string>();
  for (const [key, value] of settings)
    for (const { text, path } of texts(value, [key]))
      if (text !== '' && !hasReference(text) && (isSecretPath(path) || looksLikeCredential(text)))
        found.add(text);
  return [...found];
}

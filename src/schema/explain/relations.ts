import type { KeyName } from '../catalogue/index.ts';
import type { Document } from '../document.ts';
import { exampleFor } from './example.ts';
import { keyRow, providerRows } from '../rows.ts';
import { rules } from '../rules/index.ts';
import { fold, type Kinds } from '../types/fold.ts';
import { validate } from '../validate.ts';
import type { Diagnostic } from '../../diagnostics.ts';

/*
 * Which keys a key needs, and which it does not go with. The rules are asked, with the examples of the keys: nothing
 * is written down a second time.
 */

type Settings = Readonly<Record<string, unknown>>;

/** What most examples begin with: a provider needs these, and no other key does. */
const PROVIDER_KEYS = ['inferenceProvider', 'inferenceGatewayBaseUrl', 'inferenceGatewayApiKey'];

/** Whatever cannot be taken out of the example of a key without a finding that is there neither with it nor without the key. */
export function needsOf(key: KeyName): readonly string[] {
  const example = exampleFor(key);
  const known = textsOf(findings(example));
  const chooses = key === 'inferenceProvider' || key === 'inferenceCredentialKind';
  return Object.keys(example).filter((other) => {
    if (other === key || (!chooses && PROVIDER_KEYS.includes(other))) return false;
    const without = omit(example, other);
    const apart = textsOf(findings(omit(without, key)));
    return [...textsOf(findings(without))].some((finding) => !known.has(finding) && !apart.has(finding));
  });
}

/** The findings that say of one setting that another takes its effect away. */
const RIVALRY: readonly string[] = ['credential-conflict', 'setting-ignored'];

/** Keys that take the effect of a key away, or lose theirs to it. */
export function excludedBy(key: KeyName): readonly KeyName[] {
  return neighboursOf(key).filter((other) => areRivals(key, other));
}

/** The keys that a rule sees together with this one, and those of the other credentials of its provider. */
function neighboursOf(key: KeyName): readonly KeyName[] {
  const seen = rules.flatMap(({ when = [] }) => (when.includes(key) ? when : []));
  const credentials = Object.values(providerRows).flatMap(({ sources }) =>
    sources.some(({ keys }) => keys.includes(key))
      ? sources.flatMap(({ keys }) => (keys.includes(key) ? [] : keys.slice(0, 1)))
      : [],
  );
  return [...new Set([...seen, ...credentials])].filter(
    (other) => other !== key && ![key, other].some(isChosen),
  );
}

/** Of a choice, and of a map of names, it is one value that has no effect. */
function isChosen(key: KeyName): boolean {
  return fold(keyRow(key).type, CHOSEN);
}

const never = (): boolean => false;
const always = (): boolean => true;
const CHOSEN: Kinds<boolean> = {
  string: never,
  boolean: never,
  number: never,
  enum: always,
  any: never,
  array: never,
  map: always,
  object: never,
  either: never,
};

/** Whether the examples of two keys, laid over each other in either order, have a finding about both that neither has alone. */
function areRivals(one: KeyName, other: KeyName): boolean {
  const [first, second] = [withoutKind(exampleFor(one)), withoutKind(exampleFor(other))];
  if (Object.hasOwn(first, other) || Object.hasOwn(second, one)) return false;
  const alone = textsOf([...findings(first), ...findings(second)]);
  const [inferenceProvider = 'gateway'] = keyRow(other).providers ?? keyRow(one).providers ?? [];
  const together = [
    { ...first, ...second, inferenceProvider },
    { ...second, ...first, inferenceProvider },
  ].map((settings) =>
    findings(settings).filter((finding) => RIVALRY.includes(finding.code) && !alone.has(textOf(finding))),
  );
  if (together.some((found) => found.length === 0)) return false;
  const [ofOne, ofOther] = [one, other].map((key) => [key, ...needsOf(key)]);
  const names = (text: string, keys: readonly string[] = []): boolean =>
    keys.some((key) => new RegExp(`\\b${key}\\b`).test(text));
  return together.every((found) =>
    found.some(({ message }) => names(message, ofOne) && names(message, ofOther)),
  );
}

/** A kind that is set chooses among credentials: beside it none is a rival of another. */
function withoutKind(settings: Settings): Settings {
  return omit(settings, 'inferenceCredentialKind');
}

function omit(settings: Settings, key: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));
}

function findings(settings: Settings): readonly Diagnostic[] {
  const document: Document = {
    format: 'json',
    entries: new Map(
      Object.entries(settings).map(([key, value]) => [key, { key, value, encoding: 'JSON' }] as const),
    ),
    findings: [],
    locate: () => undefined,
  };
  return validate(document).diagnostics.filter(({ severity }) => severity !== 'info');
}

const textOf = ({ code, message }: Diagnostic): string => `${code} ${message}`;

function textsOf(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(diagnostics.map(textOf));
}

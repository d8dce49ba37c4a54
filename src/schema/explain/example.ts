import type { KeyName } from '../catalogue/index.ts';
import type { Guess } from '../key-spec.ts';
import { formatRows, keyRow, providerRows } from '../rows.ts';
import { exampleWith } from '../sign-ins.ts';
import { fold, type Kinds } from '../types/fold.ts';
import { takesText } from '../types/kinds.ts';
import { variableFor } from '../variable-name.ts';

/*
 * A small configuration that validates, for every key: a value made from the type unless the row has one, beside the
 * example of its provider or what the row says.
 */

type Settings = Readonly<Record<string, unknown>>;

/** What stands beside a key in an example. */
function besideOf(key: KeyName): Settings {
  const { beside = {}, providers = ['gateway'] } = keyRow(key);
  const { kind, alone, settings } = beside;
  const [provider = 'gateway'] = providers;
  const scaffold = kind === undefined ? providerRows[provider].example : exampleWith(provider, kind);
  return { ...(alone === true ? {} : scaffold), ...settings };
}

/** A configuration that holds the key and validates. A key that is no part of the scaffold comes last. */
export function exampleFor(key: KeyName): Settings {
  return { ...besideOf(key), [key]: valueFor(key) };
}

/** A value the key may have; a credential is a reference. */
export function valueFor(key: KeyName): unknown {
  const spec = keyRow(key);
  if (spec.example !== undefined) return spec.example;
  // Without a word of its own in the row it may be a part of what stands beside it.
  const beside = spec.beside === undefined ? undefined : besideOf(key)[key];
  if (beside !== undefined) return beside;
  if (spec.secret === true && takesText(spec.type)) return `\${env:${variableFor([key])}}`;
  // A default needs no key: the example shows the other choice.
  if (spec.type.kind === 'boolean') return spec.default !== true;
  if (spec.type.kind === 'integer' && typeof spec.default === 'number') return spec.default;
  return fold(spec.type, plainValue);
}

const plainValue: Kinds<unknown> = {
  string: ({ format }) => (format === undefined ? 'example' : formatRows[format].example),
  boolean: () => true,
  number: ({ min, max }) => min ?? max ?? 1,
  enum: ({ values }) => values[0],
  any: ({ guess = 'string' }) => GUESSED[guess],
  array: (_, item) => [item],
  map: (_, value) => ({ example: value }),
  object: (_, members) =>
    Object.fromEntries(
      members.flatMap(({ name, field, came }) => (field.required === true ? [[name, came]] : [])),
    ),
  either: (_, [first]) => first,
};

/** Only what the name suggests: nothing is known of these values. */
const GUESSED: Readonly<Record<Guess, unknown>> = {
  boolean: true,
  'integer (seconds)': 3600,
  object: {},
  enum: 'example',
  string: 'example',
  'string (url)': formatRows.url.example,
  'string (absolute-path)': formatRows['absolute-path'].example,
  'string (uuid)': formatRows.uuid.example,
};

// Compares the catalogue with a newer description of the keys, and lists what is only there, only here, and changed.
//   npx tsx scripts/compare-reference.ts FILE
// FILE: the vendor's reference as Markdown, an ADMX template, a profile manifest or a Jamf schema that the app or a
// public repository gives, or a JSON list of keys. Exit code 1 when something differs. docs/catalogue.md says what next.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { keySpec, keyNames } from '../src/schema/catalogue/index.ts';
import { retiredNames } from '../src/schema/retirements/renames.ts';
import type { FieldType, KeySpec } from '../src/schema/key-spec.ts';
import { inventoryOf } from '../src/templates/inventory.ts';

/** What a description says of a key, as far as it says anything. */
interface Described {
  readonly control?: 'switch' | 'choice' | 'number' | 'text';
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** As JSON or a page writes it: `true`, `300`, `bearer`. */
  readonly default?: string;
  /** First release, such as `1.44121.1`. */
  readonly since?: string;
}

/** A reference by key. */
export type Reference = ReadonlyMap<string, Described>;

/** How the catalogue and a reference differ; sentences for `changed`. */
export interface ReferenceComparison {
  readonly onlyThere: readonly string[];
  readonly onlyHere: readonly string[];
  readonly changed: readonly string[];
}

/** Reads a reference of any of the known kinds; throws when the text is none of them. */
export function referenceFrom(text: string): Reference {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('<'))
    return form(/<policyDefinitions[\s>]/.test(start) ? 'admx' : 'profile-manifest', text);
  if (start.startsWith('{')) return form('jamf-schema', text);
  if (start.startsWith('[')) return keyList(JSON.parse(start));
  return markdown(text);
}

/** What differs, each list in alphabetical order. A form cannot hold everything, so `complete` says whether a missing key counts. */
export function compareReference(reference: Reference): ReferenceComparison {
  const known = (key: string): boolean => keySpec(key) !== undefined || retiredNames.includes(key);
  const onlyThere = [...reference.keys()].filter((key) => !known(key)).sort();
  const onlyHere = keyNames.filter((key) => !reference.has(key)).sort();
  const changed = [...reference].flatMap(([key, described]) => {
    const spec = keySpec(key);
    return spec === undefined
      ? []
      : [...differences(key, spec.type, described), ...drift(key, spec, described)];
  });
  return { onlyThere, onlyHere, changed: changed.sort() };
}

function differences(key: string, type: FieldType, { control, choices = [] }: Described): string[] {
  const here = controlOf(type);
  if (
    control !== undefined &&
    here !== undefined &&
    control !== here &&
    !(control === 'text' && here !== 'switch')
  )
    return [`${key}: ${control} there, ${here} here`];
  if (type.kind !== 'enum' || choices.length === 0) return [];
  const added = choices.filter((value) => !type.values.includes(value));
  const gone = type.values.filter((value) => !choices.includes(value));
  return [
    ...(added.length > 0 ? [`${key}: ${added.join(', ')} only there`] : []),
    ...(gone.length > 0 ? [`${key}: ${gone.join(', ')} only here`] : []),
  ];
}

/** Bounds, default and first release, where both sides name one. */
function drift(key: string, spec: KeySpec, there: Described): string[] {
  const here: Described = {
    ...((spec.type.kind === 'integer' || spec.type.kind === 'number') && bounds(spec.type)),
    ...(spec.default !== undefined && { default: String(spec.default) }),
    ...(spec.since !== undefined && spec.since !== 'baseline' && { since: spec.since }),
  };
  return (['min', 'max', 'default', 'since'] as const).flatMap((what) => {
    const [ours, theirs] = [here[what], there[what]];
    return ours === undefined || theirs === undefined || ours === theirs
      ? []
      : [`${key}: ${what} ${String(theirs)} there, ${String(ours)} here`];
  });
}

function bounds({ min, max }: { readonly min?: number; readonly max?: number }): Described {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function controlOf(type: FieldType): Described['control'] {
  switch (type.kind) {
    case 'boolean':
      return 'switch';
    case 'enum':
      return 'choice';
    case 'integer':
    case 'number':
      return 'number';
    case 'any':
      return undefined;
    default:
      return 'text';
  }
}

const CONTROLS = ['switch', 'choice', 'number', 'text'] as const;

function form(kind: 'admx' | 'profile-manifest' | 'jamf-schema', text: string): Reference {
  return new Map(
    [...inventoryOf(kind, text)].flatMap(([key, { control, choices, misplaced }]) => {
      const asked = CONTROLS.find((one) => one === control);
      return misplaced || key.startsWith('Payload')
        ? []
        : [[key, { ...(asked && { control: asked }), choices }]];
    }),
  );
}

const TYPES: Readonly<Record<string, Described['control']>> = {
  boolean: 'switch',
  enum: 'choice',
  integer: 'number',
  number: 'number',
  string: 'text',
  array: 'text',
  object: 'text',
};

/** `[{ "key": …, "type": …, "enum": […], "min": …, "max": …, "default": …, "since": … }]`. */
function keyList(list: unknown): Reference {
  if (!Array.isArray(list)) throw new Error('is no list of keys');
  return new Map(
    list.flatMap((item: Readonly<Record<string, unknown>>) => {
      if (typeof item.key !== 'string') return [];
      const control = typeof item.type === 'string' ? TYPES[item.type.replace(/\[\]$/, () => '')] : undefined;
      const single = typeof item.type === 'string' && !item.type.endsWith('[]');
      const choices = Array.isArray(item.enum) ? item.enum.map(String) : [];
      const described: Described = {
        ...(control !== undefined && single && { control }),
        choices,
        ...(typeof item.min === 'number' && { min: item.min }),
        ...(typeof item.max === 'number' && { max: item.max }),
        ...(/^(?:boolean|number|string)$/.test(typeof item.default) && { default: String(item.default) }),
        ...(typeof item.since === 'string' && /^\d/.test(item.since) && { since: item.since }),
      };
      return [[item.key, described]];
    }),
  );
}

/** Keys stand in backquotes as a heading of their own or in the first cell of a row; the next type word after them counts. */
function markdown(text: string): Reference {
  const found = new Map<string, Described>();
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const row = tableRow(line);
    if (row !== undefined) {
      [key] = row;
      found.set(row[0], { ...row[1], ...found.get(row[0]) });
      continue;
    }
    const named = /^(?:#{2,6}\s+|\|\s*|[-*]\s+\**)`([a-z][A-Za-z0-9]{3,})`/.exec(line)?.[1];
    if (named !== undefined && /[A-Z]/.test(named)) {
      key = named;
      if (!found.has(key)) found.set(key, {});
    }
    const type = /\b(?:type\W+)?(boolean|integer|enum|object|array|string)\b/i.exec(
      line.replace(/`[^`]*`/g, ''),
    )?.[1];
    if (key === undefined) continue;
    const known = found.get(key) ?? {};
    const control = type === undefined ? undefined : TYPES[type.toLowerCase()];
    // The first that is said of a key counts; a string may have its values in words beside it, for a person to read.
    found.set(key, {
      ...(control !== undefined && control !== 'text' && { control }),
      ...factsIn(line),
      ...known,
    });
  }
  if (found.size === 0) throw new Error('names no key in a heading or in the first cell of a table');
  return found;
}

/**
 * A row of the vendor's tables: `| Title `key` | `type` | MDM + Bootstrap Added in 1.2581.0 | `default` | Text. Range: 1–600. |`.
 * Undefined for any other line.
 */
function tableRow(line: string): readonly [string, Described] | undefined {
  const [, first = '', type = '', availability = '', value = '', ...text] = line.split(/(?<!\\)\|/);
  const key = /^\s*[^`]*`([a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*)`\s*$/.exec(first)?.[1];
  const named = /^\s*`([a-z]+)(\[\])?`\s*$/.exec(type);
  if (!line.startsWith('|') || key === undefined || named === null) return undefined;
  const control = named[2] === undefined ? TYPES[named[1] ?? ''] : undefined;
  const set = /^\s*`([^`]*)`\s*$/.exec(value)?.[1];
  const prose = text.join('|');
  const listed = /\bOne of: ([^.]*)/.exec(prose)?.[1] ?? '';
  const { min, max } = factsIn(/\bRange: [^.]*/.exec(prose)?.[0] ?? '');
  const { since } = factsIn(availability);
  return [
    key,
    {
      ...(control !== undefined && control !== 'text' && { control }),
      choices: [...listed.matchAll(/`([^`]+)`/g)].map(([, choice = '']) => choice),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(set !== undefined && { default: set }),
      ...(since !== undefined && { since }),
    },
  ];
}

/** `Default: \`true\``, `1 to 600`, `Since 1.44121.1`, as pages write them on the line of a key or below it. */
function factsIn(line: string): Described {
  const plain = line.replace(/[`*]/g, '');
  const value = /\bdefault(?:s to|:| is)?\s*:?\s*(true|false|\d+)\b/i.exec(plain)?.[1];
  const [, min, max] = /(?<![\d.])(\d{1,7})\s*(?:\u2013|-|to)\s*(\d{1,7})(?!\d|\.\d|-\d)/i.exec(plain) ?? [];
  const since = /\b(?:since|added in|requires)\s+(?:desktop |version |v)?(\d+\.\d+\.\d+)/i.exec(plain)?.[1];
  return {
    ...(value !== undefined && { default: value.toLowerCase() }),
    ...(min !== undefined && max !== undefined && { min: Number(min), max: Number(max) }),
    ...(since !== undefined && { since }),
  };
}

function report({ onlyThere, onlyHere, changed }: ReferenceComparison): string {
  const part = (title: string, lines: readonly string[]): string =>
    `${title} (${lines.length})\n${lines.map((line) => `  ${line}\n`).join('')}`;
  return [part('Only there', onlyThere), part('Only here', onlyHere), part('Changed', changed)].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [file] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('usage: npx tsx scripts/compare-reference.ts FILE\n');
    process.exitCode = 2;
  } else {
    const comparison = compareReference(referenceFrom(readFileSync(file, 'utf8')));
    process.stdout.write(report(comparison));
    process.exitCode = Object.values(comparison).some((list: readonly string[]) => list.length > 0) ? 1 : 0;
  }
}

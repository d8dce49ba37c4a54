// Compares the catalogue with a newer description of the keys, and lists what is only there, only here, and changed.
//   npx tsx scripts/compare-reference.ts FILE
// FILE: the vendor's reference as Markdown, an ADMX template, a profile manifest or a Jamf schema that the app or a
// public repository gives, or a JSON list of keys. Exit code 1 when something differs. docs/catalogue.md says what next.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { keySpec, keyNames } from '../src/schema/catalogue/index.ts';
import { retiredNames } from '../src/schema/retirements/renames.ts';
import type { FieldType } from '../src/schema/key-spec.ts';
import { inventoryOf } from '../src/templates/inventory.ts';

/** What a description says of a key, as far as it says anything. */
interface Described {
  readonly control?: 'switch' | 'choice' | 'number' | 'text';
  readonly choices?: readonly string[];
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
    return spec === undefined ? [] : differences(key, spec.type, described);
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

/** `[{ "key": …, "type": …, "enum": […] }]`. */
function keyList(list: unknown): Reference {
  if (!Array.isArray(list)) throw new Error('is no list of keys');
  return new Map(
    list.flatMap((item: { key?: unknown; type?: unknown; enum?: unknown }) => {
      if (typeof item.key !== 'string') return [];
      const control = typeof item.type === 'string' ? TYPES[item.type.replace(/\[\]$/, () => '')] : undefined;
      const single = typeof item.type === 'string' && !item.type.endsWith('[]');
      const choices = Array.isArray(item.enum) ? item.enum.map(String) : [];
      return [[item.key, { ...(control !== undefined && single && { control }), choices }]];
    }),
  );
}

/** Keys stand in backquotes as a heading of their own or in the first cell of a row; the next type word after them counts. */
function markdown(text: string): Reference {
  const found = new Map<string, Described>();
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const named = /^(?:#{2,6}\s+|\|\s*|[-*]\s+\**)`([a-z][A-Za-z0-9]{3,})`/.exec(line)?.[1];
    if (named !== undefined && /[A-Z]/.test(named)) {
      key = named;
      if (!found.has(key)) found.set(key, {});
    }
    const type = /\b(?:type\W+)?(boolean|integer|enum|object|array|string)\b/i.exec(
      line.replace(/`[^`]*`/g, ''),
    )?.[1];
    if (key === undefined || type === undefined || found.get(key)?.control !== undefined) continue;
    const control = TYPES[type.toLowerCase()];
    // A string may have its values in words beside it, which only a person can tell.
    if (control !== undefined && control !== 'text') found.set(key, { control });
  }
  if (found.size === 0) throw new Error('names no key in a heading or in the first cell of a table');
  return found;
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

import path from 'node:path';
import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import type { Document, Entry, Origin, Path, Range } from './document.ts';
import { Layers, type Owned, type Restored } from './extends/layers.ts';
import { keyNames } from './catalogue/index.ts';
import { nearest } from './nearest.ts';
import { hasBases, isAboutFile } from './not-settings.ts';
import { typeName } from './show.ts';
import { shownUrl } from '../text/shown-url.ts';

/*
 * `extends`: one source for several groups. Bases first, from left to right, each with its own bases before it, then
 * the file itself; a later key replaces an earlier one as a whole, and `null` unsets it. Nothing merges: a list is
 * often an allow-list, and one that grew by accident is a fault nobody sees. Reading files is the caller's.
 */

/** Longest chain of files, the first one counted. */
export const MAX_DEPTH = 10;

/** Most bases of one configuration, whatever the shape of their chains. */
export const MAX_FILES = 1000;

/** Faults of one list that are told; what follows is left out. */
const MAX_FINDINGS = 100;

/** Names are compared with every key, so only the first few get a suggestion. */
const MAX_SUGGESTIONS = 50;

/** One file with all that its bases give it. */
export interface Composed {
  readonly file: string;
  readonly document: Document;
  /** Every setting in force, by name. Those of the file itself have no `file`. */
  readonly entries: ReadonlyMap<string, Owned>;
  /** What each setting replaced, nearest first. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What was taken away with null and not set again. */
  readonly unset: ReadonlyMap<string, Origin>;
  /** Findings by the file they are in: those of the containers, and those about `extends`. */
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Every file of the chain by name. */
  readonly files: ReadonlyMap<string, Document>;
  /** A base could not be had: what seems to be missing may be in it. */
  readonly incomplete: boolean;
}

/** The bases a document names, as written, in order, and what is wrong with how they are named. */
export function basesOf(document: Document): {
  readonly bases: readonly string[];
  readonly findings: readonly Diagnostic[];
} {
  const entry = document.format === 'json' ? document.entries.get('extends') : undefined;
  if (entry === undefined) return { bases: [], findings: [] };
  const findings: Diagnostic[] = [];
  const at = (place: Path): { path: Path } & Partial<Range> => ({ path: place, ...document.locate(place) });
  const { value } = entry;
  const list: readonly unknown[] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (list.length === 0) findings.push(diagnostic('extends-empty', at(['extends']), {}));
  const bases: string[] = [];
  const seen = new Set<string>();
  for (const [index, base] of list.entries()) {
    if (findings.length >= MAX_FINDINGS) break;
    const place: Path = Array.isArray(value) ? ['extends', index] : ['extends'];
    const fault = faultOf(base);
    if (fault !== undefined) {
      findings.push(diagnostic('extends-invalid', at(place), fault));
      continue;
    }
    const name = base as string;
    const normal = path.normalize(name);
    if (seen.has(normal)) findings.push(diagnostic('extends-repeated', at(place), { base: name }));
    else bases.push(name);
    seen.add(normal);
  }
  return { bases, findings };
}

/** Why a value is not the path of a base; undefined when it is one. */
function faultOf(base: unknown): { fault: string; fix: string } | undefined {
  const form = 'Write a path that begins with ./ or ../, such as "./base.json".';
  if (typeof base !== 'string')
    return { fault: `extends holds ${typeName(base)} where a path is expected`, fix: form };
  if (base.trim() === '') return { fault: 'extends holds an empty path', fix: form };
  // A drive letter is not a scheme.
  if (/^[a-z][a-z0-9+.-]+:/i.test(base))
    return {
      fault: `extends names "${shownUrl(base)}", and a base is a file beside this one, never an address`,
      fix: 'Keep a copy in the repository and name it by its path.',
    };
  // Windows would open a connection to that machine, and sign in there.
  if (/^[\\/]{2}/.test(base))
    return {
      fault: 'extends names a file of another machine, and a base is a file beside this one',
      fix: 'Keep a copy in the repository and name it by its path.',
    };
  if (path.win32.isAbsolute(base) || /^\.\.?[\\/]/.test(base)) return undefined;
  const ending = path.extname(base) === '' ? '.json' : '';
  return {
    fault: `extends names "${base}", which is no path of a file`,
    fix: `Write "./${base}${ending}", or the path of the base from this file.`,
  };
}

/** Lays a file over its bases, in the order given. */
export function compose(
  file: string,
  document: Document,
  bases: readonly Composed[],
  own: readonly Diagnostic[] = [],
  incomplete = false,
): Composed {
  const layers = new Layers();
  const files = new Map<string, Document>();
  const findings = new Map<string, readonly Diagnostic[]>();
  const notes: Diagnostic[] = [...own];
  for (const base of bases) {
    const restored = layers
      .add(base)
      // What the file says itself is decided there.
      .filter(({ key }) => !document.entries.has(key));
    for (const group of byFiles(restored))
      notes.push(diagnostic('extends-restores', at(document), { ...group, base: base.file }));
    for (const [name, one] of base.files) files.set(name, one);
    for (const [name, some] of base.findings) findings.set(name, some);
  }
  const candidates = (): readonly string[] => [...[...layers.entries.keys()].slice(0, 500), ...keyNames];
  const extending = hasBases(document);
  for (const [key, entry] of document.entries) {
    if (isAboutFile(key, document)) continue;
    if (!extending || entry.value !== null) layers.set(key, { ...entry, file });
    else if (!layers.take(key, file) && !incomplete)
      notes.push(
        diagnostic(
          'unset-nothing',
          { path: [key], ...document.locate([key], 'name') },
          { key, nearest: notes.length < MAX_SUGGESTIONS ? nearest(key, candidates()) : undefined },
        ),
      );
  }
  files.set(file, document);
  findings.set(file, [...document.findings, ...notes]);
  return {
    file,
    document,
    entries: layers.entries,
    origins: layers.origins,
    unset: layers.unset,
    findings,
    files,
    incomplete: incomplete || bases.some((base) => base.incomplete) || document.incomplete === true,
  };
}

/** The place of `extends`. */
function at(document: Document): { path: Path } & Partial<Range> {
  return { path: ['extends'], ...document.locate(['extends']) };
}

/** What came back, by the file it came from and the one that had replaced it. */
function byFiles(
  restored: readonly Restored[],
): readonly { readonly file: string; readonly over: string; readonly keys: readonly string[] }[] {
  const groups = new Map<string, { file: string; over: string; keys: string[] }>();
  for (const { key, file, over } of restored) {
    const id = JSON.stringify([file, over]);
    const group = groups.get(id) ?? { file, over, keys: [] };
    group.keys.push(key);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** A chain as the one document that a command works on. Positions and findings outside the file itself name theirs. */
export function asDocument(composed: Composed): Document {
  const { file, document, files } = composed;
  const elsewhere = (name: string): string | undefined => (name === file ? undefined : name);
  const entries = new Map<string, Entry>();
  for (const [key, { file: owner, ...entry }] of composed.entries)
    entries.set(key, { ...entry, ...(owner === file ? {} : { file: owner }) });
  return {
    ...document,
    entries,
    findings: [...composed.findings].flatMap(([name, findings]) =>
      name === file ? findings : findings.map((one) => ({ ...one, file: name })),
    ),
    ignores: [...files].flatMap(([name, { ignores = [] }]) =>
      ignores.map((ignore) => ({ ...ignore, ...(name === file ? {} : { file: name }) })),
    ),
    locate(place, part) {
      const owner = composed.entries.get(String(place[0]))?.file ?? file;
      const range = files.get(owner)?.locate(place, part);
      const outside = elsewhere(owner);
      return range === undefined || outside === undefined ? range : { ...range, file: outside };
    },
    chain: { files, origins: composed.origins, unset: composed.unset },
    ...(composed.incomplete ? { incomplete: true } : {}),
  };
}

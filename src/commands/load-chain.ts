import path from 'node:path';
import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import type { Outcome } from '../errors.ts';
import type { Io } from '../io/io.ts';
import {
  asDocument,
  basesOf,
  compose,
  type Composed,
  type Document,
  MAX_DEPTH,
  MAX_FILES,
  hasBases,
} from '../schema/index.ts';
import { chainMemory, forgetBases, type ChainMemory } from './chain-memory.ts';
import { MAX_BYTES } from '../importers/text.ts';
import { readAlone, type ReadHow } from './read-alone.ts';

/** A base as it was read: its document, or why there is none, as a clause without its name. */
type ReadBase = (file: string) => Promise<Outcome<Document, { readonly clause: string }>>;

/** How bases are found and read. */
interface Reading {
  readonly cwd: string;
  readonly read: ReadBase;
  readonly memory: ChainMemory;
  /** What a path leads to behind links; without it, paths are taken as they are written. */
  readonly identify?: Io['identify'];
}

interface Walk extends Reading {
  /** Files read for this configuration. */
  count: number;
  /** The bases met so far, by their one path, and how long their texts are together. */
  readonly met: Set<string>;
  length: number;
}

/** Characters of all bases of one configuration: far more than any has, and little enough for ten thousand rings. */
const MAX_LENGTH = 1_000_000;
/** So much is kept for the next configuration; of a fleet in which each has bases of its own, no more. */
const MAX_KEPT = 1_000_000;

/**
 * The document with its bases: the same document when it names none. What cannot be followed is a finding at the
 * `extends` value that names the chain; the rest is composed all the same.
 */
export async function withBases(file: string, document: Document, reading: Reading): Promise<Document> {
  if (!hasBases(document)) return document;
  if (reading.memory.length > MAX_KEPT) forgetBases(reading.memory);
  return asDocument(
    await follow(file, document, [file], { ...reading, count: 0, met: new Set(), length: 0 }),
  );
}

async function follow(
  file: string,
  document: Document,
  chain: readonly string[],
  walk: Walk,
): Promise<Composed> {
  const { bases, findings } = basesOf(document);
  const problems: Diagnostic[] = [...findings];
  let incomplete = problems.some(({ severity }) => severity === 'error');
  const composed: Composed[] = [];
  for (const [index, base] of bases.entries()) {
    const name = besides(file, base, walk);
    const problem = (
      code: 'extends-circle' | 'extends-unreadable' | 'extends-too-many',
      args: object,
    ): void => {
      incomplete = true;
      const place = Array.isArray(document.entries.get('extends')?.value) ? ['extends', index] : ['extends'];
      problems.push(
        diagnostic(code, { path: place, ...document.locate(place) }, {
          chain: chainText([...chain, name]),
          ...args,
        } as never),
      );
    };
    const known = (one: string): string => fullPath(one, walk);
    if (chain.some((one) => known(one) === known(name))) {
      problem('extends-circle', {});
      continue;
    }
    if (chain.length >= MAX_DEPTH) {
      problem('extends-too-many', { most: `${MAX_DEPTH} files deep` });
      continue;
    }
    const before = walk.memory.composed.get(known(name));
    if (before !== undefined) {
      if (!isShort(before.files, walk)) {
        problem('extends-too-many', { most: TOO_LONG });
        break;
      }
      composed.push(before);
      continue;
    }
    walk.count += 1;
    if (walk.count > MAX_FILES) {
      if (walk.count === MAX_FILES + 1) problem('extends-too-many', { most: `${MAX_FILES} files` });
      incomplete = true;
      break;
    }
    const reading = walk.memory.documents.get(known(name)) ?? walk.read(name);
    walk.memory.documents.set(known(name), reading);
    walk.memory.paths.add(known(name));
    const outcome = await reading;
    if (!outcome.ok) {
      problem('extends-unreadable', { clause: outcome.failure.clause });
      continue;
    }
    walk.memory.length += outcome.value.text?.length ?? 0;
    if (!isShort(new Map([[name, outcome.value]]), walk)) {
      problem('extends-too-many', { most: TOO_LONG });
      break;
    }
    const one = await follow(name, outcome.value, [...chain, name], walk);
    // What a circle or a limit cut off depends on where the chain began.
    if (!one.incomplete) walk.memory.composed.set(known(name), one);
    composed.push(one);
    const broken = outcome.value.findings.find(({ code }) => code === 'syntax' || code === 'wrong-shape');
    if (broken !== undefined)
      problem('extends-unreadable', {
        clause: broken.code === 'syntax' ? 'is no valid JSON' : 'is no JSON object',
      });
  }
  return compose(file, document, composed, problems, incomplete);
}

const TOO_LONG = '1 MB of bases';

/** Counts these files, each once; false when all bases so far are too long. */
function isShort(files: ReadonlyMap<string, Document>, walk: Walk): boolean {
  for (const [name, { text = '' }] of files) {
    const full = fullPath(name, walk);
    if (walk.met.has(full)) continue;
    walk.met.add(full);
    walk.length += text.length;
  }
  return walk.length <= MAX_LENGTH;
}

type Finding = Pick<Reading, 'cwd' | 'identify'> & { readonly memory?: ChainMemory };

/** Asked once a run: what a link leads to does not change between two files of it. */
const paths = new WeakMap<ChainMemory, Map<string, string>>();

/** The one path of a file, whatever links lead to it. */
function fullPath(file: string, { cwd, identify, memory }: Finding): string {
  const known = memory === undefined ? undefined : (paths.get(memory) ?? new Map<string, string>());
  const before = known?.get(file);
  if (before !== undefined) return before;
  const full = identify?.(file)?.real ?? path.resolve(cwd, file);
  if (memory !== undefined && known !== undefined) paths.set(memory, known.set(file, full));
  return full;
}

/**
 * The path of a base as people would write it from where the command runs. It is beside the file itself, also where
 * that is reached by a link.
 */
function besides(file: string, base: string, finding: Finding): string {
  const portable = base.replaceAll('\\', path.sep === '\\' ? '\\' : '/');
  if (path.isAbsolute(portable)) return path.normalize(portable);
  const written = path.join(path.dirname(file), portable);
  const real = path.resolve(path.dirname(fullPath(file, finding)), portable);
  if (fullPath(path.dirname(written), finding) === fullPath(path.dirname(real), finding)) return written;
  const below = path.relative(fullPath('.', finding), real);
  return below.startsWith('..') || path.isAbsolute(below) ? real : below;
}

/** A chain in one line; a long one keeps its ends. */
function chainText(chain: readonly string[]): string {
  const shown = chain.length > 8 ? [...chain.slice(0, 4), '…', ...chain.slice(-3)] : chain;
  return shown.join(' -> ');
}

const EXTENDS = Buffer.from('"extends"');

/**
 * Which of the files are bases of others among them. Files without the word are not parsed for it: a run may hold
 * thousands, of which few extend anything.
 */
export async function basesAmong(files: readonly string[], how: ReadHow, io: Io): Promise<readonly string[]> {
  const finding = { cwd: io.cwd, identify: (file: string) => io.identify(file), memory: chainMemory() };
  // To follow the links of each path costs as much as to read the files, and few runs have one that extends another.
  let named: ReadonlyMap<string, string> | undefined;
  const nameOf = (base: string): string | undefined => {
    named ??= new Map(files.map((file) => [fullPath(file, finding), file]));
    return named.get(fullPath(base, finding));
  };
  const bases = new Set<string>();
  for (const file of files) {
    if (file === '-') continue;
    const read = await io.readFile(file, MAX_BYTES);
    if (
      !read.ok ||
      !Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength).includes(EXTENDS)
    )
      continue;
    const loaded = await readAlone(file, io, how);
    if (!loaded.ok) continue;
    for (const base of basesOf(loaded.value.document).bases) {
      const name = nameOf(besides(file, base, finding));
      // In a circle each is the base of the other, and both are to be reported.
      if (name !== undefined && name !== file) bases.add(name);
    }
  }
  return bases.size === files.length ? [] : [...bases].sort();
}

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
} from '../schema/index.ts';
import { MAX_INPUT_BYTES, readAlone, type ReadHow } from './read-alone.ts';

/** A base as it was read: its document, or why there is none, as a clause without its name. */
type ReadBase = (file: string) => Promise<Outcome<Document, { readonly clause: string }>>;

/** What one run has read so far: a base that a thousand files share is read once, so all see the same bytes. */
export interface ChainMemory {
  readonly documents: Map<string, Promise<Outcome<Document, { readonly clause: string }>>>;
  readonly composed: Map<string, Composed>;
}

/** A memory for one run. */
export function chainMemory(): ChainMemory {
  return { documents: new Map(), composed: new Map() };
}

interface Walk {
  readonly cwd: string;
  readonly read: ReadBase;
  readonly memory: ChainMemory;
  /** Files read for this configuration. */
  count: number;
}

/**
 * The document with its bases: the same document when it names none. What cannot be followed is a finding at the
 * `extends` value that names the chain; the rest is composed all the same.
 */
export async function withBases(
  file: string,
  document: Document,
  { cwd, read, memory }: { readonly cwd: string; readonly read: ReadBase; readonly memory: ChainMemory },
): Promise<Document> {
  if (document.format !== 'json' || !document.entries.has('extends')) return document;
  return asDocument(await follow(file, document, [file], { cwd, read, memory, count: 0 }));
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
    const name = besides(file, base);
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
    const known = (one: string): string => path.resolve(walk.cwd, one);
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
      composed.push(before);
      continue;
    }
    walk.count += 1;
    if (walk.count > MAX_FILES) {
      if (walk.count === MAX_FILES + 1) problem('extends-too-many', { most: `${MAX_FILES} files` });
      continue;
    }
    const reading = walk.memory.documents.get(known(name)) ?? walk.read(name);
    walk.memory.documents.set(known(name), reading);
    const outcome = await reading;
    if (!outcome.ok) {
      problem('extends-unreadable', { clause: outcome.failure.clause });
      continue;
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

/** The path of a base as people would write it from where the command runs. */
function besides(file: string, base: string): string {
  const portable = base.replaceAll('\\', path.sep === '\\' ? '\\' : '/');
  return path.isAbsolute(portable) ? path.normalize(portable) : path.join(path.dirname(file), portable);
}

/** A chain in one line; a long one keeps its ends. */
function chainText(chain: readonly string[]): string {
  const shown = chain.length > 8 ? [...chain.slice(0, 4), '…', ...chain.slice(-3)] : chain;
  return shown.join(' -> ');
}

/**
 * Which of the files are bases of others among them. Files without the word are not parsed for it: a run may hold
 * thousands, of which few extend anything.
 */
export async function basesAmong(files: readonly string[], how: ReadHow, io: Io): Promise<readonly string[]> {
  const known = new Map(files.map((file) => [path.resolve(io.cwd, file), file]));
  const bases = new Set<string>();
  for (const file of files) {
    if (file === '-') continue;
    const read = await io.readFile(file, MAX_INPUT_BYTES);
    if (
      !read.ok ||
      !Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength).includes('"extends"')
    )
      continue;
    const loaded = await readAlone(file, io, how);
    if (!loaded.ok) continue;
    for (const base of basesOf(loaded.value.document).bases) {
      const name = known.get(path.resolve(io.cwd, besides(file, base)));
      // In a circle each is the base of the other, and both are to be reported.
      if (name !== undefined && name !== file) bases.add(name);
    }
  }
  return bases.size === files.length ? [] : [...bases].sort();
}

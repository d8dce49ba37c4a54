import path from 'node:path';
import { ok, UserError, type Outcome } from '../../errors.ts';
import { editJsonc } from '../../exporters/jsonc-edit.ts';
import type { FileFailure, Io } from '../../io/io.ts';
import { hasBases, migrate, type Document, type Edit, type ReleaseRange } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { EditableChain } from '../edit-chain.ts';
import { rewriteChain } from '../migrate/rewrite.ts';
import type { Draft } from './draft.ts';
import { changed, decoded, sourceOf, type Source } from './file.ts';
import { insist, put } from './put.ts';

/** A file to start from, with all that its bases give it. */
interface OpenedSource {
  readonly document: Document;
  readonly source: Source;
}

/** The file, with its bases where it extends others. */
export async function openSource(
  file: string,
  alone: Document,
  target: ReleaseRange | undefined,
  io: Io,
): Promise<OpenedSource> {
  if (!hasBases(alone)) return { document: alone, source: sourceOf(alone, target) };
  const chain = await EditableChain.open(file, alone, io);
  const { document } = chain;
  const { changes } = await rewriteChain(chain, target);
  const { settings } = migrate(chain.document);
  const rewritten = changes.map(
    ({ from, to, file: base }) => `${base === undefined ? '' : `${base}: `}${from} → ${to ?? 'removed'}`,
  );
  return { document, source: { settings, rewritten, chain } };
}

/**
 * Writes what the draft has come to where it is held: a changed value into the file of the chain that has it, a new one
 * into the file itself, and null there for what a base sets and the draft does not. Another file than the source
 * extends the same bases, and leaves them alone.
 */
export async function writeRing(
  draft: Draft,
  file: string,
  io: Io,
  {
    source,
    chain,
    replaces,
  }: { readonly source: Source; readonly chain: EditableChain; readonly replaces: boolean },
): Promise<Outcome<void, FileFailure>> {
  const inPlace = file !== '-' && path.resolve(io.cwd, file) === path.resolve(io.cwd, chain.file);
  const edits = new Map<string, Edit[]>();
  const bases = new Map<string, string[]>();
  for (const [key, value] of changed(draft.settings(), draft.target, source)) {
    const holder = chain.document.entries.get(key)?.file;
    const owner = inPlace && value !== undefined ? (holder ?? chain.file) : chain.file;
    if (owner !== chain.file) bases.set(owner, [...(bases.get(owner) ?? []), key]);
    const left = value === undefined && isBelow(chain.document, key) ? null : value;
    edits.set(owner, [...(edits.get(owner) ?? []), { path: [key], value: left }]);
  }
  if (!inPlace) return writeOther(file, io, { chain, edits: edits.get(chain.file) ?? [], draft, replaces });
  await chain.edit(edits);
  insist(chain.document, draft.target);
  await chain.write();
  for (const [base, keys] of bases)
    io.stderr.write(
      `cowork-3p: changed ${printable(base, 300)}, which holds ${printable(keys.join(', '), 300)}: all files that extend it get the change.\n`,
    );
  return ok(undefined);
}

/** A base sets it, in force or replaced. */
function isBelow(document: Document, key: string): boolean {
  const replaced = document.chain?.origins.get(key)?.replaced ?? [];
  return document.entries.get(key)?.file !== undefined || replaced.some(({ value }) => value !== undefined);
}

async function writeOther(
  file: string,
  io: Io,
  {
    chain,
    edits,
    draft,
    replaces,
  }: {
    readonly chain: EditableChain;
    readonly edits: readonly Edit[];
    readonly draft: Draft;
    readonly replaces: boolean;
  },
): Promise<Outcome<void, FileFailure>> {
  const real = (name: string): string => io.identify(name)?.real ?? path.resolve(io.cwd, name);
  if (file !== '-' && [...(chain.document.chain?.files.keys() ?? [])].some((one) => real(one) === real(file)))
    throw new UserError(
      `${printable(file, 300)} is a base of ${printable(chain.file, 300)}, so the result cannot replace it.`,
      'Write to another file.',
    );
  const own = chain.alone(chain.file);
  const folder = file === '-' ? '.' : path.dirname(file);
  const text = editJsonc(own?.text ?? '', [...moved(own, chain.file, folder, io.cwd), ...edits]);
  const name = file === '-' ? 'x' : file;
  insist((await EditableChain.open(name, { ...decoded(text), file: name }, io)).document, draft.target);
  return put(text, file, replaces, io);
}

/** The paths of the bases, from another folder. */
function moved(own: Document | undefined, from: string, folder: string, cwd: string): readonly Edit[] {
  const value = own?.entries.get('extends')?.value;
  const there = path.resolve(cwd, folder);
  const here = path.resolve(cwd, path.dirname(from));
  if (there === here) return [];
  const rebased = (base: unknown): unknown => {
    if (typeof base !== 'string' || path.isAbsolute(base)) return base;
    const name = path.relative(there, path.resolve(here, base)).split(path.sep).join('/');
    return name.startsWith('../') ? name : `./${name}`;
  };
  return [{ path: ['extends'], value: Array.isArray(value) ? value.map(rebased) : rebased(value) }];
}

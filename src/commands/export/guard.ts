import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import { MAX_BYTES } from '../../importers/text.ts';

/** A file that is about to be replaced, and what it is replaced by. */
interface Replacement {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What configurations were read from, bases included; `<stdin>` for standard input. */
  readonly sources: readonly string[];
  readonly force: boolean;
}

/** What every file that this program exports says somewhere, in one encoding or the other. */
const OURS =
  /com\.anthropic\.claudefordesktop|Policies\\+Claude|Cowork3p~|\b(?:inference|cowork|disable|managed)[A-Z]\w+/;

/**
 * Refuses to replace what cannot be made again: the source itself, always; without `force`, a file that is no earlier
 * export, such as one of other software or one that a person wrote with comments and references. Gives the plain file
 * that it has looked at, behind all links, and nothing for a pipe or a device: those keep nothing, and reading from one
 * may take what is meant for others.
 */
export async function guardReplacement(
  { file, bytes, sources, force }: Replacement,
  io: Io,
): Promise<string | undefined> {
  const name = printable(file, 300);
  const given = knownSources(sources, io);
  if (given.paths.has(path.resolve(io.cwd, file)))
    throw new UserError(`${name} is the source of this export.`, 'Write to another file.');
  if (!(await io.exists(file))) return file;
  const place = io.identify(file);
  if (place?.isFile === false && (await io.folder(file)) === undefined) return undefined;
  const existing = await io.readFile(file, MAX_BYTES);
  if (!existing.ok) {
    // A folder cannot be replaced anyway; a link to nothing is for a person to look at.
    if (force || existing.failure.code === 'EISDIR') return undefined;
    throw new UserError(`${name} ${existing.failure.message}.`, 'Remove it, or replace it with --force.');
  }
  const held = Buffer.from(existing.value);
  if (held.length === 0 || held.equals(bytes)) return place?.real;
  if ((await (given.contents ??= contentsOf(sources, io))).has(await digest(held)))
    throw new UserError(`${name} holds the source of this export.`, 'Write to another file.');
  if (force) return place?.real;
  const foreign = foreignness(held);
  if (foreign !== undefined)
    throw new UserError(
      `${name} exists and ${foreign}.`,
      'Write to another file, or replace it with --force.',
    );
  return place?.real;
}

/** The sources of a run: a fleet has a thousand, and a thousand files are held against them. */
interface KnownSources {
  readonly paths: ReadonlySet<string>;
  /** Digests of what they hold, read when the first file is met that is to be replaced. */
  contents?: Promise<ReadonlySet<string>>;
}

const known = new WeakMap<readonly string[], KnownSources>();

function knownSources(sources: readonly string[], { cwd }: Io): KnownSources {
  let found = known.get(sources);
  if (found === undefined) {
    found = { paths: new Set(sources.map((source) => path.resolve(cwd, source))) };
    known.set(sources, found);
  }
  return found;
}

async function contentsOf(sources: readonly string[], io: Io): Promise<ReadonlySet<string>> {
  const contents = new Set<string>();
  for (const source of new Set(sources)) {
    const original = source === '<stdin>' ? undefined : await io.readFile(source, MAX_BYTES);
    if (original?.ok === true) contents.add(await digest(original.value));
  }
  return contents;
}

async function digest(bytes: Uint8Array): Promise<string> {
  // Most exports replace nothing, and reading this module takes 5 ms on Node 20.
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(bytes).digest('hex');
}

/** Why a file is no earlier export, as a clause; undefined when it looks like one. */
function foreignness(bytes: Buffer): string | undefined {
  const text = bytes.includes(0) ? bytes.toString('utf16le') : bytes.toString('utf8');
  if (!OURS.test(text)) return 'is no earlier export';
  if (/^\s*(?:\/\/|\/\*)/m.test(text)) return 'holds comments, which an export would lose';
  if (/(?<!\$)\$\{(?:env|file):/.test(text)) return 'holds references, so it is a source';
  return undefined;
}

import path from 'node:path';
import type { Diagnostic } from '../diagnostics.ts';
import { fail, ok, UserError } from '../errors.ts';
import { concealable, redactor, secretParts } from '../text/redact.ts';
import type { Io } from '../io/io.ts';
import { chainMemory, type ChainMemory } from './chain-memory.ts';
import { readAlone, readBase, type Loaded, type Read, type ReadHow } from './read-alone.ts';
import {
  hasBases,
  mapTexts,
  resolveReferences,
  type Difference,
  type Document,
  type ReferenceSource,
} from '../schema/index.ts';

/**
 * Reads FILE, `-` or `./cowork-3p.json` in any format, with the bases it extends and what flags set over it. What
 * cannot be read at all is a failure in words. `memory` is shared by the files of one run.
 */
export async function readDocument(
  file: string | undefined,
  io: Io,
  how: ReadHow = {},
  memory?: ChainMemory,
): Promise<Read<Loaded>> {
  const loaded = await readAlone(file, io, how);
  if (!loaded.ok) return loaded;
  let { document } = loaded.value;
  if (hasBases(document)) {
    const { withBases } = await import('./load-chain.ts');
    document = await withBases(loaded.value.file, document, {
      cwd: io.cwd,
      identify: (name) => io.identify(name),
      memory: memory ?? chainMemory(),
      read: (base) => readBase(base, io),
    });
  }
  if (how.set !== undefined || how.unset !== undefined) {
    const { withOverrides } = await import('./overrides.ts');
    document = withOverrides(document, how);
  }
  return ok({ file: loaded.value.file, document, size: loaded.value.size });
}

/** As `readDocument`, for commands that work on one file: a failure is a usage error. */
export async function loadDocument(
  file: string | undefined,
  io: Io,
  how: ReadHow = {},
  memory?: ChainMemory,
): Promise<Loaded> {
  return orUsageError(await readDocument(file, io, how, memory));
}

/** As `readAlone`, for commands that work on one file. */
export async function loadAlone(file: string | undefined, io: Io, how: ReadHow = {}): Promise<Loaded> {
  return orUsageError(await readAlone(file, io, how));
}

function orUsageError(loaded: Read<Loaded>): Loaded {
  if (!loaded.ok) throw new UserError(loaded.failure.message, loaded.failure.hint);
  return loaded.value;
}

/** Looks references up in the environment and in files; `read` is told which. */
function referenceSource(io: Io, read: (file: string) => void): ReferenceSource {
  return {
    env: io.env,
    // From where the file with the reference is, so that a source works from any folder.
    readFile: (file, limit, from) => {
      // Windows would open a connection to that machine, and sign in there.
      if (io.platform === 'win32' && /^[\\/]{2}/.test(file))
        return Promise.resolve(fail({ message: 'is on another machine, and none is asked for a reference' }));
      const place = from === undefined || path.isAbsolute(file) ? file : path.join(path.dirname(from), file);
      read(place);
      return io.readFile(place, limit);
    },
  };
}

/** Findings about values that came in by reference: what was put in is hidden again. */
export function hide(diagnostics: readonly Diagnostic[], secrets: readonly string[]): readonly Diagnostic[] {
  if (secrets.length === 0) return diagnostics;
  const redact = redactor(secrets);
  return diagnostics.map((one) => ({
    ...one,
    message: redact(one.message),
    ...(one.hint === undefined ? {} : { hint: redact(one.hint) }),
  }));
}

/** Differences whose values hold nothing that came in by reference; that they differ is what they say. */
export function hideValues(
  differences: readonly Difference[],
  secrets: readonly string[],
): readonly Difference[] {
  if (secrets.length === 0) return differences;
  const redact = redactor(secrets);
  const hidden = (value: unknown): unknown => mapTexts(value, redact);
  return differences.map((one) => ({
    ...one,
    ...(one.left === undefined ? {} : { left: hidden(one.left) }),
    ...(one.right === undefined ? {} : { right: hidden(one.right) }),
  }));
}

/** The document with its references replaced; `secrets` is what was put in, `files` what was read for it. */
export async function resolved(
  document: Document,
  io: Io,
): Promise<Awaited<ReturnType<typeof resolveReferences>> & { readonly files: readonly string[] }> {
  const files: string[] = [];
  const found = await resolveReferences(
    document,
    referenceSource(io, (file) => files.push(file)),
  );
  const secrets = found.secrets.flatMap(secretParts);
  io.conceal(concealable(secrets));
  return { ...found, secrets, files };
}

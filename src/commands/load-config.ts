import type { Diagnostic } from '../diagnostics.ts';
import { fail, ok, UserError, type Outcome } from '../errors.ts';
import { redactor, secretParts } from '../text/redact.ts';
import { findImporter } from '../importers/find.ts';
import type { Unreadable } from '../importers/importer.ts';
import type { Io } from '../io/io.ts';
import { resolveReferences, type Document, type Format, type ReferenceSource } from '../schema/index.ts';

/** Larger than any configuration, smaller than what could hurt. */
export const MAX_INPUT_BYTES = 5_000_000;

export const DEFAULT_FILE = 'cowork-3p.json';

/** A file read and decoded; not yet checked. */
interface Loaded {
  /** As given; `<stdin>` for `-`. */
  readonly file: string;
  readonly document: Document;
}

/** Reads FILE, `-` or `./cowork-3p.json` in any format. What cannot be read at all is a failure in words. */
export async function readDocument(
  file: string | undefined,
  io: Io,
  inputFormat?: Format,
): Promise<Outcome<Loaded, Unreadable & { file: string }>> {
  const name = file ?? DEFAULT_FILE;
  const shown = name === '-' ? '<stdin>' : name;
  const read = name === '-' ? await io.stdin.read(MAX_INPUT_BYTES) : await io.readFile(name, MAX_INPUT_BYTES);
  if (!read.ok) {
    const hint =
      file === undefined && read.failure.code === 'ENOENT'
        ? { hint: 'Name a file, or write one with "cowork-3p init".' }
        : {};
    return fail({ file: shown, message: `${shown} ${read.failure.message}.`, ...hint });
  }
  const bytes = read.value;
  if (bytes.length === 0) return fail({ file: shown, message: `${shown} is empty.` });
  const importer = await findImporter(bytes, inputFormat);
  if (!importer.ok)
    return fail({ ...importer.failure, file: shown, message: `${shown}: ${importer.failure.message}` });
  const decoded = importer.value.decode(bytes);
  if (!decoded.ok)
    return fail({ ...decoded.failure, file: shown, message: `${shown}: ${decoded.failure.message}` });
  return ok({ file: shown, document: decoded.value });
}

/** As `readDocument`, for commands that work on one file: a failure is a usage error. */
export async function loadDocument(file: string | undefined, io: Io, inputFormat?: Format): Promise<Loaded> {
  const loaded = await readDocument(file, io, inputFormat);
  if (!loaded.ok) throw new UserError(loaded.failure.message, loaded.failure.hint);
  return loaded.value;
}

/** Looks references up in the environment and in files. */
function referenceSource(io: Io): ReferenceSource {
  return { env: io.env, readFile: (file, limit) => io.readFile(file, limit) };
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

/** The document with its references replaced; `secrets` is what was put in. */
export async function resolved(document: Document, io: Io): ReturnType<typeof resolveReferences> {
  const found = await resolveReferences(document, referenceSource(io));
  const secrets = found.secrets.flatMap(secretParts);
  io.conceal(secrets);
  return { ...found, secrets };
}

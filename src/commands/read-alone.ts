import { fail, ok, type Outcome } from '../errors.ts';
import { findImporter } from '../importers/find.ts';
import type { Unreadable } from '../importers/importer.ts';
import { MAX_BYTES } from '../importers/text.ts';
import type { Io } from '../io/io.ts';
import type { Document, Place, ReadFormat } from '../schema/index.ts';
import { hearSignals } from './hear-signals.ts';

export const DEFAULT_FILE = 'cowork-3p.json';

/** A file read and decoded; not yet checked. */
export interface Loaded {
  /** As given; `<stdin>` for `-`. */
  readonly file: string;
  readonly document: Document;
  /** Bytes of the file. */
  readonly size: number;
}

/** How a file is read; flags of a command fit as they are. */
export interface ReadHow {
  readonly inputFormat?: ReadFormat;
  /** `--set KEY=VALUE`, `--unset KEY`: over all that files say. */
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  /** Read there: a bootstrap server answers with JSON, so whatever it is must be that, and be told when it is not. */
  readonly as?: Place;
}

/** What came of reading; a failure says why in words. */
export type Read<T> = Outcome<T, Unreadable & { readonly file: string }>;

/** One file as it is, without its bases: for what changes that file. */
export async function readAlone(
  file: string | undefined,
  io: Io,
  { inputFormat, as }: ReadHow = {},
): Promise<Read<Loaded>> {
  const name = file ?? DEFAULT_FILE;
  const shown = name === '-' ? '<stdin>' : name;
  const read = name === '-' ? await io.stdin.read(MAX_BYTES) : await io.readFile(name, MAX_BYTES);
  if (!read.ok) {
    const hint =
      file === undefined && read.failure.code === 'ENOENT'
        ? { hint: 'Name a file, or write one with "cowork-3p init".' }
        : read.failure.code === 'EISDIR'
          ? { hint: 'Name a file in it: only validate, export and status take a whole folder.' }
          : {};
    return fail({ file: shown, message: `${shown} ${read.failure.message}.`, ...hint });
  }
  const bytes = read.value;
  const served = as === 'bootstrap' && inputFormat === undefined;
  if (bytes.length === 0 && !served) return fail({ file: shown, message: `${shown} is empty.` });
  const found = await findImporter(bytes, inputFormat);
  const importer = found.ok || !served ? found : await findImporter(bytes, 'json');
  if (!importer.ok)
    return fail({ ...importer.failure, file: shown, message: `${shown}: ${importer.failure.message}` });
  await hearSignals(io, bytes.length);
  const decoded = importer.value.decode(bytes);
  await hearSignals(io, bytes.length);
  if (!decoded.ok)
    return fail({ ...decoded.failure, file: shown, message: `${shown}: ${decoded.failure.message}` });
  // Nobody else has the document yet. Node 20 gives each copy of one a hidden class of its own, so that in a run over
  // many files all that reads a document is slow.
  const document: { -readonly [Name in keyof Document]: Document[Name] } = decoded.value;
  if (name !== '-') document.file = name;
  return ok({ file: shown, document, size: bytes.length });
}

/** A base, or why it is none, as a clause. */
export async function readBase(
  file: string,
  io: Io,
): Promise<Outcome<Document, { readonly clause: string }>> {
  // Nobody waits for a pipe that a file names.
  const place = io.identify(file);
  if (place?.isFile === false) return fail({ clause: 'is no plain file' });
  const loaded = await readAlone(file, io);
  if (!loaded.ok) {
    const { message } = loaded.failure;
    return fail({ clause: message.replace(`${file}: `, '').replace(file, '').trim().replace(/\.$/, '') });
  }
  const { document } = loaded.value;
  if (document.format !== 'json') return fail({ clause: `is no JSON file (${document.format})` });
  return ok(document);
}

import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';

/** Larger than any form that a console takes. */
const MAX_FORM_BYTES = 5_000_000;

/** The text of a form: UTF-8, or UTF-16 with a byte order mark, which is left out. */
export async function readForm(file: string, io: Io): Promise<string> {
  const read = file === '-' ? await io.stdin.read(MAX_FORM_BYTES) : await io.readFile(file, MAX_FORM_BYTES);
  if (!read.ok) throw new UserError(`${file} ${read.failure.message}.`);
  const bytes = read.value;
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file} is neither UTF-8 nor UTF-16.`);
  }
}

import { fail, ok, type Outcome } from '../../errors.ts';
import type { FileFailure, Io } from '../../io/io.ts';
import { validate, type Document, type ReleaseRange } from '../../schema/index.ts';
import { forTerminal } from '../../text/printable.ts';

/** Checks once more the file as it becomes: what validate refuses never reaches the disk. */
export function insist(document: Document, target: ReleaseRange | undefined): void {
  if (!validate(document, { target }).valid) throw new Error('what was composed is not valid');
}

/** Writes a text whole or not at all, readable by its owner alone; `-` is standard output. */
export async function put(
  text: string,
  file: string,
  replaces: boolean,
  io: Io,
): Promise<Outcome<void, FileFailure>> {
  if (file === '-') {
    io.stdout.write(io.stdout.isTTY ? forTerminal(text) : text);
    return ok(undefined);
  }
  const outcome = await io.writeFile(file, Buffer.from(text), { secret: true, create: !replaces });
  return outcome.ok ? ok(undefined) : fail(outcome.failure);
}

import { UserError } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { readBase } from './read-alone.ts';

/** Refuses to write a file that has changed since its text was read: what somebody saved meanwhile is not lost. */
export async function refuseChanged(file: string, text: string | undefined, io: Io): Promise<void> {
  const now = await readBase(file, io);
  if (!now.ok || now.value.text !== text)
    throw new UserError(
      `${printable(file, 300)} changed while it was worked on, so nothing was written.`,
      'Run it again.',
    );
}

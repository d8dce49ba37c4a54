import type { Io } from '../../io/io.ts';
import type { Code } from '../../diagnostics.ts';
import type { Document } from '../../schema/index.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { type Loaded, type Read } from '../read-alone.ts';

/** What the app and its keys are called, in whatever container: profiles, policies and scripts name one of them. */
const OURS = /anthropic|claude|inference[A-Z]/i;

/** Errors of a file that holds nothing of ours: that it does, and what is wrong with the payloads of others. */
const OF_NOTHING: ReadonlySet<Code> = new Set([
  'script-without-policy',
  'wrong-shape',
  'profile-incomplete',
  'profile-invalid',
]);

/**
 * Whether a file that was met in a folder is somebody else's: a form that describes settings; or it sets nothing, could be
 * followed as far as that, and neither the app nor a key of it is named in it. What is broken and names one is told.
 */
export async function isOthers(file: string | undefined, read: Read<Loaded>, io: Io): Promise<boolean> {
  if (file === undefined) return false;
  if (!read.ok) return read.failure.form === true || !(await isNamed(file, io));
  return setsNothing(read.value.document) && !(await isNamed(file, io));
}

function setsNothing({ entries, computed, findings }: Document): boolean {
  return (
    entries.size === 0 &&
    (computed?.size ?? 0) === 0 &&
    findings.every(({ code, severity }) => severity !== 'error' || OF_NOTHING.has(code))
  );
}

/** A file that cannot be read might be ours. UTF-16 is told from its letters alone. */
async function isNamed(file: string, io: Io): Promise<boolean> {
  const bytes = await io.readFile(file, MAX_BYTES);
  return !bytes.ok || OURS.test(Buffer.from(bytes.value).toString('latin1').replaceAll('\0', ''));
}

import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { GENERATOR } from '../../report/page/render.ts';
import { printable } from '../../text/printable.ts';
import { DEFAULT_FILE } from '../read-alone.ts';
import { realPath } from '../real-path.ts';

/** Larger than any page. */
const MOST_BYTES = 20_000_000;

/** Refuses to replace what cannot be made again: what the page is made of, always; without `force`, whatever is no earlier page. Gives the plain file it has looked at, behind all links; nothing for a pipe or a device. */
export async function guardPage(
  {
    place,
    source,
    results,
    force,
  }: {
    readonly place: string;
    readonly source: string | undefined;
    readonly results: readonly string[];
    readonly force: boolean;
  },
  io: Io,
): Promise<string | undefined> {
  const name = printable(place, 300);
  refuseSources(place, [source ?? DEFAULT_FILE, ...results], io);
  if (!(await io.exists(place))) return place;
  const found = io.identify(place);
  // What is no plain file, such as a pipe or a device, cannot be lost.
  if (found?.isFile === false || force) return found?.isFile === true ? found.real : undefined;
  const existing = await io.readFile(place, MOST_BYTES);
  const earlier =
    existing.ok &&
    (existing.value.length === 0 ||
      Buffer.from(existing.value).includes(`<meta name="generator" content="${GENERATOR} `));
  if (!earlier)
    throw new UserError(
      `${name} exists and is no page of an earlier run.`,
      'Write to another file, or replace it with --force.',
    );
  return found?.real;
}

/** Refuses to write onto what a page is made of, bases of the configuration among it, also by way of a link. */
export function refuseSources(place: string, sources: readonly string[], io: Io): void {
  const written = realPath(place, io);
  if (sources.some((file) => file !== '-' && realPath(file, io) === written))
    throw new UserError(`${printable(place, 300)} is what the page is made of.`, 'Write to another file.');
}

import { decodeText } from '../importers/text.ts';
import { beyondKnown, type Release, type ReleaseRange } from '../schema/index.ts';
import { latestRelease, parseRelease, releaseText } from '../schema/forms.ts';
import { Notes, type Note } from './notes.ts';
import type { Captured, ReleaseFrom } from './types.ts';

/** By which release a device is looked at, and where that was read. */
export interface FoundRelease {
  readonly release: Release;
  readonly from: ReleaseFrom;
  readonly notes: readonly Note[];
}

/**
 * The release whose rules count: what the caller says, else what the app said when it was last started, else what is
 * installed, else the newest that is known. `target` may be a range; a device runs one release, the oldest is taken.
 */
export function releaseOfDevice(
  target: ReleaseRange | undefined,
  logged: string | undefined,
  version: Captured | undefined,
): FoundRelease {
  const notes = new Notes();
  const running = logged === undefined ? undefined : parseRelease(logged);
  const installed = version === undefined ? undefined : versionIn(version.bytes);
  if (running !== undefined && installed !== undefined && releaseText(running) !== releaseText(installed))
    notes.add(
      'version-differs',
      `The app was last started as ${releaseText(running)}, and ${releaseText(installed)} is installed.`,
    );
  if (target !== undefined) return { release: target.oldest, from: 'target', notes: notes.all };
  const found = running ?? installed;
  if (found === undefined) {
    notes.add(
      'version-unknown',
      `No capture says which release the app is; the rules of the newest known one, ${releaseText(latestRelease)}, are applied.`,
    );
    return { release: latestRelease, from: 'newest', notes: notes.all };
  }
  const beyond = beyondKnown({ oldest: found, newest: found });
  if (beyond !== undefined) notes.add('version-beyond', beyond);
  return { release: found, from: running === undefined ? 'version' : 'log', notes: notes.all };
}

/** The first number of three parts in a short text, such as the version that a package manager prints. */
function versionIn(bytes: Uint8Array): Release | undefined {
  const { text } = decodeText(bytes.subarray(0, 4096));
  const found = /(?:^|[^\d.])v?(\d{1,6}\.\d{1,9}\.\d{1,6})(?:[^\d]|$)/m.exec(text)?.[1];
  return found === undefined ? undefined : parseRelease(found);
}

import { keyNames } from './catalogue/index.ts';
import { latestRelease, releaseText } from './releases.ts';
import { releases } from './rows.ts';

/** The day of the vendor's reference and changelogs that the catalogue was last compared with. ISO date. */
const REFERENCE_DATE = '2026-10-05';

/** How far the facts of this version reach. */
export interface Facts {
  /** ISO date of the vendor's reference that the rows were compared with. */
  readonly reference: string;
  /** The newest release in a changelog of the vendor, and its date. */
  readonly official: { readonly release: string; readonly date: string };
  /** The newest release seen anywhere. */
  readonly newest: string;
  readonly keys: number;
  readonly releases: number;
}

/** What this version knows, and until when. */
export function facts(): Facts {
  const official = releases.findLast((one) => one.official === true && one.date !== undefined);
  return {
    reference: REFERENCE_DATE,
    official: { release: official?.version ?? '', date: official?.date ?? '' },
    newest: releaseText(latestRelease),
    keys: keyNames.length,
    releases: releases.length,
  };
}

/** The same in one sentence, and what it means for releases after it. */
export function factsText(): string {
  const { reference, official, newest, keys } = facts();
  return (
    `Facts: ${keys} keys, as the vendor documented them on ${reference} (desktop ${official.release}). ` +
    `The newest release seen anywhere is ${newest}; what releases after ${official.release} changed may be missing.`
  );
}

/** A desktop release as numbers: `1.46388.1` is [1, 46388, 1]. */
export type Release = readonly [number, number, number];

/** The releases of a fleet, both ends included. */
export interface ReleaseRange {
  readonly oldest: Release;
  readonly newest: Release;
}

/** What a check is made for: the releases of a fleet, or one release alone. */
export type Target = Release | ReleaseRange;

/** A target as a range. */
export function asRange(target: Target): ReleaseRange {
  return 'oldest' in target ? target : { oldest: target, newest: target };
}

/** A release that somebody saw. The list is not closed: devices also receive builds that no public feed names. */
export interface KnownRelease {
  readonly version: string;
  /** ISO date. */
  readonly date?: string;
  /** Where no date is known: the days between which it must have been built. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Announced in a changelog of the vendor; the others are known from third parties or from a mention. */
  readonly official?: true;
  readonly note?: string;
}

const REPACKAGED = 'seen only in packages built by third parties';

/** The day of this catalogue: what was known then, of releases and of keys. ISO date. */
export const CATALOGUE_DATE = '2026-11-25';

/** Every release known on CATALOGUE_DATE, oldest first. */
export const releases: readonly KnownRelease[] = [
  { version: '1.2581.0', note: 'oldest release known; what it reads has no first release' },
  { version: '1.3036.0', date: '2026-04-16', official: true },
  { version: '1.3561.0', note: REPACKAGED },
  { version: '1.3834.0', date: '2026-04-21', official: true },
  { version: '1.3883.0', note: REPACKAGED },
  { version: '1.4758.0', note: REPACKAGED },
  { version: '1.5186.0', date: '2026-04-28', official: true },
  {
    version: '1.5220.0',
    date: '2026-04-28',
    official: true,
    note: 'named in the Claude Code desktop changelog only',
  },
  { version: '1.5354.0', date: '2026-04-29', official: true },
  { version: '1.6259.0', date: '2026-05-05', official: true },
  { version: '1.6259.1', note: REPACKAGED },
  {
    version: '1.6608.0',
    date: '2026-05-07',
    official: true,
    note: 'named in the Claude Code desktop changelog only',
  },
  { version: '1.6608.1', note: REPACKAGED },
  { version: '1.6608.2', note: REPACKAGED },
  { version: '1.6889.0', date: '2026-05-08', official: true },
  { version: '1.7196.0', date: '2026-05-12', official: true },
  { version: '1.7196.1', note: REPACKAGED },
  { version: '1.8089.0', date: '2026-05-19', official: true },
  { version: '1.8089.1', note: REPACKAGED },
  { version: '1.8555.0', date: '2026-05-21', official: true },
  { version: '1.8555.2', note: REPACKAGED },
  { version: '1.9255.0', date: '2026-05-26', official: true },
  { version: '1.9255.2', note: REPACKAGED },
  { version: '1.9659.0', date: '2026-05-27', official: true },
  { version: '1.9659.1', note: REPACKAGED },
  { version: '1.9659.2', note: REPACKAGED },
  { version: '1.9659.4', note: REPACKAGED },
  { version: '1.10628.0', date: '2026-06-02', official: true },
  { version: '1.10628.2', note: REPACKAGED },
  { version: '1.11187.4', note: REPACKAGED },
  { version: '1.11847.5', note: REPACKAGED },
  { version: '1.12603.0', date: '2026-06-11', official: true },
  { version: '1.12603.1', note: REPACKAGED },
  { version: '1.13576.0', date: '2026-06-16', official: true },
  { version: '1.13576.1', note: REPACKAGED },
  { version: '1.14271.0', date: '2026-06-18', official: true },
  { version: '1.15200.0', date: '2026-06-23', official: true },
  { version: '1.15962.0', date: '2026-06-25', official: true },
  { version: '1.15962.1', date: '2026-06-26', official: true },
  { version: '1.15962.2', date: '2026-06-30', official: true },
  { version: '1.17377.1', date: '2026-06-30', official: true },
  { version: '1.17377.2', date: '2026-07-01', official: true },
  { version: '1.18286.0', date: '2026-07-02', official: true },
  { version: '1.18286.2', date: '2026-07-07', official: true },
  { version: '1.19367.0', date: '2026-07-07', official: true },
  { version: '1.20186.0', date: '2026-07-09', official: true },
  { version: '1.20186.9', date: '2026-07-14', official: true },
  { version: '1.21459.0', date: '2026-07-14', official: true },
  { version: '1.21459.3', date: '2026-07-16', official: true },
  { version: '1.22209.0', date: '2026-07-16', official: true },
  { version: '1.22209.3', date: '2026-07-19', official: true },
  { version: '1.24012.0', date: '2026-07-21', official: true },
  { version: '1.24012.9', date: '2026-07-24', official: true },
  { version: '1.24012.11', date: '2026-08-03', official: true },
  { version: '1.25927.0', date: '2026-08-04', official: true },
  { version: '1.26832.0', date: '2026-08-06', official: true },
  { version: '1.28929.0', date: '2026-08-11', official: true },
  { version: '1.30096.1', date: '2026-08-13', official: true },
  { version: '1.30096.5', date: '2026-08-14', official: true },
  { version: '1.32352.0', date: '2026-08-17', official: true },
  { version: '1.32352.1', date: '2026-08-18', official: true },
  { version: '1.32885.1', date: '2026-08-18', official: true },
  { version: '1.34493.0', date: '2026-08-20', official: true },
  { version: '1.34493.1', date: '2026-08-21', official: true },
  { version: '1.37937.0', date: '2026-08-25', official: true },
  { version: '1.37937.1', date: '2026-08-25', official: true },
  { version: '1.37937.2', date: '2026-08-26', official: true },
  { version: '1.37937.3', date: '2026-08-26', official: true },
  { version: '1.40609.0', date: '2026-08-27', official: true },
  { version: '1.40609.1', date: '2026-08-30', official: true },
  { version: '1.44121.1', date: '2026-09-02', official: true },
  { version: '1.44121.2', date: '2026-09-02', official: true },
  { version: '1.44121.4', date: '2026-09-02', official: true },
  { version: '1.46388.1', date: '2026-09-04', official: true },
  { version: '1.46388.2', date: '2026-09-04', official: true },
  { version: '1.46388.3', date: '2026-09-04', official: true },
  { version: '1.46388.4', date: '2026-09-05', official: true },
  { version: '1.49585.0', date: '2026-09-08', official: true },
  { version: '1.52386.0', date: '2026-09-10', official: true },
  { version: '1.52386.3', date: '2026-09-11', official: true },
  { version: '1.52386.6', date: '2026-09-13', official: true },
  { version: '2.110.0', date: '2026-09-15', official: true, note: 'numbers start again at 2' },
  { version: '2.2553.0', date: '2026-09-17', official: true },
  {
    version: '2.2553.1',
    date: '2026-09-18',
    official: true,
    note: 'much of what is known of the keys was read off it',
  },
  { version: '2.2553.13', date: '2026-09-21', official: true },
  { version: '2.7032.0', date: '2026-09-22', official: true },
  { version: '2.9939.0', note: 'named in the SSH documentation, not in a changelog' },
  { version: '2.9939.2', date: '2026-09-24', official: true },
  { version: '2.9939.4', date: '2026-09-27', official: true },
  { version: '2.16120.0', date: '2026-09-29', official: true },
  { version: '2.19675.0', date: '2026-10-01', official: true },
  { version: '2.19675.1', date: '2026-10-05', official: true },
  { version: '2.26454.0', notAfter: '2026-10-07', note: 'named in the Claude Code documentation' },
  { version: '2.26454.2', notAfter: '2026-10-08', note: 'seen by then' },
  { version: '2.31226.0', notAfter: '2026-10-08', note: 'named by a third party' },
  { version: '2.31226.1', notAfter: '2026-10-10', note: 'in use by then, says a third party' },
  {
    version: '6.28899.2',
    notAfter: '2026-11-21',
    note: 'newest number seen, in a third-party Linux package published then',
  },
];

/** Reads `1.46388.1`; a partial number (`1.46388`) means its first release. Undefined for anything else. */
export function parseRelease(text: string): Release | undefined {
  const parts = /^v?(\d{1,6})(?:\.(\d{1,9}))?(?:\.(\d{1,6}))?$/.exec(text.trim());
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
}

/** Below zero when the first is older, above when it is newer. */
export function compareReleases(a: Release, b: Release): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** `1.46388.1`. */
export function releaseText(release: Release): string {
  return release.join('.');
}

/** A release number written in our own tables. `baseline` comes before everything that is known. */
export function releaseOf(since: string): Release {
  const release = since === 'baseline' ? BASELINE : parseRelease(since);
  if (release === undefined) throw new Error(`no release number: ${since}`);
  return release;
}
const BASELINE: Release = [0, 0, 0];

/** Whether `release` is older than the release a table names. */
export function isBefore(release: Release, since: string): boolean {
  return compareReleases(release, releaseOf(since)) < 0;
}

interface NumberedRelease {
  readonly known: KnownRelease;
  readonly release: Release;
}

let numberedReleases: readonly NumberedRelease[] | undefined;

/** The table with its numbers read; made when somebody asks, which a run without a target does not. */
function numbered(): readonly NumberedRelease[] {
  return (numberedReleases ??= releases.map((known) => ({ known, release: releaseOf(known.version) })));
}

/** The newest release known. */
export const latestRelease: Release = releaseOf(releases.at(-1)?.version ?? '');

/** The catalogue as a version of two numbers: those of the newest release it knows. Grows with the catalogue. */
export function catalogueVersion(): string {
  return `${latestRelease[0]}.${latestRelease[1]}`;
}

/**
 * Reads what `--target` takes: the oldest release of a fleet that updates itself (`1.46388`), both ends of one that
 * is held back (`1.46388..2.7032`), or `latest`, the newest release alone. Numbers may be unknown ones; a part of a
 * number means the oldest known release that begins with it, and at the upper end the newest. Undefined when the
 * text is none of these, or when the ends are the wrong way round.
 */
export function parseTarget(text: string): ReleaseRange | undefined {
  const ends = text.split('..');
  if (ends.length > 2) return undefined;
  const [lower = '', upper] = ends;
  const oldest = releaseAt(lower, 'oldest');
  if (oldest === undefined) return undefined;
  if (upper === undefined)
    return { oldest, newest: compareReleases(oldest, latestRelease) > 0 ? oldest : latestRelease };
  const newest = releaseAt(upper, 'newest');
  return newest === undefined || compareReleases(oldest, newest) > 0 ? undefined : { oldest, newest };
}

/** A release by its number or a part of it. */
function releaseAt(text: string, end: keyof ReleaseRange): Release | undefined {
  if (text.trim().toLowerCase() === 'latest') return latestRelease;
  const release = parseRelease(text);
  if (release === undefined) return undefined;
  const parts = text.trim().split('.').length;
  if (parts === 3) return release;
  const begins = ({ release: known }: NumberedRelease): boolean =>
    release.slice(0, parts).every((part, at) => part === known[at]);
  return (end === 'oldest' ? numbered().find(begins) : numbered().findLast(begins))?.release ?? release;
}

/** A range as `--target` takes it: `2.7032.0` up to the newest release known, `1.46388.1..2.7032.0`, or `latest`. */
export function rangeText({ oldest, newest }: ReleaseRange): string {
  const isLatest = compareReleases(newest, latestRelease) === 0;
  if (compareReleases(oldest, latestRelease) > 0 && compareReleases(oldest, newest) === 0)
    return releaseText(oldest);
  if (compareReleases(oldest, latestRelease) === 0 && isLatest) return 'latest';
  return isLatest ? releaseText(oldest) : `${releaseText(oldest)}..${releaseText(newest)}`;
}

/** A sentence about a target beyond every release that is known; undefined for any other. */
export function beyondKnown(target: ReleaseRange): string | undefined {
  const text = releaseText(target.newest);
  return compareReleases(target.newest, latestRelease) > 0
    ? `${text} is newer than every release this version knows (the newest is ${releaseText(latestRelease)}), so it is taken to read what that one reads.`
    : undefined;
}

/** The row of a release, when it is a known one. */
export function knownRelease(release: Release): KnownRelease | undefined {
  return numbered().find((one) => compareReleases(one.release, release) === 0)?.known;
}

/** The known releases next to a number, itself not counted: for messages about a number nobody has seen. */
export function neighbours(release: Release): {
  readonly before: KnownRelease | undefined;
  readonly after: KnownRelease | undefined;
} {
  return {
    before: numbered().findLast((one) => compareReleases(one.release, release) < 0)?.known,
    after: numbered().find((one) => compareReleases(one.release, release) > 0)?.known,
  };
}

/** When a release was built, as far as it is known: the day, or the days it must lie between. */
interface ReleaseDate {
  readonly date?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** The date of any release number, from its own row or from the dated releases around it. */
export function dateOf(release: Release): ReleaseDate {
  const own = knownRelease(release);
  if (own?.date !== undefined) return { date: own.date };
  const older = numbered()
    .filter((one) => compareReleases(one.release, release) < 0)
    .map(({ known }) => known);
  const newer = numbered()
    .filter((one) => compareReleases(one.release, release) > 0)
    .map(({ known }) => known);
  const notBefore = own?.notBefore ?? latest(older.map(({ date, notBefore }) => date ?? notBefore));
  const notAfter = own?.notAfter ?? earliest(newer.map(({ date, notAfter }) => date ?? notAfter));
  return {
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
  };
}

const sorted = (dates: readonly (string | undefined)[]): string[] =>
  dates.filter((date) => date !== undefined).sort();
const earliest = (dates: readonly (string | undefined)[]): string | undefined => sorted(dates)[0];
const latest = (dates: readonly (string | undefined)[]): string | undefined => sorted(dates).at(-1);

/** A desktop release as numbers: `1.46388.1` is [1, 46388, 1]. */
export type Release = readonly [number, number, number];

/** Reads `1.46388.1`; a partial number (`1.46388`) means its first release. Undefined for anything else. */
export function parseRelease(text: string): Release | undefined {
  const parts = /^v?(\d{1,6})(?:\.(\d{1,9}))?(?:\.(\d{1,6}))?$/.exec(text.trim());
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
}

export function compareReleases(a: Release, b: Release): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export function releaseText(release: Release): string {
  return release.join('.');
}

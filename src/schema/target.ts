import { keySpec } from './catalogue/index.ts';
import { renameFrom, renameTo, replacementOf } from './retirements/renames.ts';
import type { Path } from './document.ts';
import { isSchemedIdentifier } from './formats.ts';
import type { FieldType, KeySpec, Since } from './key-spec.ts';
import { pathText } from './path.ts';
import { compareReleases, latestRelease, releaseOf, releaseText, type Release } from './releases.ts';
import type { Report } from './rules/rule.ts';
import { fits } from './types/kinds.ts';
import { visit } from './types/visit.ts';

/** From when on something is read: a release, or the releases between which the first one lies. */
export interface FirstRead {
  readonly since?: Since;
  /** Not yet read by this one. */
  readonly after?: Since;
  /** Read by this one. */
  readonly atOrBefore?: Since;
}

/** From when on a key is read from a managed source under this very name. */
export function firstRead(key: string): FirstRead {
  const row = renameFrom(key);
  if (row !== undefined) return { since: row.readSince ?? 'baseline' };
  const spec = keySpec(key);
  if (spec === undefined) return {};
  const named = renameTo(key)?.replacedSince;
  return managed(spec, named);
}

/** A later name or a later managed source settles it, whatever the setting itself dates from. */
function managed({ since, sinceBounds, managedSince }: KeySpec, named: Since | undefined): FirstRead {
  const newest = [since, managedSince, named]
    .filter((one) => one !== undefined)
    .sort(byRelease)
    .at(-1);
  return newest === undefined ? (sinceBounds ?? {}) : { since: newest };
}

function byRelease(a: Since, b: Since): number {
  return compareReleases(releaseOf(a), releaseOf(b));
}

/**
 * Values whose release is not known, though older releases are known not to read them.
 * "required" and "broker" fall back silently there (vendor reference).
 */
const UNDATED_VALUES: Readonly<Record<string, string>> = {
  microsoftAuthBroker: 'required',
  inferenceFoundryAuthFlow: 'broker',
};

/** Forms of a value that came later than its key. */
const LATER_FORMS: Readonly<
  Record<
    string,
    {
      readonly since: Since;
      places(value: unknown): readonly { readonly path: Path; readonly form: string }[];
    }
  >
> = {
  orgPluginSettings: {
    since: '1.15200.0',
    places: (value) => (Array.isArray(value) ? [{ path: [], form: ' as a list' }] : []),
  },
  // An older release drops such a rule, and the tool then runs without a question.
  builtinToolPolicy: {
    since: '1.37937.0',
    places: (value) =>
      fits({ kind: 'object', fields: {} }, value)
        ? Object.keys(value as object)
            .filter((name) => name.includes('('))
            .map((name) => ({ path: [name], form: ', a rule about arguments,' }))
        : [],
  },
  // An older release ignores the whole object.
  inferenceGatewayOidc: { since: '2.9939.2', places: identifierIn },
  inferenceIdpOidc: { since: '2.9939.2', places: identifierIn },
};

/** A resource indicator with a scheme of its own, such as `urn:…`. */
function identifierIn(value: unknown): readonly { readonly path: Path; readonly form: string }[] {
  const resource = fits({ kind: 'object', fields: {} }, value)
    ? (value as { readonly resource?: unknown }).resource
    : undefined;
  return typeof resource === 'string' && isSchemedIdentifier(resource)
    ? [{ path: ['resource'], form: ' as an identifier' }]
    : [];
}

/** Reports what the oldest release of a fleet does not read yet: keys, values, members and forms newer than it. */
export function checkTarget(settings: ReadonlyMap<string, unknown>, target: Release, report: Report): void {
  const check = (first: FirstRead, path: Path, what: string): boolean => {
    const verdict = readBy(first, target);
    if (verdict === 'no')
      report('key-newer-than-target', path, {
        what,
        since: first.since ?? `a release after ${first.after ?? ''}`,
        target: releaseText(target),
      });
    else if (verdict === 'unknown')
      report('release-unknown', path, { what, known: boundsText(first), target: releaseText(target) });
    return verdict === 'yes';
  };
  for (const [key, value] of settings) {
    const spec = keySpec(key) ?? keySpec(replacementOf(key) ?? '');
    if (spec === undefined || !check(firstRead(key), [key], key)) continue;
    checkInside(spec.type, value, [key], check);
    const later = Object.hasOwn(LATER_FORMS, key) ? LATER_FORMS[key] : undefined;
    for (const { path, form } of later?.places(value) ?? [])
      check({ since: later?.since ?? '' }, [key, ...path], `${pathText([key, ...path])}${form}`);
    if (Object.hasOwn(UNDATED_VALUES, key) && UNDATED_VALUES[key] === value) {
      const { since } = firstRead(key);
      check(since === undefined ? {} : { after: since }, [key], `${key} "${String(value)}"`);
    }
  }
}

/** Whether a release reads it: `unknown` between the bounds. The newest release is taken to read all that is known. */
export function readBy({ since, after, atOrBefore }: FirstRead, target: Release): 'yes' | 'no' | 'unknown' {
  if (since !== undefined) return compareReleases(target, releaseOf(since)) < 0 ? 'no' : 'yes';
  if (after !== undefined && compareReleases(target, releaseOf(after)) <= 0) return 'no';
  const known = atOrBefore === undefined ? latestRelease : releaseOf(atOrBefore);
  return compareReleases(target, known) < 0 ? 'unknown' : 'yes';
}

/** `from 1.46388.2 on at the latest, not before 1.34493.1`: what is known of a first release. */
export function boundsText({ since, after, atOrBefore }: FirstRead): string {
  if (since !== undefined) return since === 'baseline' ? 'by every known release' : `from ${since} on`;
  const words = [
    ...(after === undefined ? [] : [`not yet by ${after}`]),
    ...(atOrBefore === undefined ? [] : [`by ${atOrBefore} at the latest`]),
  ];
  return words.length === 0 ? 'by some release' : words.join(', ');
}

function checkInside(
  type: FieldType,
  value: unknown,
  path: Path,
  check: (first: FirstRead, path: Path, what: string) => boolean,
): void {
  visit(type, value, path, ({ type: asked, value: here, path: at, field }) => {
    if (field?.since !== undefined && !check({ since: field.since }, at, pathText(at))) return false;
    if (asked?.kind !== 'enum' || typeof here !== 'string') return true;
    const { since: releases = {} } = asked;
    const since = Object.hasOwn(releases, here) ? releases[here] : undefined;
    if (since !== undefined) check({ since }, at, `${pathText(at)} "${here}"`);
    return true;
  });
}

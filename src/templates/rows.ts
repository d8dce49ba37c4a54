import { type Release, type ReleaseRange } from '../schema/index.ts';
import { sections, type KeyRow } from '../schema/descriptions.ts';
import {
  firstRead,
  isBefore,
  releaseOf,
  renameTo,
  retirements,
  type EnumType,
  type FirstRead,
} from '../schema/forms.ts';
import { boundsOf, controlKind, RETIRED, textLength, type Choice, type FormRow } from './form-row.ts';

/**
 * The rows of a form, in the order of the catalogue, retired ones last. Left out is what no managed source
 * delivers, what was removed, and with a fleet what its oldest release does not read yet; where that release
 * reads an older name of the key, the form asks for that one. Retired keys stay: a form without them could no
 * longer unset what it once set.
 */
export function formRows(fleet?: ReleaseRange): readonly FormRow[] {
  const rows = Object.entries(sections).flatMap(([section, specs]) =>
    Object.entries(specs).flatMap(([key, spec]) => {
      const name = isOffered(key, spec, fleet) ? key : olderName(key, fleet);
      return name === undefined ? [] : [rowOf(name, spec, section, fleet)];
    }),
  );
  return [
    ...rows.filter((row) => row.category !== RETIRED),
    ...rows.filter((row) => row.category === RETIRED),
  ];
}

function isOffered(key: string, spec: KeyRow, fleet: ReleaseRange | undefined): boolean {
  if (spec.delivery === 'console') return false;
  if (spec.removed !== undefined) return fleet !== undefined && stillRead(spec.removed.since, fleet.oldest);
  return fleet === undefined || reads(firstRead(key), fleet.oldest);
}

/** The name under which the oldest release of the fleet reads a key that was renamed since. */
function olderName(key: string, fleet: ReleaseRange | undefined): string | undefined {
  const from = renameTo(key)?.renamed.from;
  return from !== undefined && fleet !== undefined && reads(firstRead(from), fleet.oldest) ? from : undefined;
}

/** A key that was removed is offered only to a fleet that is known to read it. */
function stillRead(removed: string | undefined, oldest: Release): boolean {
  return removed !== undefined && isBefore(oldest, removed);
}

/** Whether a release reads it, as far as that is known: between two bounds it may. */
function reads({ since, after }: FirstRead, release: Release): boolean {
  if (since !== undefined) return !isBefore(release, since);
  return after === undefined || isAfter(release, after);
}

function isAfter(release: Release, other: string): boolean {
  const [a, b] = [release, releaseOf(other)];
  return (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) > 0;
}

function rowOf(key: string, spec: KeyRow, section: string, fleet: ReleaseRange | undefined): FormRow {
  const retired = retirementOf(key, spec, fleet?.newest);
  const choices = spec.type.kind === 'enum' ? choicesOf(spec.type, fleet?.oldest) : undefined;
  const maxLength = textLength(spec.type);
  return {
    key,
    spec,
    kind: controlKind(spec.type),
    bounds: boundsOf(spec.type),
    title: retired === undefined ? spec.title : `${spec.title} (retired)`,
    category: retired === undefined ? section : RETIRED,
    ...retired,
    ...(choices === undefined ? {} : { choices }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

/** What the retirements say of the key as a whole; nothing for a fleet that is held back before them. */
function retirementOf(
  key: string,
  spec: KeyRow,
  newest: Release | undefined,
): Pick<FormRow, 'retired' | 'retiredSince'> | undefined {
  const row = retirements.find(
    ({ id, code }) => id === `key-${key}` && (code === 'deprecated-key' || code === 'removed-key'),
  );
  if (row !== undefined) {
    if (newest !== undefined && isBefore(newest, row.since)) return undefined;
    const since = row.since === 'baseline' ? undefined : row.since;
    return {
      retired: [`Retired: ${row.effect}.`, row.fix],
      ...(since === undefined ? {} : { retiredSince: since }),
    };
  }
  return spec.removed === undefined ? undefined : { retired: ['Retired: newer releases read it no more.'] };
}

function choicesOf(type: EnumType, oldest: Release | undefined): readonly Choice[] {
  return type.values.flatMap((value) => {
    const since = type.since?.[value];
    if (since === undefined) return [{ value }];
    return oldest !== undefined && isBefore(oldest, since) ? [] : [{ value, since }];
  });
}

import { type KeySpec, type Release, sections } from '../schema/index.ts';
import {
  firstRead,
  isBefore,
  releaseOf,
  retirements,
  type EnumType,
  type FirstRead,
} from '../schema/forms.ts';
import { controlKind, RETIRED, textLength, type Choice, type FormRow } from './form-row.ts';

/**
 * The rows of a form, in the order of the catalogue, retired ones last. Left out is what no managed source
 * delivers, what was removed, and with a target what the oldest release of the fleet does not read yet.
 * Retired keys stay: a form without them could no longer unset what it once set.
 */
export function formRows(oldest?: Release): readonly FormRow[] {
  const rows = Object.entries(sections).flatMap(([section, specs]) =>
    Object.entries<KeySpec>(specs)
      .filter(([key, spec]) => isOffered(key, spec, oldest))
      .map(([key, spec]) => rowOf(key, spec, section, oldest)),
  );
  return [
    ...rows.filter((row) => row.category !== RETIRED),
    ...rows.filter((row) => row.category === RETIRED),
  ];
}

function isOffered(key: string, spec: KeySpec, oldest: Release | undefined): boolean {
  if (spec.delivery === 'console') return false;
  if (spec.removed !== undefined) return oldest !== undefined && stillRead(spec.removed.since, oldest);
  return oldest === undefined || reads(firstRead(key), oldest);
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

function rowOf(key: string, spec: KeySpec, section: string, oldest: Release | undefined): FormRow {
  const retired = retirementOf(key, spec);
  const choices = spec.type.kind === 'enum' ? choicesOf(spec.type, oldest) : undefined;
  const maxLength = textLength(spec.type);
  return {
    key,
    spec,
    kind: controlKind(spec.type),
    title: retired === undefined ? spec.title : `${spec.title} (retired)`,
    category: retired === undefined ? section : RETIRED,
    ...retired,
    ...(choices === undefined ? {} : { choices }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

/** What the retirements say of the key as a whole. */
function retirementOf(key: string, spec: KeySpec): Pick<FormRow, 'retired' | 'retiredSince'> | undefined {
  const row = retirements.find(
    ({ id, code }) => id === `key-${key}` && (code === 'deprecated-key' || code === 'removed-key'),
  );
  if (row !== undefined) {
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

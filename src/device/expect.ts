import { compareKnown, masked, pathText, type Difference } from '../schema/index.ts';
import { settingsDigest } from '../schema/forms.ts';
import { MASK } from '../text/mask.ts';
import { named, type Note } from './notes.ts';
import { isKnown } from './sources/managed.ts';
import type { DeviceKey } from './setting.ts';
import type { DeviceStatus } from './types.ts';

/** What every device is held against: settings, or their digest alone. */
export interface Expectation {
  /** The name of the file, or of the digest, for texts. */
  readonly name: string;
  /** Decoded; undefined when only the digest is known. */
  readonly settings: ReadonlyMap<string, unknown> | undefined;
  readonly digest: string;
}

/** How a device stands to what is expected. */
export type DriftState = 'in-line' | 'differs' | 'not-arrived' | 'unreadable';

/** One setting that is not as expected; values are masked. */
export interface Drift {
  readonly key: string;
  /** The places inside the value that differ, such as `inferenceModels[0].name`; the key itself when all of it does. */
  readonly places: readonly string[];
  /** Undefined: it should not be set. */
  readonly expected: unknown;
  /** Undefined: it is not in force. */
  readonly actual: unknown;
}

/** What comparing a device gave. */
export interface Compared {
  readonly state: DriftState;
  readonly drift: readonly Drift[];
  /** Keys that could not be compared: masked, or a reference that is not resolved. */
  readonly notCompared: readonly string[];
}

/** Settings as an expectation. */
export function expectSettings(name: string, settings: ReadonlyMap<string, unknown>): Expectation {
  return { name, settings, digest: settingsDigest(settings) };
}

/** Text that is a digest, with or without its prefix; undefined for any other. */
export function digestIn(text: string): string | undefined {
  return /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim())?.[1]?.toLowerCase();
}

/** A managed source that no one can read: what it was meant to hold is not known. */
function isBroken({ code, severity, source }: Note): boolean {
  return code === 'malformed' && severity === 'error' && source !== 'local' && source !== 'bootstrap';
}

/** Compares what is in force on a device with what is expected. */
export function compareDevice(status: DeviceStatus, expected: Expectation): Compared {
  if (status.source === 'unknown' || status.notes.some(isBroken))
    return { state: 'unreadable', drift: [], notCompared: [] };
  const keys = comparedKeys(status, expected);
  const absent = status.source === 'none' || status.source === 'local';
  if (expected.settings === undefined) {
    const isMasked = keys.filter((one) => one.isMasked === true).map(({ key }) => key);
    if (isMasked.length > 0) return { state: 'unreadable', drift: [], notCompared: isMasked };
    const actual = settingsDigest(new Map(keys.map(({ key, value }) => [key, value])));
    if (actual === expected.digest) return { state: 'in-line', drift: [], notCompared: [] };
    return {
      state: absent ? 'not-arrived' : 'differs',
      drift: [
        {
          key: 'digest',
          places: ['digest'],
          expected: expected.digest,
          actual: keys.length === 0 ? undefined : actual,
        },
      ],
      notCompared: [],
    };
  }
  const isMasked = new Set(keys.filter((one) => one.isMasked === true).map(({ key }) => key));
  const compare = (settings: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> =>
    new Map([...settings].filter(([key, value]) => !isMasked.has(key) && !isUnset(value) && isKnown(key)));
  const { differences, notCompared } = compareKnown(
    compare(expected.settings),
    compare(new Map(keys.map(({ key, value }) => [key, value]))),
  );
  const found = new Map(keys.map(({ key, value }) => [key, value]));
  const drift = driftOf(differences, expected.settings, found);
  // A mask over a key that nobody expects is one key too many all the same.
  for (const key of isMasked)
    if (!expected.settings.has(key))
      drift.push({ key: named(key), places: [named(key)], expected: undefined, actual: MASK });
  return {
    state: drift.length === 0 ? 'in-line' : absent ? 'not-arrived' : 'differs',
    drift,
    notCompared: [
      ...[...isMasked].filter((key) => expected.settings?.has(key) === true),
      ...notCompared.map(({ path }) => pathText(path)),
      // The app of this release does not look at them, whether or not they arrived.
      ...[...expected.settings.keys()].filter((key) => !isKnown(key)).map(named),
    ],
  };
}

/**
 * The settings that an expectation is about. One that names a bootstrap server is what management delivers to the
 * device, whatever the server then replaces; any other is what is in force.
 */
function comparedKeys(status: DeviceStatus, { settings }: Expectation): readonly DeviceKey[] {
  const isBootstrap = status.source === 'bootstrap' || status.source === 'bootstrap-missing';
  return isBootstrap && settings?.has('bootstrapUrl') === true ? status.base : status.keys;
}

const isUnset = (value: unknown): boolean => value === undefined || value === null || value === '';

function driftOf(
  differences: readonly Difference[],
  expected: ReadonlyMap<string, unknown>,
  actual: ReadonlyMap<string, unknown>,
): Drift[] {
  const places = new Map<string, string[]>();
  for (const { path } of differences) {
    const key = String(path[0]);
    places.set(key, [...(places.get(key) ?? []), pathText(path)].slice(0, MAX_PLACES));
  }
  const show = (settings: ReadonlyMap<string, unknown>, key: string): unknown =>
    isUnset(settings.get(key)) ? undefined : masked(settings.get(key), [key]);
  return [...places].map(([key, list]) => ({
    key: named(key),
    places: list,
    expected: show(expected, key),
    actual: show(actual, key),
  }));
}

/** As many places of one setting are named. */
const MAX_PLACES = 20;

import { keyNames, keySpec } from './catalogue/index.ts';
import type { Path } from './document.ts';
import { nearest } from './nearest.ts';
import { joinPath } from './path.ts';
import { isObject } from '../text/json.ts';

/*
 * The nested (v2) document: the same settings grouped in clusters, as the app's own JSON export writes them and a
 * bootstrap server may serve them (vendor pages "Bootstrap" and "Configuration"). Where each key stands is in its row.
 */

/**
 * The clusters the vendor names, `banner` and `claudeAiImport` apart: these two are flat keys as well, with the same
 * members, and say nothing about the form. Of `tokenLimits`, `extensions` and `telemetry` no member is known.
 */
const CLUSTERS: ReadonlySet<string> = new Set([
  'inference',
  'models',
  'tokenLimits',
  'authentication',
  'workspace',
  'mcp',
  'plugins',
  'extensions',
  'codeSurface',
  'coworkSurface',
  'chatSurface',
  'builtinBrowser',
  'sessionRetention',
  'autoUpdate',
  'lifecycle',
  'telemetry',
  'otlp',
  'appearance',
  'featureDiscovery',
  'bootstrap',
]);
/** Members that are no settings. */
const MARKS: ReadonlySet<string> = new Set(['$schema', '$schemaVersion', 'expiresAt']);

/** A place in the tree of known members: the flat keys that may stand there, and what lies below. */
interface Place {
  readonly keys: string[];
  readonly below: Map<string, Place>;
}

/** One known member of a nested document. */
export interface NestedSetting {
  readonly key: string;
  readonly path: Path;
  readonly value: unknown;
  /** The member stands where older releases read it: `since` says from when on it is read at `now` instead. */
  readonly moved?: { readonly since: string; readonly now: string };
}

/** A nested document taken apart. Paths lead from the top of the document. */
export interface NestedReading {
  readonly settings: readonly NestedSetting[];
  /** Members whose setting this version does not know. */
  readonly unknown: readonly { readonly path: Path }[];
  /** Members that must hold further members and hold something else. */
  readonly misshapen: readonly { readonly path: Path; readonly value: unknown }[];
  /** Flat keys inside a cluster, with the nested place of each where it is known. */
  readonly flatInside: readonly { readonly path: Path; readonly place: string | undefined }[];
  /** Flat keys beside the clusters: the app reads none of them. */
  readonly flatBeside: readonly string[];
}

/** Whether an object with members of these names is a nested document: one cluster name, or `$schemaVersion` 2, makes it one. */
export function isNested(names: Iterable<string>, schemaVersion: unknown): boolean {
  if (schemaVersion === 2) return true;
  for (const name of names) if (CLUSTERS.has(name)) return true;
  return false;
}

/** The known place that a member path may have meant, if one is near. */
export function nearestPlace(path: string): string | undefined {
  const places = keyNames.flatMap((key) => keySpec(key)?.nestedPath ?? []);
  return nearest(path, [...new Set(places)]);
}

/** Takes a nested document apart. Never guesses: a member without a known place is said to be unknown. */
export function readNested(members: ReadonlyMap<string, unknown>): NestedReading {
  const reading = { settings: [], unknown: [], misshapen: [], flatInside: [], flatBeside: [] } as Reading;
  const choose = chooser(members.get('inference'));
  for (const [name, value] of members) {
    if (MARKS.has(name)) continue;
    const place = tree().below.get(name);
    if (place !== undefined || CLUSTERS.has(name)) readMember(place ?? EMPTY, [name], value, choose, reading);
    else if (keySpec(name) !== undefined) reading.flatBeside.push(name);
    else reading.unknown.push({ path: [name] });
  }
  return reading;
}

type Reading = { -readonly [K in keyof NestedReading]: NestedReading[K][number][] };
type Choose = (keys: readonly string[]) => string | undefined;
const EMPTY: Place = { keys: [], below: new Map() };

function readMember(place: Place, path: Path, value: unknown, choose: Choose, reading: Reading): void {
  if (place.keys.length > 0) {
    const key = choose(place.keys);
    if (key === undefined) reading.unknown.push({ path });
    else reading.settings.push({ key, path, value, ...movedTo(key, path.join('.')) });
    return;
  }
  if (!isObject(value)) {
    reading.misshapen.push({ path, value });
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const inner = joinPath(path, name);
    const next = place.below.get(name);
    if (next !== undefined) readMember(next, inner, member, choose, reading);
    else if (keySpec(name) === undefined) reading.unknown.push({ path: inner });
    else reading.flatInside.push({ path: inner, place: keySpec(name)?.nestedPath });
  }
}

/** Where a member belongs today that stands at its former place. */
function movedTo(key: string, path: string): Pick<NestedSetting, 'moved'> | undefined {
  const { nestedPath = path, nestedPathSince = '', nestedPathBefore } = keySpec(key) ?? {};
  return path === nestedPathBefore ? { moved: { since: nestedPathSince, now: nestedPath } } : undefined;
}

/**
 * The one flat key that a shared place stands for, by provider and credential kind of the document (inferred from
 * the names of the keys and the vendor's provider pages); undefined when they do not settle it.
 */
function chooser(inference: unknown): Choose {
  const cluster = isObject(inference) ? inference : {};
  const credential = isObject(cluster.credential) ? cluster.credential : {};
  const { provider } = cluster;
  const { kind } = credential;
  return (keys) => {
    if (keys.length === 1) return keys[0];
    const served = keys.filter((key) => keySpec(key)?.providers?.some((one) => one === provider) ?? true);
    const ofKind = served.filter((key) => kind !== undefined && keySpec(key)?.nestedKind === kind);
    // Without a kind, or with one that says nothing here, the provider has to settle it.
    const others = served.filter((key) => keySpec(key)?.nestedKind !== 'external-idp');
    return ofKind.length === 1 ? ofKind[0] : others.length === 1 ? others[0] : undefined;
  };
}

let known: Place | undefined;

/** The known places, from the rows; built when a nested document is met. */
function tree(): Place {
  if (known !== undefined) return known;
  known = { keys: [], below: new Map() };
  for (const key of keyNames) {
    const { nestedPath, nestedPathBefore } = keySpec(key) ?? {};
    for (const path of [nestedPath, nestedPathBefore]) if (path !== undefined) addPlace(known, path, key);
  }
  return known;
}

function addPlace(root: Place, path: string, key: string): void {
  let place = root;
  for (const name of path.split('.')) {
    let next = place.below.get(name);
    if (next === undefined) place.below.set(name, (next = { keys: [], below: new Map() }));
    place = next;
  }
  place.keys.push(key);
}

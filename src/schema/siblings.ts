import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import { keySpec } from './catalogue/index.ts';
import { canonicalJson } from './compare/canonical.ts';
import type { Document } from './document.ts';
import { settingsOf } from './settings.ts';
import { listing } from './words.ts';

/*
 * What several files do to each other when they arrive on one device: two files for one preference domain of macOS,
 * registry values for the device that hide those of the user, values that overwrite each other, and the one file of
 * Linux.
 */

/** Where a file ends up. */
type Place = 'registry machine' | 'registry user' | 'preferences System' | 'preferences User' | 'linux';

/** A source of settings that was met before. */
interface Sibling {
  readonly file: string;
  readonly updatesOnly: boolean;
  /** A profile; else a bare preference file. */
  readonly profile: boolean;
  readonly identifier: string | undefined;
}

/** Files that may meet on one device. */
interface Group {
  readonly files: Map<Place, Sibling[]>;
  /** `PLACE KEY` -> each value that was met, as canonical JSON, and who sets it. */
  readonly values: Map<string, Map<string, string[]>>;
}

/** Earlier files by their group. Filled by `checkSiblings`. */
export type Siblings = Map<string, Group>;

/** A file as it was named: `folder` when it was met in a folder that was searched, `linux` for the managed file there. */
export interface SiblingFile {
  readonly file: string;
  readonly folder?: string | undefined;
  readonly linux: boolean;
}

/** The group of files that were named one by one: they meet each other and every other. */
const NAMED = '';
/** As many names stand in one sentence. */
const MAX_NAMES = 20;
const MAX_KEYS = 5;

/**
 * What a file does to those before it, or they to it; the file itself is then remembered. Files that were found in
 * different folders are for different devices.
 */
export function checkSiblings(
  document: Document,
  named: SiblingFile,
  siblings: Siblings,
): readonly Diagnostic[] {
  const place = placeOf(document, named);
  if (place === undefined || document.inert === true || document.entries.size === 0) return [];
  const here: Sibling = {
    file: named.file,
    updatesOnly: isUpdatesOnly(document),
    profile: document.format === 'mobileconfig',
    identifier: document.envelope?.payloadIdentifier,
  };
  const group = named.folder ?? NAMED;
  const others = group === NAMED ? [...siblings.values()] : pick(siblings, [group, NAMED]);
  const values = place.startsWith('registry') ? valuesOf(document) : [];
  const found = [...collisions(place, here, others), ...overwritten(place, values, others)];
  remember(place, here, values, siblings, group);
  return found.map((args) => diagnostic('sources-collide', { path: [] }, args));
}

function pick(siblings: Siblings, names: readonly string[]): readonly Group[] {
  return names.map((name) => siblings.get(name)).filter((one) => one !== undefined);
}

function remember(
  place: Place,
  here: Sibling,
  values: readonly (readonly [string, string])[],
  siblings: Siblings,
  name: string,
): void {
  const group: Group = siblings.get(name) ?? { files: new Map(), values: new Map() };
  siblings.set(name, group);
  const files = group.files.get(place) ?? [];
  group.files.set(place, files);
  files.push(here);
  for (const [key, value] of values) {
    const id = `${place} ${key}`;
    const known = group.values.get(id) ?? new Map<string, string[]>();
    group.values.set(id, known);
    const setters = known.get(value) ?? [];
    known.set(value, setters);
    if (setters.length < MAX_NAMES) setters.push(here.file);
  }
}

function placeOf(
  { format, envelope, hive, variant }: Document,
  { file, linux }: SiblingFile,
): Place | undefined {
  if (linux && format === 'json') return 'linux';
  // These tell what a device has; they put nothing on one.
  if (variant === 'installed profiles' || variant === 'detection script') return undefined;
  // The folder says which hive it is for.
  if (format === 'pol' && /(?:^|[\\/])user[\\/][^\\/]+$/i.test(file)) return 'registry user';
  if (hive !== undefined) return `registry ${hive}`;
  if (format === 'mobileconfig') return `preferences ${envelope?.scope ?? 'System'}`;
  return format === 'plist' || variant === 'preferences in a body' ? 'preferences System' : undefined;
}

function valuesOf(document: Document): readonly (readonly [string, string])[] {
  return [...settingsOf(document)].map(([key, value]) => [key, canonicalJson(value)] as const);
}

/** Keys of app behaviour alone make no device managed, and still count as a policy. */
function isUpdatesOnly({ entries }: Document): boolean {
  return [...entries.keys()].every((key) => keySpec(key)?.appBehaviour === true);
}

interface Words {
  readonly fault: string;
  readonly fix: string;
}

function collisions(place: Place, here: Sibling, groups: readonly Group[]): readonly Words[] {
  const at = (where: Place): readonly Sibling[] => groups.flatMap(({ files }) => files.get(where) ?? []);
  if (place === 'linux') return oneFile(at(place));
  if (place.startsWith('preferences')) {
    const [device, person] = [at('preferences System'), at('preferences User')];
    return [
      ...sameDomain(here, at(place)),
      ...(place === 'preferences User' ? perUser([here], device) : perUser(person, [here])),
    ];
  }
  const machine = place === 'registry machine' ? [here] : at('registry machine');
  const user = place === 'registry user' ? [here] : at('registry user');
  return hidden(machine, user);
}

function sameDomain(here: Sibling, twins: readonly Sibling[]): readonly Words[] {
  const same = twins.filter(({ identifier }) => identifier !== undefined && identifier === here.identifier);
  const bare = here.profile ? [] : twins.filter((twin) => !twin.profile);
  const others = twins.filter((twin) => !same.includes(twin) && !bare.includes(twin));
  return [
    ...told(same, (names, { each }) => ({
      fault: `${names} ${each('has', 'have')} the same payload identifier (${here.identifier ?? ''}): on one device the profile that is installed later replaces the other`,
      fix: 'Give one of them another identifier if both are to be installed, or deploy only one.',
    })),
    ...told(bare, (names, { each }) => ({
      fault: `${names} ${each('is', 'are')} for the same preference domain: on one device the file that arrives later replaces the other`,
      fix: 'Put all settings into one file, or deploy each to devices of its own.',
    })),
    ...told(others, (names, { each, number }) => ({
      fault: `${names} ${each('configures', 'configure')} Claude Desktop too: with ${number} profiles for one preference domain on a device it is not defined which value counts`,
      fix: 'Put all settings into one profile, or deploy each to devices of its own.',
    })),
  ];
}

function hidden(machine: readonly Sibling[], user: readonly Sibling[]): readonly Words[] {
  if (user.length === 0) return [];
  return told(machine, (names, { each }) => ({
    fault: `${names} ${each('writes', 'write')} to HKEY_LOCAL_MACHINE${machine.every((one) => one.updatesOnly) ? ', if only settings of updates,' : ''} and on one device ${each('hides', 'hide')} all of ${namesOf(user)} in HKEY_CURRENT_USER (since 1.19367.0)`,
    fix: 'Put all settings into one hive.',
  }));
}

/** On macOS the preferences of the user go before those of the device (vendor reference, sources). */
function perUser(users: readonly Sibling[], devices: readonly Sibling[]): readonly Words[] {
  if (devices.length === 0) return [];
  const isOne = devices.length === 1;
  return told(users, (names, { each }) => ({
    fault: `${names} ${each('is', 'are')} for the user and ${namesOf(devices)} ${isOne ? '' : 'are '}for the device: on one device the values for the user count`,
    fix: 'Put all settings into one profile of scope System.',
  }));
}

/** Linux has one place (vendor reference, sources): a second file does not add to the first. */
function oneFile(twins: readonly Sibling[]): readonly Words[] {
  return told(twins, (names, { each }) => ({
    fault: `${names} ${each('is', 'are')} for /etc/claude-desktop/managed-settings.json too: on one device the file that arrives later replaces the other, and nothing is merged`,
    fix: 'Put all settings into one file, or deploy each to devices of its own.',
  }));
}

/** Files for one hive add up, except where they differ about a key. */
function overwritten(
  place: Place,
  values: readonly (readonly [string, string])[],
  groups: readonly Group[],
): readonly Words[] {
  const files = new Set<string>();
  const keys = new Set<string>();
  for (const [key, value] of values)
    for (const { values: known } of groups)
      for (const [other, who] of known.get(`${place} ${key}`) ?? []) {
        if (other === value) continue;
        keys.add(key);
        for (const file of who) files.add(file);
      }
  if (files.size === 0) return [];
  const shown = [...keys].slice(0, MAX_KEYS);
  const what =
    keys.size > shown.length
      ? `${shown.join(', ')} and ${keys.size - shown.length} more keys`
      : listing(shown);
  return told(
    [...files].map((file) => ({ file })),
    (names, { each }) => ({
      fault: `${names} ${each('writes', 'write')} another value of ${what} into the same hive: on one device the value that is written last counts`,
      fix: 'Set the key in one of them, or deploy each to devices of its own.',
    }),
  );
}

/** One sentence about all of them, or none. */
function told(
  siblings: readonly { readonly file: string }[],
  word: (names: string, grammar: { each: (one: string, several: string) => string; number: string }) => Words,
): readonly Words[] {
  if (siblings.length === 0) return [];
  const isOne = siblings.length === 1;
  return [
    word(namesOf(siblings), {
      each: (one, several) => (isOne ? one : several),
      number: isOne ? 'two' : String(siblings.length + 1),
    }),
  ];
}

function namesOf(siblings: readonly { readonly file: string }[]): string {
  const names = siblings.slice(0, MAX_NAMES).map(({ file }) => file);
  const more = siblings.length - names.length;
  return listing(more > 0 ? [...names, `${more} more`] : names);
}

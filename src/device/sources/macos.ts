import { plist } from '../../importers/plist.ts';
import { installedProfiles, type InstalledProfile } from '../../importers/profile/installed.ts';
import type { Entry } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { isMask } from '../mask.ts';
import { named, Notes } from '../notes.ts';
import { PLACES_OF } from '../places.ts';
import type { SourceId } from '../setting.ts';
import type { Captured, Captures, DeviceSource } from '../types.ts';
import { isKnown, type Found, type Managed } from './managed.ts';

/*
 * macOS: the app reads two managed property lists itself, key by key, that of the user before that of the device. It
 * counts as managed by any key it knows; a file of nothing but misspelt keys leaves the local configuration in force.
 */

interface File {
  readonly id: SourceId;
  readonly place: string;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Known keys whose value has no text. */
  readonly unread: readonly string[];
}

/** The users of whom there is something of their own: property lists, and where nobody has taken those, profiles. */
export function macosUsers({ machine, users, profiles }: Captures): readonly string[] {
  const named = users.map(({ user }) => user);
  if (machine !== undefined || named.length > 0 || profiles === undefined) return named.sort();
  const owners = (profilesOnce(profiles.bytes) ?? []).flatMap(({ user }) => user ?? []);
  return [...new Set(owners)].sort();
}

/** What the managed property lists of that user come to; `user` undefined: of the device alone. */
export function readMacos(captures: Captures, user: string | undefined): Managed {
  const notes = new Notes();
  const profiles = profilesOf(captures.profiles, notes);
  const mine = captures.users.find((one) => one.user === user);
  const [userPlace = '', machinePlace = ''] = PLACES_OF.macos.managed;
  const files: File[] = [];
  if (captures.machine !== undefined) files.push(readFile(captures.machine, 'machine', machinePlace, notes));
  if (mine !== undefined)
    files.push(
      readFile(
        mine,
        'user',
        userPlace.replace('USER', () => printable(mine.user, 60)),
        notes,
      ),
    );
  if (files.length === 0 && profiles.length > 0) files.push(...fromProfiles(profiles, user, notes));
  else compareProfiles(profiles, files, user, notes);

  const found = new Map<string, Found>();
  let present = false;
  const own = new Set(files.find(({ id }) => id === 'user')?.entries.keys());
  for (const { id, entries, unread } of files) {
    for (const key of unread) if (isKnown(key)) present = true;
    for (const [key, { value }] of entries) {
      if (!isKnown(key)) {
        notes.add('unknown', `${named(key)} is no key that the app knows, so it is ignored.`, {
          key,
          source: id,
        });
        continue;
      }
      present = true;
      if (value === '' || value === null) {
        notes.add('empty', `${named(key)} is empty, which says nothing.`, { key, source: id });
        continue;
      }
      if (found.has(key))
        notes.add(
          'user-over-machine',
          `${named(key)} of the device is not used: the file of the user sets it, too.`,
          { key, source: 'machine' },
        );
      found.set(key, {
        value,
        from: id,
        reason:
          id === 'user'
            ? 'the property list of the user comes first, key by key'
            : own.size === 0
              ? 'the property list of the device sets it'
              : 'the property list of the device sets it, and that of the user does not',
      });
    }
  }
  return {
    present,
    asks: files.some(({ unread }) => unread.some(isKnown)),
    found,
    sources: files.map(({ id, place, entries, unread }): DeviceSource => ({
      id,
      place,
      ...(id === 'user' && user !== undefined ? { user } : {}),
      values: entries.size + unread.length,
      counts: present,
      reason: present
        ? id === 'user'
          ? 'it is read first, key by key'
          : 'it is read key by key, after the file of the user'
        : 'it holds no key that the app knows, so the device does not count as managed',
    })),
    notes: notes.all,
  };
}

const decodedFiles = new WeakMap<Uint8Array, ReturnType<typeof plist.decode>>();
const decodedProfiles = new WeakMap<Uint8Array, ReturnType<typeof installedProfiles>>();

/** The file of the device is the same for each of its users, and is decoded once. */
function decodedOnce(bytes: Uint8Array): ReturnType<typeof plist.decode> {
  const decoded = decodedFiles.get(bytes) ?? plist.decode(bytes);
  decodedFiles.set(bytes, decoded);
  return decoded;
}

function profilesOnce(bytes: Uint8Array): ReturnType<typeof installedProfiles> {
  const decoded = decodedProfiles.get(bytes) ?? installedProfiles(bytes);
  decodedProfiles.set(bytes, decoded);
  return decoded;
}

function readFile({ name, bytes }: Captured, id: SourceId, place: string, notes: Notes): File {
  const empty: File = { id, place, entries: new Map(), unread: [] };
  const decoded = plist.matches(bytes) ? decodedOnce(bytes) : undefined;
  if (decoded?.ok !== true) {
    notes.add('malformed', `${printable(name, 120)} is no property list of settings.`, { source: id });
    return empty;
  }
  const { findings, entries } = decoded.value;
  const unread: string[] = [];
  for (const { code, path, message } of findings) {
    const [key] = path;
    if (code === 'syntax' || code === 'wrong-shape')
      notes.add('malformed', `${printable(name, 120)}: ${message}.`, { source: id });
    else if (code === 'unreadable-value' && typeof key === 'string') {
      unread.push(key);
      notes.add('native-unread', `${message}.`, { key, source: id });
    }
  }
  return { id, place, entries, unread };
}

function profilesOf(captured: Captured | undefined, notes: Notes): readonly InstalledProfile[] {
  if (captured === undefined) return [];
  const profiles = profilesOnce(captured.bytes);
  if (profiles === undefined) {
    notes.add(
      'malformed',
      `${printable(captured.name, 120)} is not what "profiles show -output stdout-xml" prints.`,
      { severity: 'warning' },
    );
    return [];
  }
  const byOwner = new Map<string | undefined, InstalledProfile[]>();
  for (const one of profiles) {
    const list = byOwner.get(one.user);
    if (list === undefined) byOwner.set(one.user, [one]);
    else list.push(one);
  }
  for (const [owner, list] of byOwner)
    if (list.length > 1)
      notes.add(
        'two-profiles',
        `${String(list.length)} installed profiles configure the app for ${owner === undefined ? 'the device' : printable(owner, 60)} (${listed(list)}); which of them wins where they differ is not defined.`,
      );
  for (const { identifier, removal } of profiles)
    if (removal !== undefined)
      notes.add(
        'profile-expires',
        `The profile ${printable(identifier, 120)} is removed by the system on ${printable(removal, 40)}.`,
      );
  return profiles;
}

function listed(profiles: readonly InstalledProfile[]): string {
  return profiles
    .slice(0, 5)
    .map(({ identifier, entries }) => {
      const keys = [...entries.keys()].slice(0, 4).map(named).join(', ');
      return `${printable(identifier, 80)}${keys === '' ? '' : ` with ${keys}${entries.size > 4 ? ', …' : ''}`}`;
    })
    .join('; ');
}

/** Profiles in place of the property lists that nobody has taken. */
function fromProfiles(
  profiles: readonly InstalledProfile[],
  user: string | undefined,
  notes: Notes,
): readonly File[] {
  notes.add(
    'from-profiles',
    'The managed property lists were not taken; the settings of the installed profiles stand for them.',
  );
  const merge = (list: readonly InstalledProfile[]): ReadonlyMap<string, Entry> =>
    new Map(list.flatMap(({ entries }) => [...entries].reverse()).reverse());
  const machine = profiles.filter((one) => one.user === undefined);
  const own = user === undefined ? [] : profiles.filter((one) => one.user === user);
  return [
    ...(machine.length === 0
      ? []
      : [{ id: 'machine' as const, place: 'profiles of the device', entries: merge(machine), unread: [] }]),
    ...(own.length === 0
      ? []
      : [
          {
            id: 'user' as const,
            place: `profiles of ${printable(user ?? '', 60)}`,
            entries: merge(own),
            unread: [],
          },
        ]),
  ];
}

/** Says where an installed profile sets what the property list of the same owner does not hold, or otherwise. */
function compareProfiles(
  profiles: readonly InstalledProfile[],
  files: readonly File[],
  user: string | undefined,
  notes: Notes,
): void {
  const texts = new Map<string, string | undefined>();
  // A long value is written out once, however many profiles set its key.
  const textOf = (id: SourceId, key: string, held: unknown): string | undefined => {
    const name = `${id} ${key}`;
    if (!texts.has(name)) texts.set(name, JSON.stringify(held));
    return texts.get(name);
  };
  for (const { user: owner, identifier, entries } of profiles) {
    if (owner !== undefined && owner !== user) continue;
    const id: SourceId = owner === undefined ? 'machine' : 'user';
    const file = files.find((one) => one.id === id);
    const same = [...entries].every(([key, { value }]) => {
      const held = file?.entries.get(key)?.value;
      return isMask(held) || isMask(value) || textOf(id, key, held) === JSON.stringify(value);
    });
    if (!same)
      notes.add(
        'profile-differs',
        `The profile ${printable(identifier, 120)} sets other values than the managed property list holds.`,
        { source: id },
      );
  }
}

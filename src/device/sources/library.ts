import { json, readJson } from '../../importers/json.ts';
import { isNested, type Platform, type Release } from '../../schema/index.ts';
import { isBefore } from '../../schema/forms.ts';
import { printable } from '../../text/printable.ts';
import { named, Notes, type Note } from '../notes.ts';
import { PACKAGE_PLACES, PLACES_OF } from '../places.ts';
import type { Captured, CapturedLibrary, DeviceSource } from '../types.ts';
import { isKnown, type Found } from './managed.ts';

/*
 * The local library: an index that names one of the entries beside it. Entries are flat; a nested one is dropped at
 * launch from 2.2553.0 on. What a packaged app of older releases wrote lies in a place of its own.
 */

/** The names that the app gives its entries. */
const APP_ID = /^[a-f0-9-]{36}$/;
/** What may be looked up beside the index at all: no path, no hidden file. */
const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const NESTED_DROPPED_SINCE = '2.2553.0';

/** The entry that an index applies: its id, or undefined when it names none that can be looked up. */
export function appliedEntry(meta: Uint8Array): string | undefined {
  const { entries } = readJson(meta);
  const pointer = entries.get('hybridPointer')?.value;
  const id = typeof pointer === 'string' ? pointer : entries.get('appliedId')?.value;
  return typeof id === 'string' && SAFE_ID.test(id) && !id.includes('..') ? id : undefined;
}

/** What the local configuration holds. */
interface Local {
  readonly found: ReadonlyMap<string, Found>;
  readonly source: DeviceSource | undefined;
  readonly notes: readonly Note[];
}

/** Reads the library that the app would open. `source` counts or not by what the managed sources say: the caller's. */
export function readLibrary(
  libraries: readonly CapturedLibrary[],
  platform: Platform,
  release: Release,
): Local {
  const notes = new Notes();
  const plain = libraries.find(({ place, meta }) => place === 'plain' && meta !== undefined);
  const old = libraries.find(({ place, meta }) => place === 'package' && meta !== undefined);
  for (const { meta, entries } of libraries)
    if (meta === undefined && entries > 0)
      notes.add(
        'library-unapplied',
        'The local library holds entries and no index (_meta.json), so none of them is applied.',
        { source: 'local' },
      );
  if (plain !== undefined && old !== undefined)
    notes.add(
      'library-old',
      'An older local library lies in the folder of the package; a release whose package redirects what it writes reads that one.',
      { source: 'local' },
    );
  if (plain === undefined && old !== undefined)
    notes.add(
      'library-redirected',
      'The only local library lies in the folder of the package, where older releases kept it.',
      { source: 'local' },
    );
  const library = plain ?? old;
  if (library?.meta === undefined) return { found: new Map(), source: undefined, notes: notes.all };
  const id = appliedEntry(library.meta.bytes);
  const place = `${library.place === 'package' ? PACKAGE_PLACES.library : PLACES_OF[platform].library}/${id ?? '_meta'}.json`;
  if (readJson(library.meta.bytes).findings.some(({ code }) => code === 'syntax' || code === 'wrong-shape'))
    notes.add('malformed', '_meta.json of the local library is no JSON object.', { source: 'local' });
  else if (id === undefined)
    notes.add('library-unapplied', 'The local library applies none of its entries.', { source: 'local' });
  else if (library.entry === undefined)
    notes.add(
      'library-unapplied',
      `The local library applies ${printable(id, 60)}, which is not among its entries.`,
      { source: 'local' },
    );
  else if (!APP_ID.test(id))
    notes.add(
      'library-id',
      `${printable(id, 60)} is no name that the app gives an entry; it may not open it.`,
      {
        source: 'local',
      },
    );
  const found =
    id === undefined || library.entry === undefined
      ? new Map<string, Found>()
      : entryOf(library.entry, release, notes);
  return {
    found,
    source: { id: 'local', place, values: found.size, counts: false, reason: '' },
    notes: notes.all,
  };
}

function entryOf({ name, bytes }: Captured, release: Release, notes: Notes): ReadonlyMap<string, Found> {
  const flat = readJson(bytes);
  // Beside flat keys, a name such as "models" is one more key that nobody knows.
  const nested =
    isNested(flat.entries.keys(), flat.entries.get('$schemaVersion')?.value) &&
    ![...flat.entries.keys()].some(isKnown);
  if (nested && !isBefore(release, NESTED_DROPPED_SINCE)) {
    notes.add('nested-unread', `${printable(name, 120)} is nested (v2), and the app drops it at launch.`, {
      source: 'local',
    });
    return new Map();
  }
  const decoded = nested ? json.decode(bytes) : undefined;
  const document = decoded?.ok === true ? decoded.value : flat;
  const fault = document.findings.find(({ code }) => code === 'syntax' || code === 'wrong-shape');
  if (fault !== undefined)
    notes.add('malformed', `${printable(name, 120)}: ${fault.message}.`, { source: 'local' });
  const found = new Map<string, Found>();
  for (const [key, { value }] of document.entries) {
    if (key === '$schema') continue;
    if (!isKnown(key))
      notes.add('unknown', `${named(key)} is no key that the app knows, so it is dropped.`, {
        key,
        source: 'local',
      });
    else if (value === '' || value === null)
      notes.add('empty', `${named(key)} is empty, which says nothing.`, { key, source: 'local' });
    else found.set(key, { value, from: 'local', reason: 'the local library sets it' });
  }
  return found;
}

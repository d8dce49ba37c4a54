import { RegistryViewer, type RegistryValue } from '../../importers/registry/view.ts';
import { reg } from '../../importers/reg.ts';
import { isBefore } from '../../schema/forms.ts';
import type { Release } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { named, Notes } from '../notes.ts';
import { HKLM_HIDES_SINCE, PLACES_OF } from '../places.ts';
import type { Captures, DeviceSource } from '../types.ts';
import { ASKING, isKnown, type Found, type Managed } from './managed.ts';

/*
 * Windows: from 1.19367.0 on any text, expandable text or number under HKLM, even an empty one or the default value,
 * hides HKCU as a whole; before, both were read and HKLM won. Other types are invisible, subkeys are never read.
 */

type Hive = ReadonlyMap<string, RegistryValue>;
const NOTHING: Hive = new Map();

/** The users whose hives the exports hold: '' for HKEY_CURRENT_USER. */
export function windowsUsers(captures: Captures): readonly string[] {
  const { hives } = viewOf(captures, new Notes());
  return [...hives.keys()]
    .filter((hive) => hive !== 'HKLM')
    .map((hive) => (hive === 'HKCU' ? '' : hive))
    .sort();
}

function viewOf({ registry }: Captures, notes: Notes): RegistryViewer['view'] {
  const viewer = new RegistryViewer();
  for (const { name, bytes } of registry) {
    const added = viewer.add(bytes);
    if (!added.ok) notes.add('malformed', `${printable(name, 120)}: ${added.failure.message}`);
    const decoded = reg.decode(bytes);
    for (const { code, message, severity } of decoded.ok ? decoded.value.findings : [])
      if (code === 'syntax' || (code === 'reg-header' && added.ok))
        notes.add('malformed', `${printable(name, 120)}: ${message}.`, { severity });
  }
  return viewer.view;
}

/** What the two hives come to, for the user of that hive: '' is HKEY_CURRENT_USER. */
export function readWindows(captures: Captures, user: string, release: Release): Managed {
  const notes = new Notes();
  const view = viewOf(captures, notes);
  for (const { line, problem } of view.dropped)
    notes.add('malformed', `Line ${String(line)} of the export is dropped: ${problem}.`);
  for (const [path, names] of view.subkeys)
    notes.add(
      'subkey',
      `${printable(path, 200)} holds ${counted(names.length)}${listOf(names)}; subkeys are never read.`,
    );
  for (const [path, names] of view.nearKeys)
    if (names.length > 0)
      notes.add(
        'wrong-key',
        `${printable(path, 200)} holds ${counted(names.length)}${listOf(names)}; the app does not look there.`,
      );

  const machine = view.hives.get('HKLM') ?? NOTHING;
  const own = view.hives.get(user === '' ? 'HKCU' : user) ?? NOTHING;
  const hides = !isBefore(release, HKLM_HIDES_SINCE);
  const machineCounts = [...machine.values()].some(({ counts }) => counts);
  const isHidden = hides && machineCounts;
  tellInvisible('HKLM', machine, notes);
  tellInvisible('HKCU', own, notes);
  if (isHidden && own.size > 0) {
    const by = [...machine.values()].find(({ counts }) => counts);
    notes.add(
      'hkcu-hidden',
      `HKCU holds ${counted(own.size)}${listOf([...own.values()].map(({ name }) => name))}, and none of them is read: ${by === undefined ? 'a value' : valueName(by.name)} under HKLM hides the whole hive.`,
      { source: 'HKCU' },
    );
  }

  const found = new Map<string, Found>();
  const order = hides ? [machineCounts ? ('HKLM' as const) : ('HKCU' as const)] : (['HKCU', 'HKLM'] as const);
  let present = false;
  let asks = false;
  for (const id of order)
    for (const value of (id === 'HKLM' ? machine : own).values()) {
      if (!value.counts) continue;
      present = true;
      if (value.value === undefined) {
        asks ||= id === 'HKLM' && ASKING.has(value.name);
        notes.add(
          'unreadable-type',
          `${valueName(value.name)} under ${id} is ${typed(value.type)}, which counts as policy and is not read.`,
          { key: value.name, source: id },
        );
      } else if (value.name === '')
        notes.add(
          'default-value',
          `The default value of ${id} is set; it is no setting${id === 'HKLM' && hides ? ', and hides HKCU all the same' : ''}.`,
          { source: id },
        );
      else if (value.value === '')
        notes.add(
          'empty',
          `${named(value.name)} under ${id} is empty: no setting${id === 'HKLM' && hides ? ', and it hides HKCU all the same' : ''}.`,
          { key: value.name, source: id },
        );
      else if (!isKnown(value.name))
        notes.add(
          'unknown',
          `${named(value.name)} under ${id} is no key that the app knows, so it is ignored; it locks the configuration window all the same.`,
          { key: value.name, source: id },
        );
      else
        found.set(value.name, {
          value: value.value,
          from: id,
          reason: hides
            ? id === 'HKLM'
              ? 'HKLM holds values, so it alone counts'
              : 'HKLM holds no value that counts, so HKCU does'
            : id === 'HKLM'
              ? 'this release reads both hives, and HKLM wins'
              : 'this release reads both hives, and HKLM does not set it',
        });
    }
  const [machinePlace = '', userPlace = ''] = PLACES_OF.windows.managed;
  const sources: DeviceSource[] = [];
  if (view.hives.has('HKLM'))
    sources.push({
      id: 'HKLM',
      place: machinePlace,
      values: machine.size,
      counts: machineCounts,
      reason: machineCounts
        ? hides
          ? 'any value here that is a text or a number makes it the only hive that counts'
          : 'it is read together with HKCU, and wins'
        : 'it holds no value that counts',
    });
  if (own.size > 0 || (user === '' && view.hives.has('HKCU')))
    sources.push({
      id: 'HKCU',
      place: user === '' ? userPlace : userPlace.replace('HKEY_CURRENT_USER', `HKEY_USERS\\${user}`),
      ...(user === '' ? {} : { user }),
      values: own.size,
      counts: !isHidden && [...own.values()].some(({ counts }) => counts),
      reason: isHidden
        ? 'values under HKLM hide it'
        : hides
          ? 'nothing under HKLM counts'
          : 'it is read together with HKLM, which wins',
    });
  return { present, asks, found, sources, notes: notes.all };
}

function tellInvisible(id: 'HKLM' | 'HKCU', values: Hive, notes: Notes): void {
  for (const { name, type, counts } of values.values())
    if (!counts)
      notes.add(
        'invisible',
        `${valueName(name)} under ${id} is ${typed(type)}, which the app does not see.`,
        {
          key: name,
          source: id,
          // Of a name that the app does not know nobody misses the value.
          severity: isKnown(name) ? 'error' : 'warning',
        },
      );
}

/** A type with a name of its own, or the words that stand for it. */
function typed(type: string): string {
  return /^(?:REG_|a )/.test(type) ? type : type.replace(/^of /, '');
}

function valueName(name: string): string {
  return name === '' ? 'the default value' : named(name);
}

function counted(number: number): string {
  return number === 1 ? '1 value' : `${String(number)} values`;
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return '';
  return ` (${names.slice(0, 4).map(valueName).join(', ')}${names.length > 4 ? ', …' : ''})`;
}

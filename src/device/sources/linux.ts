import { readJson } from '../../importers/json.ts';
import { decodeText } from '../../importers/text.ts';
import { isNested } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { isStrictJson } from '../../text/json.ts';
import { named, Notes } from '../notes.ts';
import { PLACES_OF } from '../places.ts';
import type { Captured, Captures, FileState } from '../types.ts';
import { isKnown, type Found, type Managed } from './managed.ts';

/*
 * Linux: one file, which has to belong to root and be writable by nobody else, as its folder. When a check fails
 * nothing is loaded, the device counts as managed all the same, and the local configuration is off.
 */

const [FILE = ''] = PLACES_OF.linux.managed;
const FOLDER = FILE.slice(0, FILE.lastIndexOf('/'));

/** What the managed file comes to. */
export function readLinux(captures: Captures): Managed {
  const notes = new Notes();
  const { settings } = captures;
  const owners = captures.owners ?? statesIn(captures.stat, notes);
  const exists = settings !== undefined || owners?.file !== undefined;
  if (!exists) return { present: false, asks: false, found: new Map(), sources: [], notes: notes.all };
  if (owners === undefined)
    notes.add(
      'owner-unknown',
      'Owner and mode of the managed file are not known; they are taken to be right.',
    );
  const bad = owners === undefined ? 0 : checkOwners(owners, notes);
  const found = new Map<string, Found>();
  let values = 0;
  if (settings === undefined) {
    if (bad === 0)
      notes.add('content-missing', 'The managed file is there, and its content was not taken.', {
        source: 'file',
      });
  } else {
    const entries = entriesOf(settings, notes);
    values = entries.size;
    if (bad === 0)
      for (const [key, value] of entries) {
        if (key === '$schema') continue;
        if (!isKnown(key))
          notes.add(
            'unknown',
            `${named(key)} is no key that the app knows. It is ignored; some releases were seen to ignore the whole file then.`,
            { key, source: 'file', severity: 'error' },
          );
        else if (value === '' || value === null)
          notes.add('empty', `${named(key)} is empty, which says nothing.`, { key, source: 'file' });
        else found.set(key, { value, from: 'file', reason: 'the managed file sets it' });
      }
  }
  return {
    present: true,
    asks: false,
    found,
    sources: [
      {
        id: 'file',
        place: FILE,
        values,
        counts: true,
        reason:
          bad === 0
            ? 'it is the one managed source of this system'
            : 'it makes the device count as managed, and a failed check keeps its settings from being loaded',
      },
    ],
    notes: notes.all,
  };
}

function entriesOf({ name, bytes }: Captured, notes: Notes): ReadonlyMap<string, unknown> {
  const document = readJson(bytes);
  const { text, bom, encoding } = decodeText(bytes);
  const fault = document.findings.find(({ code }) => code === 'syntax' || code === 'wrong-shape');
  const problem =
    fault !== undefined
      ? fault.message
      : encoding !== 'utf-8'
        ? 'it is not UTF-8'
        : bom
          ? 'it begins with a byte order mark'
          : isStrictJson(text)
            ? undefined
            : 'it holds comments or trailing commas, which are no JSON';
  if (problem !== undefined) {
    notes.add('malformed', `${printable(name, 120)}: ${problem}. Nothing of it is loaded.`, {
      source: 'file',
    });
    return new Map();
  }
  const entries = new Map([...document.entries].map(([key, { value }]) => [key, value]));
  if (isNested(entries.keys(), entries.get('$schemaVersion')) && ![...entries.keys()].some(isKnown))
    notes.add(
      'nested-unread',
      'The file is nested (v2); a managed source is read flat, so none of its clusters counts.',
      { source: 'file' },
    );
  return entries;
}

/** Says each check that fails; their number. */
function checkOwners(
  { folder, file }: { readonly folder: FileState | undefined; readonly file: FileState | undefined },
  notes: Notes,
): number {
  const before = notes.all.length;
  const source = 'file' as const;
  if (folder !== undefined) {
    if (folder.kind !== 'folder' && folder.kind !== 'unknown')
      notes.add(
        'directory-link',
        `${FOLDER} is ${folder.kind === 'link' ? 'a symbolic link' : 'no folder'}.`,
        {
          source,
        },
      );
    else {
      if (folder.owner !== 'root')
        notes.add('directory-owner', `${FOLDER} belongs to ${printable(folder.owner, 60)}, not to root.`, {
          source,
        });
      if ((folder.mode & 0o022) !== 0)
        notes.add(
          'directory-writable',
          `${FOLDER} can be written by its group or by others (mode ${octal(folder.mode)}).`,
          { source },
        );
    }
  }
  if (file !== undefined) {
    if (file.kind !== 'file' && file.kind !== 'unknown')
      notes.add(
        'not-a-regular-file',
        `${FILE} is ${file.kind === 'link' ? 'a symbolic link' : file.kind === 'folder' ? 'a folder' : 'no regular file'}.`,
        { source },
      );
    else {
      if (file.owner !== 'root')
        notes.add('file-owner', `${FILE} belongs to ${printable(file.owner, 60)}, not to root.`, { source });
      if ((file.mode & 0o022) !== 0)
        notes.add(
          'file-writable',
          `${FILE} can be written by its group or by others (mode ${octal(file.mode)}).`,
          { source },
        );
      if ((file.mode & 0o004) === 0)
        notes.add('not-readable', `${FILE} cannot be read by users (mode ${octal(file.mode)}).`, { source });
    }
  }
  return notes.all.length - before;
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

const KINDS: Readonly<Record<string, FileState['kind']>> = {
  'regular file': 'file',
  'regular empty file': 'file',
  directory: 'folder',
  'symbolic link': 'link',
};

/** Reads lines of "stat -c '%n|%F|%U|%G|%a|%N'". A line that says anything else is left out, and said. */
function statesIn(
  stat: Captured | undefined,
  notes: Notes,
): { readonly folder: FileState | undefined; readonly file: FileState | undefined } | undefined {
  if (stat === undefined) return undefined;
  const states = new Map<string, FileState>();
  for (const line of decodeText(stat.bytes.subarray(0, 65_536)).text.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [name = '', kind = '', owner = '', group, mode = ''] = line.split('|');
    if (name !== FILE && name !== FOLDER) continue;
    if (group === undefined || !/^[0-7]{1,5}$/.test(mode) || states.has(name)) {
      notes.add(
        'malformed',
        `${printable(stat.name, 120)}: a line about ${name} ${states.has(name) ? 'stands there twice; the first counts' : 'is not what stat prints'}.`,
        { source: 'file' },
      );
      continue;
    }
    // Other languages have other words; an arrow in the quoted name is that of a link.
    const known = KINDS[kind] ?? (line.includes("' -> '") ? 'link' : undefined);
    const other = /^(?:fifo|socket|block special file|character special file)$/.test(kind);
    if (known === undefined && !other)
      notes.add(
        'malformed',
        `${printable(stat.name, 120)}: "${printable(kind, 40)}" is no kind of file in English; take stat with LC_ALL=C.`,
        { source: 'file', severity: 'warning' },
      );
    states.set(name, {
      kind: known ?? (other ? 'other' : 'unknown'),
      owner,
      mode: Number.parseInt(mode, 8) & 0o7777,
    });
  }
  if (states.size === 0) return undefined;
  return { folder: states.get(FOLDER), file: states.get(FILE) };
}

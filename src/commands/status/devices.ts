import path from 'node:path';
import { readDigestList, readReported, type DigestList, type DigestRecord } from '../../device/digests.ts';
import { captureOf, LIBRARY_FOLDERS, type CaptureKind } from '../../device/captures.ts';
import { note } from '../../device/notes.ts';
import type { Captures } from '../../device/types.ts';
import { UserError } from '../../errors.ts';
import { detect } from '../../importers/index.ts';
import { named } from '../../importers/foreign.ts';
import type { FolderEntry, Inspector } from '../../io/inspect.ts';
import { printable } from '../../text/printable.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { Gathering, readCapture, readDevice } from './read.ts';

/** A device that was found, not yet looked at. */
export interface FoundDevice {
  readonly name: string;
  /** What was captured, or what it has reported. */
  readonly captures?: Captures;
  readonly record?: DigestRecord;
}

/** What the arguments name: how many devices, as far as that is known, and one after the other. */
interface FoundDevices {
  readonly expected: number;
  /** More than one device, or a folder that could hold more. */
  readonly fleet: boolean;
  readonly devices: Iterable<FoundDevice>;
}

/** As deep lie the devices of a fleet at most: a folder a site, a folder a department. */
const MAX_DEPTH = 4;
/** As large as the export of a console for a hundred thousand devices. */
const MAX_LIST = 50_000_000;

/** Finds the devices that paths name: a folder of captures, a folder of such folders, single files, tables of digests. */
export function findDevices(paths: readonly string[], inspector: Inspector): FoundDevices {
  const files: string[] = [];
  const folders: string[] = [];
  for (const one of paths) {
    const folder = inspector.entries(one, true);
    if (folder.ok) folders.push(one);
    else if (folder.failure.code === 'ENOTDIR') files.push(one);
    else throw new UserError(`${printable(one, 300)} ${folder.failure.message}.`);
  }
  const lists: DigestList[] = [];
  const captures: string[] = [];
  for (const file of files) {
    const list = digestsIn(file, inspector);
    if (list === undefined) captures.push(file);
    else lists.push(list);
  }
  const roots = folders.map((folder) => rootOf(folder, inspector));
  const number =
    roots.reduce((sum, { leaves }) => sum + leaves.length, 0) +
    lists.reduce((sum, list) => sum + list.number, 0) +
    (captures.length > 0 ? 1 : 0);
  return {
    expected: number,
    fleet: number !== 1 || lists.length > 0 || roots.some(({ isFleet }) => isFleet),
    devices: each(captures, roots, lists, inspector),
  };
}

function* each(
  captures: readonly string[],
  roots: readonly { readonly leaves: readonly Leaf[] }[],
  lists: readonly DigestList[],
  inspector: Inspector,
): Generator<FoundDevice> {
  if (captures.length > 0) yield fromFiles(captures, inspector);
  for (const { leaves } of roots) for (const leaf of leaves) yield fromFolder(leaf, inspector);
  for (const list of lists) for (const record of list.records) yield { name: record.device, record };
}

interface Leaf {
  readonly name: string;
  readonly folder: string;
}

/** Whether a folder holds captures itself, by the names in it. */
function isDevice(entries: readonly FolderEntry[]): boolean {
  return entries.some(
    ({ name, kind }) =>
      (kind === 'folder' && Object.hasOwn(LIBRARY_FOLDERS, name)) ||
      (kind !== 'folder' && captureOf(name) !== undefined),
  );
}

/** The devices in a folder. One that holds neither captures nor folders is a device without captures. */
function rootOf(
  folder: string,
  inspector: Inspector,
): { readonly leaves: readonly Leaf[]; readonly isFleet: boolean } {
  const base = folder.replace(/[\\/]+$/, '');
  const leaves: Leaf[] = [];
  const walk = (at: string, name: string, depth: number): void => {
    const read = inspector.entries(at, depth === 0);
    const entries = read.ok ? read.value : [];
    const inside = entries.filter(({ name: one, kind }) => kind === 'folder' && !one.startsWith('.'));
    if (isDevice(entries) || inside.length === 0 || depth >= MAX_DEPTH) {
      leaves.push({ name: name === '' ? path.basename(base) || base : name, folder: at });
      return;
    }
    for (const { name: one, kind } of entries) {
      if (one.startsWith('.')) continue;
      const below = name === '' ? one : `${name}/${one}`;
      if (kind === 'link') leaves.push({ name: below, folder: path.join(at, one) });
      else if (kind === 'folder') walk(path.join(at, one), below, depth + 1);
    }
  };
  walk(base === '' ? folder : base, '', 0);
  const [only] = leaves;
  return { leaves, isFleet: leaves.length !== 1 || only?.folder !== (base === '' ? folder : base) };
}

function fromFolder({ name, folder }: Leaf, inspector: Inspector): FoundDevice {
  const entries = inspector.entries(folder, true);
  const facts = inspector.facts(folder);
  const into = new Gathering();
  if (facts.ok && facts.value.kind === 'link') into.unread(name, 'is a symbolic link', true);
  else if (!entries.ok) into.unread(name, entries.failure.message, true);
  else {
    const gathered = readDevice(inspector, folder, entries.value);
    return reported(name, gathered) ?? { name, captures: gathered.captures };
  }
  return { name, captures: into.captures };
}

/** A device of which nothing but the line of a detection script was saved. */
function reported(name: string, gathered: Gathering): FoundDevice | undefined {
  if (gathered.digest === undefined || !gathered.captures.empty) return undefined;
  const record = readReported(name, Buffer.from(gathered.digest.bytes).toString('utf8'));
  return record === undefined ? undefined : { name, record };
}

/** Single files: one device, each file by its name, else by what it holds. */
function fromFiles(files: readonly string[], inspector: Inspector): FoundDevice {
  const into = new Gathering();
  for (const file of files) {
    const name = path.basename(file);
    const kind = captureOf(name) ?? kindOf(file, inspector, into);
    if (kind !== undefined) readCapture(inspector, file, kind, into);
  }
  const name = files.length === 1 ? path.basename(files[0] ?? '') : 'the captures';
  return reported(name, into) ?? { name, captures: into.captures };
}

/** A file of another name than captures have, by its bytes. */
function kindOf(file: string, inspector: Inspector, into: Gathering): CaptureKind | undefined {
  const name = path.basename(file);
  const read = inspector.read(file, MAX_BYTES);
  if (!read.ok) {
    into.unread(name, read.failure.message, true);
    return undefined;
  }
  const { bytes } = read.value;
  const foreign = named(bytes);
  if (foreign !== undefined) {
    const { message, hint, log } = foreign;
    if (log === true) return { kind: 'log' };
    into.notes.push(
      note('not-evidence', `${printable(name, 120)} is not taken as evidence. ${message}`, { hint }),
    );
    return undefined;
  }
  const importer = detect(bytes);
  switch (importer.ok ? importer.value.id : undefined) {
    case 'reg':
      return { kind: 'registry' };
    case 'plist':
      return Buffer.from(bytes).includes('ProfileItems') ? { kind: 'profiles' } : { kind: 'machine' };
    case 'json':
      return { kind: 'settings' };
    default:
      throw new UserError(
        `${printable(file, 300)} is no capture of a device.`,
        importer.ok ? 'Give what "cowork-3p status --collect" takes.' : importer.failure.message,
      );
  }
}

/** A table of digests, when the file is one. */
function digestsIn(file: string, inspector: Inspector): DigestList | undefined {
  if (!/\.(?:csv|tsv)$/i.test(file)) return undefined;
  const read = inspector.read(file, MAX_LIST);
  if (!read.ok) throw new UserError(`${printable(file, 300)} ${read.failure.message}.`);
  const list = readDigestList(read.value.bytes);
  if (list === undefined)
    throw new UserError(
      `${printable(file, 300)} has no column with what the detection scripts print.`,
      'Export the table with the output of the script: a text such as "compliant; configuration <digest>".',
    );
  return list;
}

import path from 'node:path';
import { appliedEntry } from '../../device/sources/library.ts';
import { captureOf, LIBRARY_FOLDERS, type CaptureKind } from '../../device/captures.ts';
import { note, type Note } from '../../device/notes.ts';
import type { Captured, CapturedLibrary, Captures, UserFile } from '../../device/types.ts';
import { named } from '../../importers/foreign.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import type { FolderEntry, Inspector } from '../../io/inspect.ts';
import { printable } from '../../text/printable.ts';

/** Of a log the end is read: the last launch stands there. */
const MAX_LOG = 4_000_000;
/** More files than a device has captures. */
const MAX_FILES = 500;

/** Captures while they are gathered. */
export class Gathering {
  readonly notes: Note[] = [];
  readonly users: UserFile[] = [];
  readonly registry: Captured[] = [];
  readonly libraries: CapturedLibrary[] = [];
  single: {
    -readonly [
      K in keyof Pick<
        Captures,
        'machine' | 'profiles' | 'settings' | 'stat' | 'bootstrap' | 'version' | 'desktopConfig' | 'owners'
      >
    ]: Captures[K];
  } = {};
  log: Captures['log'];
  setupLog: Captures['setupLog'];
  /** What a detection script printed, saved as a file. */
  digest: Captured | undefined;
  incomplete = false;

  /** The captures; `empty` unless something counts as evidence. */
  get captures(): Captures {
    const evidence =
      this.users.length + this.registry.length + this.libraries.length + Object.keys(this.single).length >
        0 || this.log !== undefined;
    return {
      ...this.single,
      users: this.users,
      registry: this.registry,
      libraries: this.libraries,
      log: this.log,
      setupLog: this.setupLog,
      notes: this.notes,
      empty: !evidence,
      incomplete: this.incomplete || (!evidence && this.notes.some(({ severity }) => severity === 'error')),
    };
  }

  /** A file that decides cannot be read: nothing can be said of the device then. */
  unread(name: string, why: string, decides: boolean): void {
    this.notes.push(
      note('capture-unread', `${printable(name, 120)} ${why}, so it is not read.`, {
        severity: decides ? 'error' : 'warning',
      }),
    );
    if (decides) this.incomplete = true;
  }

  /** Puts a file where it belongs. */
  put(kind: CaptureKind, captured: Captured, cut: boolean): void {
    switch (kind.kind) {
      case 'user':
        this.users.push({ ...captured, user: kind.user });
        return;
      case 'registry':
        this.registry.push(captured);
        return;
      case 'log':
        this.log = { ...captured, cut };
        return;
      case 'setup-log':
        this.setupLog = { ...captured, cut };
        return;
      case 'digest':
        this.digest = captured;
        return;
      case 'desktop-config':
        this.single.desktopConfig = captured;
        return;
      default:
        this.single[kind.kind] = captured;
    }
  }
}

/** Kinds without which a device can still be looked at. */
const BESIDE: ReadonlySet<CaptureKind['kind']> = new Set([
  'log',
  'setup-log',
  'version',
  'desktop-config',
  'digest',
  'profiles',
]);

/** Reads one file of captures by its kind. */
export function readCapture(
  inspector: Inspector,
  file: string,
  kind: CaptureKind,
  into: Gathering,
  name = path.basename(file),
): void {
  const isLog = kind.kind === 'log' || kind.kind === 'setup-log';
  const read = inspector.read(file, isLog ? MAX_LOG : MAX_BYTES, isLog ? 'tail' : 'whole');
  if (!read.ok) into.unread(name, read.failure.message, !BESIDE.has(kind.kind));
  else into.put(kind, { name, bytes: read.value.bytes }, read.value.cut);
}

/** Reads one folder as a device. Links in it are not followed. */
export function readDevice(inspector: Inspector, folder: string, entries: readonly FolderEntry[]): Gathering {
  const into = new Gathering();
  for (const { name, kind } of entries.slice(0, MAX_FILES)) {
    const file = path.join(folder, name);
    const library = Object.hasOwn(LIBRARY_FOLDERS, name) ? LIBRARY_FOLDERS[name] : undefined;
    if (library !== undefined) {
      readLibraryFolder(inspector, file, library, into);
      continue;
    }
    const capture = captureOf(name);
    if (capture === undefined) {
      if (kind === 'file') tellUnknown(inspector, file, name, into);
      continue;
    }
    readCapture(inspector, file, capture, into);
  }
  weigh(into);
  return into;
}

/** The index of a library, and the entry that it applies. */
export function readLibraryFolder(
  inspector: Inspector,
  folder: string,
  place: CapturedLibrary['place'],
  into: Gathering,
): void {
  const entries = inspector.entries(folder);
  if (!entries.ok) {
    into.unread(path.basename(folder), entries.failure.message, false);
    return;
  }
  const get = (name: string): Captured | undefined => {
    if (!entries.value.some((one) => one.name === name)) return undefined;
    const read = inspector.read(path.join(folder, name), MAX_BYTES);
    if (read.ok) return { name: `${path.basename(folder)}/${name}`, bytes: read.value.bytes };
    into.unread(`${path.basename(folder)}/${name}`, read.failure.message, false);
    return undefined;
  };
  const meta = get('_meta.json');
  const id = meta === undefined ? undefined : appliedEntry(meta.bytes);
  into.libraries.push({
    place,
    meta,
    entry: id === undefined ? undefined : get(`${id}.json`),
    entries: entries.value.filter(({ name }) => /\.json$/i.test(name) && name !== '_meta.json').length,
  });
}

const HEAD = 16_384;

/** A file of no known name: whether it is a text that looks like evidence and is none. */
function tellUnknown(inspector: Inspector, file: string, name: string, into: Gathering): void {
  const read = inspector.read(file, HEAD, 'head');
  const foreign = read.ok && read.value.bytes.length > 0 ? named(read.value.bytes) : undefined;
  if (foreign !== undefined) {
    const { message, hint } = foreign;
    into.notes.push(
      note('not-evidence', `${printable(name, 120)} is not taken as evidence. ${message}`, { hint }),
    );
  } else if (!name.startsWith('.'))
    into.notes.push(
      note('not-a-capture', `${printable(name, 120)} is no capture, by its name, and was not read.`),
    );
}

/** Text that is no evidence weighs nothing where something else is. */
function weigh(into: Gathering): void {
  const { empty } = into.captures;
  if (empty) return;
  for (const [index, one] of into.notes.entries())
    if (one.code === 'not-evidence') into.notes[index] = { ...one, severity: 'warning' };
}

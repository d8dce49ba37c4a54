import path from 'node:path';
import { PACKAGE_FAMILY, PACKAGE_PLACES, PLACES_OF, PREFERENCE_FILE } from '../../device/places.ts';
import type { FileState } from '../../device/types.ts';
import { plistText } from '../../importers/plist/text.ts';
import type { FileFacts, Inspector } from '../../io/inspect.ts';
import type { Io } from '../../io/io.ts';
import { POLICY_KEY, type Platform } from '../../schema/index.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { Gathering, readCapture, readLibraryFolder } from './read.ts';

/*
 * Reads this very device. `root` stands in front of every path, so that a copy of a device's files, or a test, can be
 * read in the same way; no program is run then. Programs get no shell, twenty seconds and a bounded output.
 */

const LIMITS = { timeoutMs: 20_000, maxBytes: 10_000_000 } as const;

/** Where and as whom. */
interface LiveOptions {
  readonly platform: Platform;
  readonly root: string | undefined;
  readonly user: string | undefined;
}

/** What this device has, and the user that is meant. */
export async function readLive(
  io: Io,
  inspector: Inspector,
  { platform, root, user }: LiveOptions,
): Promise<{ readonly gathered: Gathering; readonly user: string | undefined }> {
  const world: World = {
    io,
    inspector,
    root,
    at: (file) => (root === undefined ? file : path.join(root, file.replace(/^[A-Za-z]:/, ''))),
    into: new Gathering(),
  };
  switch (platform) {
    case 'macos':
      return { gathered: world.into, user: await readMac(world, user) };
    case 'windows':
      await readPc(world, user);
      return { gathered: world.into, user: undefined };
    case 'linux':
      await readLinuxDevice(world, user);
      return { gathered: world.into, user: undefined };
  }
}

interface World {
  readonly io: Io;
  readonly inspector: Inspector;
  readonly root: string | undefined;
  /** A path of the device, below the root. */
  readonly at: (file: string) => string;
  readonly into: Gathering;
}

function stands({ inspector }: World, file: string): boolean {
  const facts = inspector.facts(file);
  // What is there and may not be looked at is there.
  return facts.ok || (facts.failure.code !== 'ENOENT' && facts.failure.code !== 'ENOTDIR');
}

/** Who is meant: the user named, the one who called sudo, the one who runs this. */
function whoOf({ io: { env } }: World, user: string | undefined): string | undefined {
  const name = user ?? env.SUDO_USER ?? env.USER ?? env.LOGNAME ?? env.USERNAME;
  return name === undefined || !/^[^\\/\0]{1,100}$/.test(name) || name.startsWith('.') ? undefined : name;
}

/** The home of the user: what the environment says of the user who runs this, else where the system keeps homes. */
function homeOf(world: World, homes: string, user: string | undefined): string | undefined {
  const { HOME, SUDO_USER } = world.io.env;
  const who = whoOf(world, user);
  if (world.root === undefined && user === undefined && SUDO_USER === undefined && HOME !== undefined)
    return HOME;
  if (who !== undefined && stands(world, world.at(`${homes}/${who}`))) return world.at(`${homes}/${who}`);
  if (world.root === undefined || user !== undefined) return undefined;
  // A copy of one device has one home, whoever reads it.
  const entries = world.inspector.entries(world.at(homes));
  const folders = entries.ok
    ? entries.value.filter(({ name, kind }) => kind === 'folder' && !/^(?:Shared|Public|\..*)$/.test(name))
    : [];
  const [only] = folders;
  return folders.length === 1 && only !== undefined ? world.at(`${homes}/${only.name}`) : undefined;
}

async function readMac(world: World, user: string | undefined): Promise<string | undefined> {
  const { inspector, at, into, root } = world;
  const managed = at('/Library/Managed Preferences');
  const machine = path.join(managed, PREFERENCE_FILE);
  if (stands(world, machine)) readCapture(inspector, machine, { kind: 'machine' }, into, machine);
  const entries = inspector.entries(managed);
  for (const { name, kind } of entries.ok ? entries.value : []) {
    const file = path.join(managed, name, PREFERENCE_FILE);
    if (kind === 'folder' && stands(world, file))
      readCapture(inspector, file, { kind: 'user', user: name }, into, file);
  }
  if (root === undefined) {
    const profiles = await inspector.run('/usr/bin/profiles', ['show', '-output', 'stdout-xml'], LIMITS);
    if (profiles.ok && profiles.value.length > 0)
      into.put({ kind: 'profiles' }, { name: 'profiles show', bytes: profiles.value }, false);
  }
  const info = inspector.read(at('/Applications/Claude.app/Contents/Info.plist'), MAX_BYTES);
  const version = info.ok ? plistText(info.value.bytes, 'CFBundleShortVersionString') : undefined;
  if (version !== undefined) putVersion(into, version);
  const home = homeOf(world, '/Users', user);
  if (home !== undefined) readHome(world, home, 'macos');
  const who = whoOf(world, user);
  const users = into.users.map((one) => one.user);
  return user ?? (who !== undefined && users.includes(who) ? who : undefined);
}

async function readLinuxDevice(world: World, user: string | undefined): Promise<void> {
  const { inspector, at, into, root } = world;
  const [file = ''] = PLACES_OF.linux.managed;
  const facts = inspector.facts(at(file));
  const folder = inspector.facts(at(path.posix.dirname(file)));
  if (facts.ok) {
    into.single.owners = {
      folder: folder.ok ? stateOf(folder.value) : undefined,
      file: stateOf(facts.value),
    };
    const read = inspector.read(at(file), MAX_BYTES);
    // What this user may not read, the app of this user may not read either; a link it does not follow.
    if (read.ok) into.single.settings = { name: file, bytes: read.value.bytes };
    else if (facts.value.kind === 'file' && (facts.value.mode & 0o004) !== 0)
      into.unread(file, read.failure.message, true);
  } else if (facts.failure.code !== 'ENOENT' && facts.failure.code !== 'ENOTDIR')
    into.unread(file, facts.failure.message, true);
  if (root === undefined)
    for (const [program, args] of [
      ['/usr/bin/dpkg-query', ['-W', '-f=${Version}', 'claude-desktop']],
      ['/usr/bin/rpm', ['-q', '--qf', '%{VERSION}', 'claude-desktop']],
    ] as const) {
      const said = await inspector.run(program, args, LIMITS);
      if (said.ok && said.value.length > 0) {
        putVersion(into, Buffer.from(said.value).toString('utf8'));
        break;
      }
    }
  const home = homeOf(world, '/home', user);
  if (home !== undefined) readHome(world, home, 'linux');
}

function stateOf({ kind, mode, owner }: FileFacts): FileState {
  return { kind, mode, owner: owner === 0 ? 'root' : `the user ${String(owner)}` };
}

async function readPc(world: World, user: string | undefined): Promise<void> {
  const { inspector, at, into, root, io } = world;
  if (root === undefined) await exportRegistry(world);
  else {
    const entries = inspector.entries(root);
    for (const { name } of entries.ok ? entries.value : [])
      if (/\.reg$/i.test(name)) readCapture(inspector, path.join(root, name), { kind: 'registry' }, into);
  }
  const local =
    root === undefined && user === undefined && io.env.LOCALAPPDATA !== undefined
      ? io.env.LOCALAPPDATA
      : homeIn(world, user);
  if (local !== undefined) {
    readHome(world, local, 'windows');
    if (stands(world, path.join(local, PACKAGE_PLACES.library)))
      readLibraryFolder(inspector, path.join(local, PACKAGE_PLACES.library), 'package', into);
    for (const [file, kind, has] of [
      [PACKAGE_PLACES.log, 'log', into.log !== undefined],
      [PACKAGE_PLACES.setupLog, 'setup-log', into.setupLog !== undefined],
      [PACKAGE_PLACES.desktopConfig, 'desktop-config', into.single.desktopConfig !== undefined],
    ] as const)
      if (!has && stands(world, path.join(local, file)))
        readCapture(inspector, path.join(local, file), { kind }, into);
  }
  const packages = inspector.entries(at('C:\\Program Files\\WindowsApps'.replaceAll('\\', '/')));
  const [family = '', publisher = ''] = PACKAGE_FAMILY.split('_');
  const installed = (packages.ok ? packages.value : [])
    .map(({ name }) => new RegExp(`^${family}_(\\d+\\.\\d+\\.\\d+)[._].*${publisher}$`).exec(name)?.[1])
    .filter((one) => one !== undefined)
    // An update leaves the package before it in place for a while.
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .at(-1);
  if (installed !== undefined) putVersion(into, installed);
}

function homeIn(world: World, user: string | undefined): string | undefined {
  const home = homeOf(world, 'C:/Users', user);
  return home === undefined ? undefined : path.join(home, 'AppData', 'Local');
}

/** Both hives as registry files: the text of "reg query" can be forged by a value, an export cannot. */
async function exportRegistry({ io, inspector, into }: World): Promise<void> {
  const reg = path.win32.join(io.env.SystemRoot ?? 'C:\\Windows', 'System32', 'reg.exe');
  const folder = await io.temporaryFolder('cowork-3p-status-');
  const service = /^(?:SYSTEM|.*\$)$/i.test(io.env.USERNAME ?? '');
  const keys = [
    ['HKLM', `HKLM\\${POLICY_KEY}`],
    ...(service ? await userHives(inspector, reg) : [['HKCU', `HKCU\\${POLICY_KEY}`] as const]),
  ] as const;
  let ran = false;
  for (const [name, key] of keys) {
    const file = path.join(folder, `${name}.reg`);
    const done = await inspector.run(reg, ['export', key, file, '/y', '/reg:64'], LIMITS);
    // A key that is not there is no error of the device: nothing is configured in that hive.
    ran ||= done.ok || done.failure.code !== 'ENOENT';
    if (done.ok) readCapture(inspector, file, { kind: 'registry' }, into);
  }
  if (!ran) into.unread(reg, 'cannot be run', true);
}

async function userHives(inspector: Inspector, reg: string): Promise<readonly (readonly [string, string])[]> {
  const list = await inspector.run(reg, ['query', 'HKU'], LIMITS);
  const text = list.ok ? Buffer.from(list.value).toString('latin1') : '';
  // Names of keys only; a name is no value and cannot hold a line break.
  return [...text.matchAll(/^HKEY_USERS\\(S-1-(?:5-21|12-1)(?:-\d{1,10}){4})\r?$/gm)].map(
    ([, sid = '']) => [sid, `HKU\\${sid}\\${POLICY_KEY}`] as const,
  );
}

/** What the app keeps for the user: library, logs, state. */
function readHome(world: World, home: string, platform: Platform): void {
  const { inspector, into } = world;
  const places = PLACES_OF[platform];
  const library = path.join(home, places.library);
  if (stands(world, library)) readLibraryFolder(inspector, library, 'plain', into);
  for (const [file, kind] of [
    [places.log, 'log'],
    [places.setupLog, 'setup-log'],
    [places.desktopConfig, 'desktop-config'],
  ] as const)
    if (stands(world, path.join(home, file))) readCapture(inspector, path.join(home, file), { kind }, into);
}

function putVersion(into: Gathering, version: string): void {
  into.put({ kind: 'version' }, { name: 'the installed app', bytes: Buffer.from(version) }, false);
}

import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import { isAboutFile } from '../../schema/index.ts';
import { validateServed } from '../../schema/served.ts';
import { chainMemory } from '../chain-memory.ts';
import { basesAmong } from '../load-chain.ts';
import { hide, loadDocument, resolved } from '../load-config.ts';
import type { BootstrapFlags } from './flags.ts';

/** More roles than anybody tries by hand. */
const MAX_ROLES = 100;

/**
 * The JSON files of a folder, each the settings of the role that is its name: with their bases, references resolved,
 * native JSON. Files that are only bases of others are no role. What is wrong with a role is told, and served all the
 * same: to see what the app makes of it is what the server is for.
 */
export async function readRoles(
  folder: string,
  flags: BootstrapFlags,
  io: Io,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const inside = await io.folder(folder);
  const files = (inside ?? []).filter(
    (file) => /\.jsonc?$/i.test(file) && path.dirname(path.relative(folder, file)) === '.',
  );
  if (files.length === 0)
    throw new UserError(
      `${printable(folder, 200)} is no folder with JSON files.`,
      'Put one file for each role into a folder: everybody.json, pilots.json.',
    );
  if (files.length > MAX_ROLES)
    throw new UserError(`${printable(folder, 200)} holds more than ${MAX_ROLES} JSON files.`);
  const bases = new Set(files.length < 2 ? [] : await basesAmong(files, {}, io));
  const memory = chainMemory();
  const roles = new Map<string, Readonly<Record<string, unknown>>>();
  for (const file of files) {
    if (bases.has(file)) continue;
    const role = path.basename(file).replace(/\.jsonc?$/i, '');
    roles.set(role, await settingsOf(file, memory, flags, io));
  }
  return roles;
}

async function settingsOf(
  file: string,
  memory: ReturnType<typeof chainMemory>,
  flags: BootstrapFlags,
  io: Io,
): Promise<Readonly<Record<string, unknown>>> {
  const { document } = await loadDocument(file, io, {}, memory);
  const looked = await resolved(document, io);
  const { settings, diagnostics } = validateServed(looked.document, { target: flags.target, now: io.now() });
  if (flags.quiet !== true)
    for (const { code, severity, message } of hide([...looked.findings, ...diagnostics], looked.secrets))
      if (severity === 'error') io.stderr.write(`${printable(file, 200)}: ${message} (${code})\n`);
  // What the app would drop is served as it stands, unknown keys among it.
  const written = [...looked.document.entries].filter(
    ([key]) => !isAboutFile(key, looked.document) && key !== 'expiresAt',
  );
  return Object.fromEntries(
    written.map(([key, { value }]) => [key, settings.has(key) ? settings.get(key) : value]),
  );
}

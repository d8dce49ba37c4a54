import { count } from '../../report/wrap.ts';
import type { Platform } from '../../schema/index.ts';
import type { ExportFlags } from './flags.ts';
import type { Writer } from './writer.ts';

/** A ring as far as it matters beside others. */
interface Ring {
  readonly name: string;
  readonly settings: ReadonlyMap<string, unknown>;
  /** What is written of it. */
  readonly writers: readonly Pick<Writer, 'id' | 'platform'>[];
}

/** More are not listed by name. */
const MAX_NAMED = 6;

/**
 * What happens when two rings reach one device, where the platform cannot keep them apart. Sources: the registry has
 * one policy key a hive; macOS leaves open which of two profiles of one preference domain counts.
 */
export function meetings(
  rings: readonly Ring[],
  { hive, scope, replace }: Pick<ExportFlags, 'hive' | 'scope' | 'replace'>,
): readonly string[] {
  const texts: string[] = [];
  const windows = rings.filter(writes('windows'));
  if (windows.length > 1)
    texts.push(
      hive === 'user'
        ? `${formats(windows, 'windows')}: HKEY_CURRENT_USER keeps the users of a device apart, but any value under HKEY_LOCAL_MACHINE hides all of it: leave that empty on these devices.`
        : `${formats(windows, 'windows')}: ${count(windows.length, 'ring')} write the same values under HKEY_LOCAL_MACHINE, and of two that reach a device the last one written counts. Assign each device to one ring; only --hive user keeps the users of one device apart.`,
    );
  const registry = rings.filter(({ writers }) => writers.some(({ id }) => id === 'reg'));
  const left = replace === true ? [] : leftBehind(registry);
  if (left.length > 0)
    texts.push(
      `reg: a device that moves to another ring keeps what that one does not set (${named(left)}). --replace deletes the key first.`,
    );
  const profiles = rings.filter(writes('macos'));
  if (profiles.length > 1)
    texts.push(
      scope === 'user'
        ? `${formats(profiles, 'macos')}: a value of a user's profile wins over the same value of the device's, key by key: deliver no ring to the device beside it.`
        : `${formats(profiles, 'macos')}: ${count(profiles.length, 'ring')} set one preference domain, and which of two counts on a Mac is not defined. The profiles share their identifiers, so that one replaces the other: assign each Mac to one ring.`,
    );
  return texts;
}

function writes(platform: Platform): (ring: Ring) => boolean {
  return ({ writers }) => writers.some((writer) => writer.platform === platform);
}

function formats(rings: readonly Ring[], platform: Platform): string {
  const ids = rings.flatMap(({ writers }) => writers.filter((writer) => writer.platform === platform));
  return [...new Set(ids.map(({ id }) => id))].join(', ');
}

/** Keys that some rings set and others do not. */
function leftBehind(rings: readonly Ring[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { settings } of rings)
    for (const key of settings.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].filter(([, number]) => number < rings.length).map(([key]) => key);
}

function named(keys: readonly string[]): string {
  const more = keys.length - MAX_NAMED;
  return keys.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

import type { Identity } from './exporter.ts';

/** What a console shows: the name that was given, or this one, with the ring behind it unless it ends so already. */
export function displayNameOf({ displayName, ring }: Identity, otherwise: string): string {
  const name = displayName ?? otherwise;
  const group = ring === undefined ? '' : ` (${ring})`;
  return name.endsWith(group) ? name : name + group;
}

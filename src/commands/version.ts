import type { Io } from '../io/io.ts';
import { factsText } from '../schema/index.ts';
import { VERSION } from '../version.ts';

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS',
  linux: 'Linux',
  win32: 'Windows',
};

/** The version, what runs it, and how far its facts reach; three lines, for a report of a fault. */
export function versionWithFacts({ host, platform }: Pick<Io, 'host' | 'platform'>): string {
  const by = host.single ? `one executable with Node ${host.node}` : `Node ${host.node}`;
  return `${VERSION}\nRun by ${by} on ${SYSTEMS[platform] ?? platform} ${host.arch}\n${factsText()}\n`;
}

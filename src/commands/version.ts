import { factsText } from '../schema/index.ts';
import { VERSION } from '../version.ts';

/** The version, and how far its facts reach; two lines. */
export function versionWithFacts(): string {
  return `${VERSION}\n${factsText()}\n`;
}

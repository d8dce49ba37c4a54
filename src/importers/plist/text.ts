import { Findings } from '../findings.ts';
import { readPlist } from './file.ts';
import { textOf } from './node.ts';

/** A text at the top of any property list, such as the version in the Info.plist of a program; undefined when it has none. */
export function plistText(bytes: Uint8Array, key: string): string | undefined {
  const file = readPlist(bytes, new Findings());
  return file?.root.kind === 'dict' ? textOf(file.root, key) : undefined;
}

import { POLICY_KEY } from '../schema/index.ts';
import { SYSVOL_READERS, type Exporter } from './exporter.ts';
import { wireText, writable } from './wire.ts';

const REG_SZ = 1;

/**
 * `Registry.pol`, as Group Policy keeps registry policies (MS-GPREG, section 2.2.1): `PReg`, version 1, then
 * `[key;value;type;size;data]` with brackets and semicolons in UTF-16LE too. The file names no hive: the
 * folder that holds it does (`Machine` or `User`).
 */
export const pol: Exporter = {
  platform: 'windows',
  binary: true,
  readers: SYSVOL_READERS,
  fileName: 'Registry.pol',
  encode: (settings, { replace = false }) =>
    Buffer.concat([
      Buffer.from('PReg', 'latin1'),
      Buffer.from(uint32(1), 'utf16le'),
      // Deletes every value of the key before the others are written.
      ...(replace ? [entry('**delvals.', ' ')] : []),
      ...writable(settings).map(([key, value]) => entry(key, wireText(key, value))),
    ]),
};

function entry(name: string, text: string): Buffer {
  const size = 2 * (text.length + 1);
  return Buffer.from(`[${POLICY_KEY}\0;${name}\0;${uint32(REG_SZ)};${uint32(size)};${text}\0]`, 'utf16le');
}

/** A number as the two code units that are its bytes in UTF-16LE. */
function uint32(value: number): string {
  return String.fromCharCode(value & 0xffff, value >>> 16);
}

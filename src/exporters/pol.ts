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
  id: 'pol',
  platform: 'windows',
  binary: true,
  readers: SYSVOL_READERS,
  fileName: 'Registry.pol',
  encode: (settings, { replace = false }) =>
    Buffer.concat([
      Buffer.from('PReg', 'latin1'),
      uint32(1),
      // Deletes every value of the key before the others are written.
      ...(replace ? [entry('**delvals.', ' ')] : []),
      ...writable(settings).map(([key, value]) => entry(key, wireText(key, value))),
    ]),
};

function entry(name: string, text: string): Buffer {
  const data = utf16(`${text}\0`);
  return Buffer.concat([
    utf16(`[${POLICY_KEY}\0;${name}\0;`),
    uint32(REG_SZ),
    utf16(';'),
    uint32(data.length),
    utf16(';'),
    data,
    utf16(']'),
  ]);
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

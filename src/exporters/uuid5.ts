import { createHash } from 'node:crypto';

/** The namespace for domain names (RFC 9562, section 6.6). */
const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** Name-based UUID, version 5 (RFC 9562, section 5.5), in upper case as Apple writes them. */
export function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    .toUpperCase();
}

/** Every UUID this product derives is named in here; a change would turn every installed payload into a new one. */
export const NAMESPACE = uuid5(DNS, 'cowork-3p');

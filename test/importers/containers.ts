import { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import { detect, type Importer } from '../../src/importers/index.ts';
import type { Document, ReadFormat } from '../../src/schema/document.ts';

/* Containers written by hand, so that tests of the importers do not lean on the exporters. */

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export function utf16(text: string, { bom = true, bigEndian = false } = {}): Uint8Array {
  const buffer = Buffer.from(`${bom ? '\uFEFF' : ''}${text}`, 'utf16le');
  return bigEndian ? buffer.swap16() : buffer;
}

export const xml = (dict: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n' +
  `<plist version="1.0">\n${dict}\n</plist>\n`;

const UUIDS = ['0F3C7A52-2B1D-5B6E-9A77-1D2E3F4A5B6C', '6D1E5B0E-9C1F-5A55-8E9C-4C2F0E7B9A11'];
export const payload = (
  members: string,
  { type = 'com.anthropic.claudefordesktop', id = 'com.example.settings', uuid = UUIDS[1] } = {},
): string =>
  `<dict><key>PayloadType</key><string>${type}</string><key>PayloadIdentifier</key><string>${id}</string>` +
  `<key>PayloadUUID</key><string>${uuid}</string><key>PayloadVersion</key><integer>1</integer>${members}</dict>`;

export const profile = (payloads: string, more = '<key>PayloadScope</key><string>System</string>'): string =>
  xml(
    `<dict><key>PayloadType</key><string>Configuration</string>` +
      `<key>PayloadIdentifier</key><string>com.example</string><key>PayloadUUID</key><string>${UUIDS[0]}</string>` +
      `<key>PayloadVersion</key><integer>1</integer><key>PayloadContent</key><array>${payloads}</array>${more}</dict>`,
  );

export const registry = (body: string, hive = 'HKEY_LOCAL_MACHINE'): string =>
  `Windows Registry Editor Version 5.00\r\n\r\n[${hive}\\SOFTWARE\\Policies\\Claude]\r\n${body}\r\n\r\n`;

/** An element of DER, or of BER with an indefinite length. */
function der(tag: number, content: Uint8Array, indefinite = false): Uint8Array {
  if (indefinite) return Buffer.concat([Buffer.of(tag, 0x80), content, Buffer.of(0, 0)]);
  const size = content.length.toString(16);
  const long = Buffer.from(size.padStart(size.length + (size.length % 2), '0'), 'hex');
  const length =
    content.length < 0x80 ? Buffer.of(content.length) : Buffer.concat([Buffer.of(0x80 | long.length), long]);
  return Buffer.concat([Buffer.of(tag), length, content]);
}
const oid = (hex: string): Uint8Array => der(0x06, Buffer.from(hex, 'hex'));
const SIGNED = '2a864886f70d010702';
export const ENVELOPED = '2a864886f70d010703';

/** A CMS message around a profile; its signatures are left out, as nobody verifies them here. */
export function cms(content: Uint8Array | undefined, { indefinite = false, type = SIGNED } = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  if (content !== undefined && indefinite)
    for (let i = 0; i < content.length; i += 1000) pieces.push(der(0x04, content.subarray(i, i + 1000)));
  const octets = content && (indefinite ? der(0x24, Buffer.concat(pieces), true) : der(0x04, content));
  const encapsulated = der(
    0x30,
    Buffer.concat([oid('2a864886f70d010701'), ...(octets ? [der(0xa0, octets, indefinite)] : [])]),
    indefinite,
  );
  const signed = der(
    0x30,
    Buffer.concat([der(0x02, Buffer.of(1)), der(0x31, Buffer.of()), encapsulated]),
    indefinite,
  );
  return der(0x30, Buffer.concat([oid(type), der(0xa0, signed, indefinite)]), indefinite);
}

/** One object of a binary property list, as bytes; the writer below only lays them out. */
export const bplist = {
  of(
    objects: readonly Uint8Array[],
    { offsetSize = 2, refSize = 1, top = 0, count = objects.length } = {},
  ): Uint8Array {
    const offsets: number[] = [];
    let at = 8;
    for (const object of objects) {
      offsets.push(at);
      at += object.length;
    }
    const table = Buffer.alloc(offsets.length * offsetSize);
    offsets.forEach((offset, i) => table.writeUIntBE(offset, i * offsetSize, offsetSize));
    const trailer = Buffer.alloc(32);
    trailer.writeUInt8(offsetSize, 6);
    trailer.writeUInt8(refSize, 7);
    trailer.writeBigUInt64BE(BigInt(count), 8);
    trailer.writeBigUInt64BE(BigInt(top), 16);
    trailer.writeBigUInt64BE(BigInt(at), 24);
    return Buffer.concat([Buffer.from('bplist00'), ...objects, table, trailer]);
  },
  text: (text: string): Uint8Array => Buffer.concat([head(0x50, text.length), Buffer.from(text, 'latin1')]),
  dict: (...refs: readonly (readonly [key: number, value: number])[]): Uint8Array =>
    Buffer.concat([
      head(0xd0, refs.length),
      Buffer.from([...refs.map(([key]) => key), ...refs.map(([, value]) => value)]),
    ]),
  array: (...refs: readonly number[]): Uint8Array =>
    Buffer.concat([head(0xa0, refs.length), Buffer.from(refs)]),
};

function head(marker: number, count: number): Uint8Array {
  if (count < 15) return Buffer.of(marker | count);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(count);
  return Buffer.concat([Buffer.of(marker | 0x0f, 0x12), size]);
}

/** Reads bytes as the commands do: by what they hold. Refusals become an error of the test. */
export function read(input: Uint8Array | string): Document & { importer: Importer } {
  const data = typeof input === 'string' ? bytes(input) : input;
  const importer = detect(data);
  if (!importer.ok) throw new Error(importer.failure.message);
  const document = importer.value.decode(data);
  if (!document.ok) throw new Error(document.failure.message);
  return { ...document.value, importer: importer.value };
}

/** The same for a file that must be taken for one of this format. */
export function readAs(input: Uint8Array | string, format: ReadFormat): Document {
  const document = read(input);
  expect(document.importer.id).toBe(format);
  return document;
}

export const valuesOf = (document: Document): Record<string, unknown> =>
  Object.fromEntries([...document.entries].map(([key, { value }]) => [key, value]));

/** Findings as `code line:column`, in the order found. */
export const told = (document: Document): string[] =>
  document.findings.map(({ code, line, column }) =>
    line === undefined ? code : `${code} ${line}:${column ?? 0}`,
  );

export const codes = (document: Document): string[] => document.findings.map(({ code }) => code);

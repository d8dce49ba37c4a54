import { ok } from '../errors.ts';
import { Findings, unplaced } from './findings.ts';
import { bounded } from './importer.ts';
import type { SetData } from './registry/statement.ts';
import { registryDocument } from './registry/document.ts';
import { Registry } from './registry/registry.ts';
import { bufferOf } from './text.ts';

/*
 * Registry.pol, the file in which Group Policy keeps registry values ([MS-GPREG] 2.2.1): "PReg", version 1, then
 * entries [key;value;type;size;data] in UTF-16LE, brackets and semicolons included. The file names no hive: the
 * folder it lies in does. It is read as that of the machine.
 */

const HEADER = 8;

class PolFault extends Error {}

interface PolEntry {
  readonly key: string;
  readonly name: string;
  readonly type: number;
  readonly data: Buffer;
}

/** Group Policy's Registry.pol. */
export const pol = bounded({
  id: 'pol',
  title: 'Registry.pol',
  matches: (bytes) =>
    /^preg$/i.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1')) || startsWithEntry(bytes),
  decode(bytes) {
    const findings = new Findings();
    const registry = new Registry(findings, false);
    try {
      for (const entry of entriesOf(bufferOf(bytes))) apply(entry, registry);
    } catch (error) {
      if (!(error instanceof PolFault)) throw error;
      findings.add('syntax', [], { format: 'Registry.pol', problem: error.message });
    }
    const document = registryDocument('pol', registry, findings);
    return ok({ ...document, findings: findings.all.map(unplaced), locate: () => undefined });
  },
});

/** `[S` in UTF-16: the first entry of a file that has lost its header. */
function startsWithEntry(bytes: Uint8Array): boolean {
  return bytes[0] === 0x5b && bytes[1] === 0 && (bytes[3] ?? 1) === 0 && bytes.length > 20;
}

function* entriesOf(bytes: Buffer): Generator<PolEntry> {
  const magic = bytes.toString('latin1', 0, 4);
  if (magic !== 'PReg')
    throw new PolFault(
      /^preg$/i.test(magic)
        ? 'its signature is not written PReg, so Windows skips the file'
        : 'its header (PReg and the version) is missing, so Windows skips the file',
    );
  if (bytes.length < HEADER) throw new PolFault('it ends inside its header');
  const version = bytes.readUInt32LE(4);
  if (version !== 1) throw new PolFault(`its version is ${version}; Windows reads version 1 only`);
  let at = HEADER;
  for (let count = 1; at < bytes.length; count += 1) {
    const where = `entry ${count}`;
    at = expect(bytes, at, '[', where);
    const key = textAt(bytes, at, where);
    at = expect(bytes, key.end, ';', where);
    const name = textAt(bytes, at, where);
    at = expect(bytes, name.end, ';', where);
    if (at + 4 > bytes.length) throw new PolFault(`it ends inside ${where}`);
    const type = bytes.readUInt32LE(at);
    at = expect(bytes, at + 4, ';', where);
    if (at + 4 > bytes.length) throw new PolFault(`it ends inside ${where}`);
    const size = bytes.readUInt32LE(at);
    at = expect(bytes, at + 4, ';', where);
    if (at + size > bytes.length) throw new PolFault(`it ends inside ${where}`);
    const data = bytes.subarray(at, at + size);
    at = expect(bytes, at + size, ']', where);
    yield { key: key.text, name: name.text, type, data };
  }
}

function expect(bytes: Buffer, at: number, character: string, where: string): number {
  if (at + 2 > bytes.length) throw new PolFault(`it ends inside ${where}`);
  if (bytes.readUInt16LE(at) !== character.charCodeAt(0))
    throw new PolFault(`${where} has no "${character}" where one must stand, at byte ${at}`);
  return at + 2;
}

/** A text that ends in a zero. */
function textAt(bytes: Buffer, at: number, where: string): { text: string; end: number } {
  for (let end = at; end + 2 <= bytes.length; end += 2)
    if (bytes.readUInt16LE(end) === 0) return { text: bytes.toString('utf16le', at, end), end: end + 2 };
  throw new PolFault(`a name in ${where} has no end`);
}

/** One entry as what it does to the registry; the special names are those of [MS-GPREG] 3.2.5.1. */
function apply({ key, name, type, data }: PolEntry, registry: Registry): void {
  const path = `HKEY_LOCAL_MACHINE\\${key}`;
  const at = { line: 0, column: 0, indented: false };
  const special = /^\*\*(del\.|delvals|deletevalues|deletekeys|securekey|soft\.|comment:)(.*)$/is.exec(name);
  const order = special?.[1]?.toLowerCase();
  const open = (deletes = false, below = path): void => {
    registry.apply({ kind: 'key', path: below, deletes, ...at });
  };
  const remove = (value: string): void => {
    open();
    registry.apply({ kind: 'value', name: value, data: { type: 'delete' }, badEscape: false, ...at });
  };
  const [names = ''] = data.toString('utf16le').split('\0', 1);
  const list = names.split(';').filter((one) => one !== '');
  switch (order) {
    case 'del.':
      remove(special?.[2] ?? '');
      return;
    case 'deletevalues':
      list.forEach(remove);
      return;
    case 'delvals':
      open(true);
      return;
    case 'deletekeys':
      for (const below of list) open(true, `HKEY_LOCAL_MACHINE\\${below}`);
      return;
    case 'securekey':
    case 'comment:':
      return;
    case undefined:
    default:
  }
  open();
  const label = order === 'soft.' ? (special?.[2] ?? '') : name;
  if (label === '' && data.length === 0 && type === 0) return;
  registry.apply({ kind: 'value', name: label, data: dataOf(type, data), badEscape: false, ...at });
}

function dataOf(type: number, data: Buffer): SetData {
  if (type !== 1) return { type: 'bytes', registryType: type, bytes: data };
  const text = data.toString('utf16le');
  const end = text.indexOf('\0');
  return { type: 'text', text: end === -1 ? text : text.slice(0, end) };
}

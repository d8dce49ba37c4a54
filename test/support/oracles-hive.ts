import { Buffer } from 'node:buffer';

/*
 * An empty registry hive, as no Debian package offers one: header, one bin, a root key and the security
 * descriptor it must have. Layout: github.com/msuhanov/regf, "Windows registry file format specification".
 */

const BLOCK = 0x1000;
const NONE = 0xffff_ffff;
const ROOT_NAME = 'ROOT';
/** Offsets of cells count from the start of the bins and point at the size before the data. */
const ROOT = 0x20;

/** A cell in use: its size, negative, then its data, padded to eight bytes. */
function cell(data: Buffer): Buffer {
  const size = (data.length + 4 + 7) & ~7;
  const bytes = Buffer.alloc(size);
  bytes.writeInt32LE(-size, 0);
  data.copy(bytes, 4);
  return bytes;
}

function securityDescriptor(): Buffer {
  const administrators = Buffer.from('01020000000000052000000020020000', 'hex');
  const everyone = Buffer.from('010100000000000100000000', 'hex');
  const entry = Buffer.concat([Buffer.from('000014003f000f00', 'hex'), everyone]);
  const list = Buffer.concat([Buffer.from('02001c0001000000', 'hex'), entry]);
  const head = Buffer.alloc(20);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(0x8004, 2);
  head.writeUInt32LE(20, 4);
  head.writeUInt32LE(20 + administrators.length, 8);
  head.writeUInt32LE(20 + 2 * administrators.length, 16);
  return Buffer.concat([head, administrators, administrators, list]);
}

export function emptyHive(): Uint8Array {
  const root = Buffer.alloc(76 + ROOT_NAME.length);
  root.write('nk', 0, 'latin1');
  root.writeUInt16LE(0x2c, 2);
  for (const offset of [16, 28, 32, 40, 48]) root.writeUInt32LE(NONE, offset);
  root.writeUInt16LE(ROOT_NAME.length, 72);
  root.write(ROOT_NAME, 76, 'latin1');
  const security = ROOT + cell(root).length;
  root.writeUInt32LE(security, 44);

  const descriptor = securityDescriptor();
  const sk = Buffer.alloc(20);
  sk.write('sk', 0, 'latin1');
  sk.writeUInt32LE(security, 4);
  sk.writeUInt32LE(security, 8);
  sk.writeUInt32LE(1, 12);
  sk.writeUInt32LE(descriptor.length, 16);

  const bin = Buffer.alloc(BLOCK);
  bin.write('hbin', 0, 'latin1');
  bin.writeUInt32LE(BLOCK, 8);
  const cells = Buffer.concat([cell(root), cell(Buffer.concat([sk, descriptor]))]);
  cells.copy(bin, 0x20);
  bin.writeInt32LE(BLOCK - 0x20 - cells.length, 0x20 + cells.length);

  const header = Buffer.alloc(BLOCK);
  header.write('regf', 0, 'latin1');
  for (const [offset, value] of [
    [4, 1],
    [8, 1],
    [20, 1],
    [24, 3],
    [32, 1],
    [36, ROOT],
    [40, BLOCK],
    [44, 1],
  ] as const)
    header.writeUInt32LE(value, offset);
  let checksum = 0;
  for (let offset = 0; offset < 508; offset += 4) checksum ^= header.readUInt32LE(offset);
  header.writeUInt32LE(checksum >>> 0, 508);
  return Buffer.concat([header, bin]);
}

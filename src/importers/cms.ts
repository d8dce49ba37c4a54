import { fail, ok, type Outcome } from '../errors.ts';
import type { Unreadable } from './importer.ts';

/*
 * Opens CMS SignedData (RFC 5652, section 5) far enough to reach the profile inside: DER as Apple's tools and
 * openssl write it, and BER of indefinite length (X.690, section 8.1). No signature is verified here.
 */

const SIGNED_DATA = '2a864886f70d010702';
const ENVELOPED_DATA = '2a864886f70d010703';
const DATA = '2a864886f70d010701';
const MAX_NESTING = 16;
const PEM = /^\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----\r?\n([A-Za-z0-9+/=\s]*)-----END /;

/** Whether the bytes are a CMS message of any kind, in DER, BER or PEM. */
export function isCms(bytes: Uint8Array): boolean {
  if (isPem(bytes)) return true;
  const outer = readHeader(Buffer.from(bytes.subarray(0, 64)), 0);
  if (outer?.tag !== 0x30) return false;
  const type = Buffer.from(bytes.subarray(outer.start, outer.start + 11)).toString('hex');
  return type === `0609${SIGNED_DATA}` || type === `0609${ENVELOPED_DATA}`;
}

export function isPem(bytes: Uint8Array): boolean {
  return /^\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----/.test(
    Buffer.from(bytes.subarray(0, 100)).toString('latin1'),
  );
}

/** The signed content. */
export function openCms(bytes: Uint8Array): Outcome<Uint8Array, Unreadable> {
  const der = isPem(bytes) ? pemBody(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contentInfo = child(der, { start: 0, end: der.length }, 0);
  const type = contentInfo && child(der, contentInfo, 0);
  if (contentInfo === undefined || type === undefined) return fail(BROKEN);
  if (der.toString('hex', type.start, type.end) === ENVELOPED_DATA)
    return fail({
      message: 'The profile is encrypted and cannot be read.',
      hint: 'Give the profile as it was before it was encrypted for a device.',
    });
  // ContentInfo { type, [0] SignedData { version, digests, EncapsulatedContentInfo { type, [0] OCTET STRING } } }
  const wrapper = child(der, contentInfo, 1);
  const signed = wrapper && child(der, wrapper, 0);
  const encapsulated = signed && child(der, signed, 2);
  const contentType = encapsulated && child(der, encapsulated, 0);
  if (contentType === undefined || der.toString('hex', contentType.start, contentType.end) !== DATA)
    return fail(BROKEN);
  const content = child(der, encapsulated as Span, 1);
  const octets = content && child(der, content, 0);
  if (octets === undefined)
    return fail({
      message: 'The signature is detached: the file holds a signature but no profile.',
      hint: 'Sign with "openssl cms -sign -nodetach".',
    });
  const parts: Uint8Array[] = [];
  return collect(der, octets, parts, 0) ? ok(Buffer.concat(parts)) : fail(BROKEN);
}

const BROKEN: Unreadable = {
  message: 'The signed profile is damaged: its CMS structure does not parse.',
  hint: 'Fetch the file again, or give the unsigned profile.',
};

interface Span {
  readonly start: number;
  readonly end: number;
}
interface Header {
  readonly tag: number;
  readonly start: number;
  /** Undefined for the indefinite form: until the end-of-contents octets. */
  readonly length: number | undefined;
}
type Element = Span & { readonly tag: number; readonly next: number };

function readHeader(der: Buffer, at: number): Header | undefined {
  const tag = der[at];
  const first = der[at + 1];
  // Tags beyond 30 take more bytes; none occurs on our way.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (first < 0x80) return { tag, start: at + 2, length: first };
  const width = first & 0x7f;
  if (width === 0) return { tag, start: at + 2, length: undefined };
  if (width > 4 || at + 2 + width > der.length) return undefined;
  return { tag, start: at + 2 + width, length: der.readUIntBE(at + 2, width) };
}

function readElement(der: Buffer, at: number, limit: number, depth: number): Element | undefined {
  const header = readHeader(der, at);
  if (header === undefined || depth > MAX_NESTING || header.start > limit) return undefined;
  const { tag, start, length } = header;
  if (length !== undefined)
    return start + length > limit ? undefined : { tag, start, end: start + length, next: start + length };
  let cursor = start;
  while (!(der[cursor] === 0 && der[cursor + 1] === 0)) {
    const inner = readElement(der, cursor, limit, depth + 1);
    if (inner === undefined) return undefined;
    cursor = inner.next;
  }
  return cursor + 2 > limit ? undefined : { tag, start, end: cursor, next: cursor + 2 };
}

/** The element number `index` inside a span. */
function child(der: Buffer, parent: Span, index: number): Element | undefined {
  let cursor = parent.start;
  for (let i = 0; cursor < parent.end; i += 1) {
    const element = readElement(der, cursor, parent.end, 0);
    if (element === undefined || i === index) return element;
    cursor = element.next;
  }
  return undefined;
}

/** An OCTET STRING is whole, or made of pieces which may again be made of pieces. */
function collect(der: Buffer, octets: Element, parts: Uint8Array[], depth: number): boolean {
  if (octets.tag === 0x04) {
    parts.push(der.subarray(octets.start, octets.end));
    return true;
  }
  if (octets.tag !== 0x24 || depth > MAX_NESTING) return false;
  for (let cursor = octets.start; cursor < octets.end;) {
    const piece = readElement(der, cursor, octets.end, 0);
    if (piece === undefined || !collect(der, piece, parts, depth + 1)) return false;
    cursor = piece.next;
  }
  return true;
}

function pemBody(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(PEM.exec(text)?.[1] ?? '', 'base64');
}

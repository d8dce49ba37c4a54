import { fail, ok, type Outcome } from '../../errors.ts';
import type { Unreadable } from '../importer.ts';
import { bufferOf } from '../text.ts';

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

/** Whether the bytes are a signed message in PEM, which MDMs do not take. */
export function isPem(bytes: Uint8Array): boolean {
  return /^\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----/.test(
    Buffer.from(bytes.subarray(0, 100)).toString('latin1'),
  );
}

/** The signed content. */
export function openCms(bytes: Uint8Array): Outcome<Uint8Array, Unreadable> {
  const der = isPem(bytes) ? pemBody(bytes) : bufferOf(bytes);
  const reader = new DerReader(der);
  const contentInfo = reader.child({ start: 0, end: der.length }, 0);
  const type = reader.child(contentInfo, 0);
  if (type !== undefined && der.toString('hex', type.start, type.end) === ENVELOPED_DATA)
    return fail({
      message: 'The profile is encrypted and cannot be read.',
      hint: 'Give the profile as it was before it was encrypted for a device.',
    });
  // ContentInfo { type, [0] SignedData { version, digests, EncapsulatedContentInfo { type, [0] OCTET STRING } } }
  const signed = reader.child(reader.child(contentInfo, 1), 0);
  const encapsulated = reader.child(signed, 2);
  const contentType = reader.child(encapsulated, 0);
  if (contentType === undefined || der.toString('hex', contentType.start, contentType.end) !== DATA)
    return fail(BROKEN);
  const octets = reader.child(reader.child(encapsulated, 1), 0);
  if (octets === undefined)
    return fail({
      message: 'The file holds a signature but no profile, or it is cut off.',
      hint: 'Sign with "openssl cms -sign -nodetach".',
    });
  const parts: Uint8Array[] = [];
  return reader.collect(octets, parts) ? ok(Buffer.concat(parts)) : fail(BROKEN);
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
/** The identifier and length octets at an offset. */
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

type Element = Span & { readonly tag: number; readonly next: number };

/** Walks the elements of DER or BER; whoever asks for too many of them gets none. */
class DerReader {
  readonly #der: Buffer;
  #budget = 100_000;

  constructor(der: Buffer) {
    this.#der = der;
  }

  /** The element number `index` inside a span. */
  child(parent: Span | undefined, index: number): Element | undefined {
    let cursor = parent?.start ?? 0;
    for (let i = 0; parent !== undefined && cursor < parent.end; i += 1) {
      const element = this.#element(cursor, parent.end, 0);
      if (element === undefined || i === index) return element;
      cursor = element.next;
    }
    return undefined;
  }

  /** An OCTET STRING is whole, or made of pieces which may again be made of pieces. */
  collect(octets: Element, parts: Uint8Array[], depth = 0): boolean {
    if (octets.tag === 0x04) {
      parts.push(this.#der.subarray(octets.start, octets.end));
      return true;
    }
    if (octets.tag !== 0x24 || depth > MAX_NESTING) return false;
    for (let cursor = octets.start; cursor < octets.end;) {
      const piece = this.#element(cursor, octets.end, 0);
      if (piece === undefined || !this.collect(piece, parts, depth + 1)) return false;
      cursor = piece.next;
    }
    return true;
  }

  #element(at: number, limit: number, depth: number): Element | undefined {
    const header = readHeader(this.#der, at);
    this.#budget -= 1;
    if (header === undefined || depth > MAX_NESTING || header.start > limit || this.#budget < 0)
      return undefined;
    const { tag, start, length } = header;
    if (length !== undefined)
      return start + length > limit ? undefined : { tag, start, end: start + length, next: start + length };
    let cursor = start;
    while (!(this.#der[cursor] === 0 && this.#der[cursor + 1] === 0)) {
      const inner = this.#element(cursor, limit, depth + 1);
      if (inner === undefined) return undefined;
      cursor = inner.next;
    }
    return cursor + 2 > limit ? undefined : { tag, start, end: cursor, next: cursor + 2 };
  }
}

function pemBody(bytes: Uint8Array): Buffer {
  const text = bufferOf(bytes).toString('latin1');
  return Buffer.from(PEM.exec(text)?.[1] ?? '', 'base64');
}

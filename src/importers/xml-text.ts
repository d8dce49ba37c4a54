import { fail, ok, type Outcome } from '../errors.ts';
import type { Position } from '../schema/index.ts';
import { declaredEncoding } from '../text/xml-characters.ts';
import { bufferOf, decodeAnsi, decodeText, isAscii, Lines, type Decoded } from './text.ts';

/*
 * The text of XML files: what reads them goes by the declaration, and gives up where the bytes are of another encoding.
 */

/** Encodings that are read, each where the bytes agree. */
const DECLARED = /^(?:utf-8|utf-16(?:le|be)?|us-ascii|iso-8859-1|windows-1252)$/;
const START: Position = { line: 1, column: 1 };

/** The text of an XML file in the encoding it declares, or in what and where bytes and declaration disagree. */
export function xmlText(
  bytes: Uint8Array,
): Outcome<Decoded, { readonly problem: string; readonly position: Position }> {
  const decoded = decodeText(bytes);
  const wide = decoded.encoding.startsWith('utf-16');
  const declared = declaredEncoding(decoded.text) ?? (wide ? 'utf-16' : 'utf-8');
  const wrong = (problem: string, position = START) => fail({ problem, position });
  if (wide)
    return declared.startsWith('utf-16')
      ? ok(decoded)
      : wrong('the file is UTF-16 but declares another encoding');
  // Each byte of ISO 8859-1 is the character of that number, controls from 0x80 to 0x9F included.
  if (declared === 'iso-8859-1' && !decoded.bom)
    return ok({
      ...decoded,
      text: bufferOf(bytes).toString('latin1'),
    });
  if (declared === 'windows-1252' && !decoded.bom) return ok({ ...decoded, text: decodeAnsi(bytes) });
  if (!DECLARED.test(declared))
    return wrong('it declares an encoding that is not read here; save it as UTF-8, and declare that');
  if (declared !== 'utf-8' && declared !== 'us-ascii')
    return wrong('the declared encoding is not that of the file');
  if (declared === 'us-ascii' && !isAscii(decoded.text))
    return wrong('the file declares US-ASCII and holds other characters');
  if (decoded.encoding !== 'utf-8') return wrong('the file is not valid UTF-8', firstBadByte(bytes, decoded));
  return ok(decoded);
}

/** Where UTF-8 breaks, by line: the first line that does not decode. */
function firstBadByte(bytes: Uint8Array, { text }: Decoded): Position {
  // In a single-byte code page, offsets of text are offsets of bytes.
  const valid = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const bad = valid.indexOf('\uFFFD');
  const offset = Buffer.byteLength(valid.slice(0, bad)) - (bytes.length - text.length);
  return new Lines(text).at(Math.min(offset, text.length));
}

import type { Findings } from '../findings.ts';
import { isBinaryPlist, parseBinaryPlist } from './binary.ts';
import { PlistFault, type PlistNode } from './node.ts';
import { parseXmlPlist } from './xml.ts';
import { declaredEncoding } from '../../text/xml-characters.ts';
import { bufferOf, decodeAnsi, decodeText, isAscii, Lines, type Decoded } from '../text.ts';

interface PlistFile {
  readonly root: PlistNode;
  readonly shape: 'binary' | 'XML' | 'fragment';
  /** Of an XML list, in the encoding it declares; positions are places in it. */
  readonly text?: string;
}

/** Reads either kind of property list. What does not parse becomes a `syntax` finding. */
export function readPlist(bytes: Uint8Array, findings: Findings): PlistFile | undefined {
  const format = isBinaryPlist(bytes) ? 'binary property list' : 'property list';
  try {
    if (isBinaryPlist(bytes)) return { root: parseBinaryPlist(bytes), shape: 'binary' };
    const text = xmlText(bytes, findings);
    const { root, whole } = parseXmlPlist(text);
    return { root, shape: whole ? 'XML' : 'fragment', text };
  } catch (error) {
    if (!(error instanceof PlistFault)) throw error;
    findings.add('syntax', { path: [], ...error.position }, { format, problem: error.message });
    return undefined;
  }
}

/** Whether the bytes are a property list, by what they begin with. */
export function isPlist(bytes: Uint8Array): boolean {
  return (
    isBinaryPlist(bytes) || ['plist', 'dict', 'key', ''].includes(xmlRoot(decodeText(bytes).text) ?? 'none')
  );
}

/** Whether a property list is a configuration profile; of an XML text, as far as its tags tell, for it may be cut off. */
export function isProfile(bytes: Uint8Array): boolean {
  if (!isBinaryPlist(bytes)) {
    const { text } = decodeText(bytes);
    // A list of installed profiles has payloads too, and items around them.
    if (text.includes('<key>ProfileItems</key>')) return false;
    return /<key>(?:Encrypted)?PayloadContent<\/key>|<key>PayloadType<\/key>\s{0,100}<string>configuration</i.test(
      text,
    );
  }
  try {
    const root = parseBinaryPlist(bytes);
    return root.kind === 'dict' && root.members.some(({ key }) => /^(?:Encrypted)?PayloadContent$/.test(key));
  } catch (error) {
    if (error instanceof PlistFault) return false;
    throw error;
  }
}

/** The name of the first element of an XML text; '' when the text ends before it; undefined when it is not XML. */
export function xmlRoot(text: string): string | undefined {
  let rest = text.trimStart();
  let prolog = false;
  for (;;) {
    const close = rest.startsWith('<!--')
      ? '-->'
      : rest.startsWith('<?')
        ? '?>'
        : rest.startsWith('<!DOCTYPE')
          ? '>'
          : undefined;
    if (close === undefined) break;
    prolog ||= rest.startsWith('<?xml') || rest.startsWith('<!DOCTYPE plist');
    const doctype = rest.startsWith('<!DOCTYPE') ? rest.slice(0, 300) : '';
    const subset = doctype.includes('[') && !/^[^[]*>/.test(doctype);
    const end = rest.indexOf(subset ? ']>' : close);
    if (end === -1) return '';
    rest = rest.slice(end + (subset ? 2 : close.length)).trimStart();
  }
  if (prolog && !rest.includes('>')) return '';
  return /^<([A-Za-z][\w.:-]*)/.exec(rest.slice(0, 200))?.[1];
}

/** Encodings that are read, each where the bytes agree. */
const DECLARED = /^(?:utf-8|utf-16(?:le|be)?|us-ascii|iso-8859-1|windows-1252)$/;

/** The text of an XML file, in the encoding it declares; throws PlistFault when bytes and declaration disagree. */
function xmlText(bytes: Uint8Array, findings: Findings): string {
  const decoded = decodeText(bytes);
  const declared =
    declaredEncoding(decoded.text) ?? (decoded.encoding.startsWith('utf-16') ? 'utf-16' : 'utf-8');
  if (decoded.encoding.startsWith('utf-16')) {
    if (!declared.startsWith('utf-16'))
      throw new PlistFault('the file is UTF-16 but declares another encoding', { line: 1, column: 1 });
    findings.add('profile-unusual', [], {
      fault: 'The file is encoded in UTF-16, which not every MDM reads',
      fix: 'Save it as UTF-8 without a byte order mark.',
    });
    return decoded.text;
  }
  // Each byte of ISO 8859-1 is the character of that number, controls from 0x80 to 0x9F included.
  if (declared === 'iso-8859-1' && !decoded.bom) return bufferOf(bytes).toString('latin1');
  if (declared === 'windows-1252' && !decoded.bom) return decodeAnsi(bytes);
  if (declared !== 'utf-8' && declared !== 'us-ascii')
    throw new PlistFault(
      DECLARED.test(declared)
        ? 'the declared encoding is not that of the file'
        : 'it declares an encoding that is not read here; save it as UTF-8, and declare that',
      { line: 1, column: 1 },
    );
  if (declared === 'us-ascii' && !isAscii(decoded.text))
    throw new PlistFault('the file declares US-ASCII and holds other characters', { line: 1, column: 1 });
  if (decoded.encoding !== 'utf-8')
    throw new PlistFault('the file is not valid UTF-8', firstBadByte(bytes, decoded));
  return decoded.text;
}

/** Where UTF-8 breaks, by line: the first line that does not decode. */
function firstBadByte(bytes: Uint8Array, { text }: Decoded): { line: number; column: number } {
  // In a single-byte code page, offsets of text are offsets of bytes.
  const valid = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const bad = valid.indexOf('\uFFFD');
  const offset = Buffer.byteLength(valid.slice(0, bad)) - (bytes.length - text.length);
  return new Lines(text).at(Math.min(offset, text.length));
}

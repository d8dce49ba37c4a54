import type { Findings } from '../findings.ts';
import { isBinaryPlist, parseBinaryPlist } from './binary.ts';
import { PlistFault, type PlistNode } from './node.ts';
import { parseXmlPlist } from './xml.ts';
import { decodeText } from '../text.ts';
import { xmlText } from '../xml-text.ts';

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
    const text = plistText(bytes, findings);
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

/** The text of an XML file, in the encoding it declares; throws PlistFault when bytes and declaration disagree. */
function plistText(bytes: Uint8Array, findings: Findings): string {
  const read = xmlText(bytes);
  if (!read.ok) throw new PlistFault(read.failure.problem, read.failure.position);
  if (read.value.encoding.startsWith('utf-16'))
    findings.add('profile-unusual', [], {
      fault: 'The file is encoded in UTF-16, which not every MDM reads',
      fix: 'Save it as UTF-8 without a byte order mark.',
    });
  return read.value.text;
}

/*
 * What XML 1.0 says about characters, for every reader of it here. There are no entities but the five predefined ones.
 */

/* eslint-disable no-control-regex -- naming control characters is the purpose here */
/** What production 2 of XML 1.0 leaves out: the first such character. */
export const NOT_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
/* eslint-enable no-control-regex */

/** Production 23. */
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.\d\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])(?<encoding>[A-Za-z][\w.-]*)\2)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(?:yes|no)\4)?[ \t\r\n]*\?>/;

/** A line end to be made one LF, or an "&" with the name of its reference where there is one. */
export const REFERENCE_OR_LINE_END = /\r\n?|&(?:([A-Za-z]{1,30}|#[0-9]{1,8}|#x[0-9A-Fa-f]{1,8});)?/g;

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The character that a reference names, given what stands between "&" and ";"; undefined when XML has none. */
export function resolveReference(name: string): string | undefined {
  if (!name.startsWith('#')) return PREDEFINED.get(name);
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  if (code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? undefined : character;
}

/** CR and CRLF read as LF (section 2.11). */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The declaration at the very beginning of a document; empty when there is none that is well formed. */
export function declarationOf(text: string): string {
  return DECLARATION.exec(text)?.[0] ?? '';
}

/** The encoding that a well-formed declaration names, in small letters; undefined when none does. */
export function declaredEncoding(text: string): string | undefined {
  return DECLARATION.exec(text)?.groups?.encoding?.toLowerCase();
}

import type { Format } from './document.ts';
import { hasReference } from './references.ts';

/*
 * Texts that somebody meant to fill in, in the spellings met in the wild, and texts that an MDM fills in on
 * the way to the device. A plain word such as `placeholder` or `dummy` is neither: some gateways take any key.
 */

/** Unmistakable wherever they stand, even inside a credential. */
const MARKS: readonly RegExp[] = [
  /<[A-Za-z][^<>\n]{0,80}>/,
  /\{\{[^{}\n]{1,80}\}\}/,
  /\bREPLACE_[A-Z0-9_]+|\breplace[-_ ](?:me|with|this)\b[\w-]*/i,
  /(?<![A-Za-z0-9])your[-_ ][\w-]+(?: (?:key|token|id|url|host|name)\b)?/i,
  /(?<![A-Za-z0-9])your(?:company|org|domain|tenant|gateway|host|key|token|secret|password)(?![a-z])/i,
  /(?<![A-Za-z0-9])x{3,}(?![A-Za-z0-9])/i,
  /(?<!\*)\*{3,}/,
  /\.{3,}|\u2026/,
  /(?<!\w)__[A-Z][A-Z0-9_]*__(?!\w)/,
  /\bchange[-_]?me\b/i,
  /\bPLACEHOLDER[-_]\w+/i,
  /\bINSERT[-_][A-Z_-]+|\b[A-Z][A-Z_]*_HERE\b/,
  /^(?:TODO|TBD|FIXME)$/,
];

/** Marks of templates and shells. In a credential they may be chance, so there they must be the whole text. */
const TOKENS: readonly RegExp[] = [
  /(?<!\$)\{[A-Za-z][\w .-]{0,60}\}/,
  /(?<!\$)\$\{[^{}\n]{0,80}\}/,
  /(?<![\w$])\$[A-Z][A-Z0-9_]{2,}\b/,
];

/** Each mark and token has one of these in it. Most texts have none, and need not be held against each of them. */
const SIGN =
  /[<{\u2026$]|\*\*\*|\.\.\.|__|_HERE|xxx|your|replace|change|placeholder[-_]|insert|TODO|TBD|FIXME/i;

/** Whether it is worth asking for a placeholder in the text. */
export function mayBeUnfilled(text: string): boolean {
  return SIGN.test(text);
}

interface PlaceholderOptions {
  /** A credential: chance may put braces into it. */
  readonly secret?: boolean;
  /** Sentences for people, in which "your" and three dots are ordinary. */
  readonly prose?: boolean;
  /** Arguments of a program, whose own templates may look like ours. */
  readonly argument?: boolean;
  /** Tokens the app itself fills in, such as `{username}`. */
  readonly known?: readonly string[];
}

/** The placeholder in a text, or undefined. A text with a reference is not unfilled: the reference fills it. */
export function placeholderIn(text: string, options: PlaceholderOptions = {}): string | undefined {
  if (text.length > 10_000 || !mayBeUnfilled(text)) return undefined;
  const rest = (options.known ?? []).reduce((left, token) => left.replaceAll(token, ''), text);
  for (const mark of options.prose === true ? MARKS.slice(0, 3) : MARKS) {
    const found = mark.exec(rest)?.[0];
    if (found !== undefined && (options.prose !== true || found === rest.trim())) return found;
  }
  if (options.prose === true || options.argument === true || hasReference(rest)) return undefined;
  const whole = rest.replace(/^(?:Bearer|Basic)\s+/i, '').trim();
  for (const token of TOKENS) {
    const found = token.exec(rest)?.[0];
    if (found !== undefined && (options.secret !== true || found === whole)) return found;
  }
  return undefined;
}

/** Words that admins write where a gateway asks for no key: no credential, and nothing to fill in. */
export function isDummy(text: string): boolean {
  return /^(?:sk-)?(?:placeholder|dummy|none|null|unused|not[-_ ]?(?:needed|used|required)|no[-_ ]?key|test|example|fake|anything|ollama|local|x)$/i.test(
    text.trim(),
  );
}

interface MdmVariable {
  readonly text: string;
  /** Who replaces it. */
  readonly by: string;
}

/** Names in Intune's `{{…}}` tokens for devices and users (custom profiles, macOS). */
const INTUNE =
  /\{\{(?:aaddeviceid|azureaddeviceid|deviceid|devicename|serialnumber|serialnumberlast4digits|udid|udidlast4digits|imei|mail|partialupn|userprincipalname|username|userid|accountid|accountname|onpremisessamaccountname|onpremisesdistinguishedname)\}\}/i;
/** Payload variables of Jamf Pro and of Kandji / Iru. */
const JAMF =
  /(?<![\w$])\$(?:USERNAME|FULL_?NAME|REALNAME|EMAIL|PHONE|POSITION|DEPARTMENT(?:NAME|ID)?|BUILDING(?:NAME|ID)?|ROOM|SERIAL_?NUMBER|UDID|DEVICE_?NAME|DEVICE_ID|COMPUTERNAME|MACADDRESS|JSSID|MANAGEMENTID|SITE(?:NAME|ID)|ASSET_?TAG|EXTENSIONATTRIBUTE_\d+)\b/;
/** Mosyle's `%…%`; %USERNAME% in a folder is the app's own. */
const MOSYLE = /%(?:Email|FullName|FirstName|LastName|UserID|SerialNumber|DeviceName|AssetTag|UDID)%/;

/** The MDM variable in a text of an Apple profile or preference list. */
export function mdmVariableIn(text: string, format: Format): MdmVariable | undefined {
  if (format !== 'mobileconfig' && format !== 'plist') return undefined;
  const makers: readonly [RegExp, string][] = [
    [INTUNE, 'Intune'],
    [JAMF, 'Jamf Pro or Kandji'],
    [MOSYLE, 'Mosyle'],
  ];
  for (const [pattern, by] of makers) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { text: found, by };
  }
  return undefined;
}

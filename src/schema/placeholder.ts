import type { ReadFormat } from './document.ts';
import { hasReference } from './references.ts';
import { lazily } from '../text/lazily.ts';
import { isPlain } from '../text/plain.ts';

/*
 * Texts that somebody meant to fill in, in the spellings met in the wild, and texts that an MDM fills in on
 * the way to the device. A plain word such as `placeholder` or `dummy` is neither: some gateways take any key.
 */

/** Brackets and words that say in any language: fill this in. They count in sentences too, when they are all of the text. */
const CLEAR_MARKS: readonly RegExp[] = [
  /\{\{[^{}\n]{1,80}\}\}/,
  /\bREPLACE_[A-Z0-9_]+|\breplace[-_ ](?:me|with|this)\b[\w-]*/i,
  /[\u2039\u00AB\uFF1C\u300A\u3008\u3010\uFF3B][^\n\u203A\u00BB\uFF1E\u300B\u3009\u3011\uFF3D]{1,80}[\u203A\u00BB\uFF1E\u300B\u3009\u3011\uFF3D]/,
  /\[(?:redacted|masked|removed|hidden|omitted|secret|(?:insert|your|api|access)[-_ ][^\]\n]{1,60})\]/i,
];

/** What pages in other scripts than Latin write before the thing that is to be filled in. */
const foreign = (): readonly RegExp[] => [
  /[\u4F60\u60A8]\u7684|\u8BF7(?:\u8F93\u5165|\u586B|\u66FF\u6362|\u5728)|\u8ACB(?:\u8F38\u5165|\u586B|\u66FF\u63DB)|\u66FF[\u6362\u63DB][\u4E3A\u70BA\u6210]|\u586B\u5165|\u6B64\u5904/u, // Chinese
  /\u3042\u306A\u305F\u306E|\u3053\u3053\u306B|\u3092?\u5165\u529B(?:\u3057\u3066|\u3059\u308B|$)/u, // Japanese
  /\uB2F9\uC2E0\uC758|\uC5EC\uAE30\uC5D0|\uBCF8\uC778\uC758|\uC785\uB825\uD558/u, // Korean
  /(?<!\p{L})(?:\u0432\u0430\u0448|\u0442\u0432\u043E[\u0439\u044F\u0435\u0451])\p{L}{0,4}(?!\p{L})|(?<!\p{L})(?:\u0432\u0432\u0435\u0434\u0438|\u0432\u0441\u0442\u0430\u0432|\u0437\u0430\u043C\u0435\u043D\u0438)\p{L}*/iu, // Russian
];

/** … and those in other languages with Latin letters; and what of it is quickly looked for. */
const latin = lazily(
  () =>
    /(?<![\p{L}\d])(?:(?:dein|ihr)(?:e[nmrs]?)?|votre|su|tu|sua|seu|tuo|tua|uw|jouw|din|ditt)[-_ ](?:api|gateway|schl\u00FCssel|schluessel|token|passwort|kennwort|cl[\u00E9e]|jeton|clave|llave|chave|senha|chiave|sleutel|nyckel|host|url|key)[\p{L}\w-]*/iu,
);
const POSSESSIVE = /(?:dein|ihr)(?:e[nmrs]?)?[-_ ]|(?:votre|su|tu|sua|seu|tuo|tua|uw|jouw|din|ditt)[-_ ]/i;
const NOT_ASCII = /[\u0080-\uffff]/;

/** Unmistakable wherever they stand but in sentences, even inside a credential. */
const MARKS: readonly RegExp[] = [
  /(?<![A-Za-z0-9])redacted(?![A-Za-z0-9])/i,
  /^(?:[A-Za-z]:)?[\\/](?:absolute[\\/]|full[\\/])?path[\\/]to[\\/]/i,
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

/**
 * Names of variables in capitals, as pages write them for a value. As the whole text, or as a part of an address
 * between slashes, dots and the like; not in the arguments of a program, which may name a variable on purpose.
 */
const NAMES =
  /(?:^|(?<=[/.@:?=&]))(?:[A-Z][A-Z0-9]*_)*(?:(?:API|ACCESS|GATEWAY|AUTH|LICENSE|MASTER)_?KEY|API_?TOKEN|TOKEN|SECRET|PASSWORD|(?:ACCOUNT|PROJECT|TENANT|CLIENT|ORG|ORGANIZATION|WORKSPACE|GATEWAY|RESOURCE|DIRECTORY|SUBSCRIPTION|DEPLOYMENT)_?(?:ID|NAME|UUID|GUID|HOST|URL)|BASE_URL|HOSTNAME)(?=$|[/.:?&])/;

/** Each mark and token in ASCII has one of these in it. Most texts have none, and need not be held against each of them. */
const SIGN =
  /[<{[$]|\*\*\*|\.\.\.|__|_HERE|xxx|your|replace|change|placeholder[-_]|insert|TODO|TBD|FIXME|redacted|path[\\/]to|KEY|TOKEN|SECRET|PASSWORD|(?:ID|NAME|UUID|GUID|HOST|URL)(?=$|[/.:?&])|(?:dein|ihr)(?:e[nmrs]?)?[-_ ]|(?:votre|su|tu|sua|seu|tuo|tua|uw|jouw|din|ditt)[-_ ]/i;

/** Whether it is worth asking for a placeholder in the text. */
export function mayBeUnfilled(text: string): boolean {
  return !isPlain(text) || SIGN.test(text);
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
  const rest = (options.known ?? [])
    .reduce((left, token) => left.replaceAll(token, ''), text)
    // The name of a variable or a file in a reference is no part of the value.
    .replace(/(?<!\$)\$\{(?:env|file):[^{}]*\}/g, '${env:A}');
  for (const mark of options.prose === true ? clearMarksFor(rest) : marksFor(rest)) {
    const found = mark.exec(rest)?.[0];
    if (found !== undefined && (options.prose !== true || found === rest.trim())) return found;
  }
  if (options.prose === true || options.argument === true) return undefined;
  const name = NAMES.exec(rest)?.[0];
  if (name !== undefined && (name === rest.trim() || /^[a-z][a-z0-9+.-]*:\/\//i.test(rest))) return name;
  if (hasReference(rest)) return undefined;
  const whole = rest.replace(/^(?:Bearer|Basic)\s+/i, '').trim();
  for (const token of TOKENS) {
    const found = token.exec(rest)?.[0];
    if (found !== undefined && (options.secret !== true || found === whole)) return found;
  }
  return undefined;
}

/** Whatever stands in angle brackets and begins with a letter. */
const bracketed = lazily(() => /<[\p{L}][^<>\n]{0,80}>/u);

function clearMarksFor(text: string): readonly RegExp[] {
  return text.includes('<') ? [bracketed(), ...CLEAR_MARKS] : CLEAR_MARKS;
}

/** The marks that may be in a text: to compile a pattern of letters of all languages costs a run a twentieth of its time. */
function marksFor(text: string): readonly RegExp[] {
  return [
    ...clearMarksFor(text),
    ...(NOT_ASCII.test(text) ? foreign() : []),
    ...(POSSESSIVE.test(text) ? [latin()] : []),
    ...MARKS,
  ];
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
export function mdmVariableIn(text: string, format: ReadFormat): MdmVariable | undefined {
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

import type { Unreadable } from './importer.ts';
import { xmlRoot } from './plist/file.ts';
import { headText } from './text.ts';

/* Files that an administrator may hand over and that hold no configuration: each is named, with the way on. */

interface Named extends Unreadable {
  /** A log of the app: where captures of a device are read, it is evidence. */
  readonly log?: true;
}
interface Foreign extends Pick<Named, 'message' | 'hint' | 'log'> {
  readonly is: (head: Head) => boolean;
}
interface Head {
  /** The first bytes as characters. */
  readonly bytes: string;
  readonly text: string;
  /** The name of the first element of XML. */
  readonly root: string | undefined;
}

const REG_EXPORT = 'Take "reg export HKLM\\SOFTWARE\\Policies\\Claude policy.reg", and give policy.reg.';
const TEMPLATE =
  'Give the values: a Registry.pol, or what "reg export HKLM\\SOFTWARE\\Policies\\Claude" writes. ' +
  'The template itself is checked by "cowork-3p template admx --check FILE".';

/** Recognised before any reader is asked: their text looks like something that is read. */
const TEXTS: readonly Foreign[] = [
  {
    is: ({ text }) =>
      /^[ \t]*HKEY_[A-Z_]+\\[^\r\n]*\r?\n(?:[ \t]+\S[^\r\n]*[ \t]{2,}REG_[A-Z_]+|\s*$)/m.test(text) ||
      /^[ \t]{4}\S[^\r\n]{0,300}[ \t]{4}REG_(?:SZ|DWORD|MULTI_SZ|EXPAND_SZ|QWORD|BINARY)[ \t]{4}/m.test(text),
    message:
      'This is the output of "reg query", in which a value with a line break can pass for another value.',
    hint: REG_EXPORT,
  },
  {
    is: ({ text }) => /^\s*\{\s*\n(?:[ \t]+"?[\w.-]{1,100}"?[ \t]*=[ \t]*[^\n]{0,2000}[;({]\s*\n)/.test(text),
    message: 'This is the output of "defaults read", which is no property list.',
    hint: 'Take "defaults export com.anthropic.claudefordesktop -", or the file in /Library/Managed Preferences.',
  },
  {
    is: ({ text }) =>
      /^\s*(?:\w+\[\d+\] attribute: profileIdentifier: |There are no configuration profiles)/.test(text),
    message: 'This is a list of installed profiles: it names them and holds none of their settings.',
    hint: 'Take "profiles show -output stdout-xml".',
  },
  {
    is: ({ text }) =>
      /^(?:\uFEFF)?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\r\n]{0,20}[ \t]*\[(?:info|warn|error|debug|silly|verbose)\]/im.test(
        text.slice(0, 2000),
      ) && !text.trimStart().startsWith('{'),
    message: 'This is a log of the app: it says what the app believed, and holds no configuration.',
    log: true,
    hint: 'Give the configuration of the device: "reg export", "defaults export" or managed-settings.json.',
  },
  {
    is: ({ text }) =>
      /^(?:Managed Configuration Report|=+\s*Managed config|Parse errors:|Source:[^\n]*\n(?:.*\n){0,5}Parse errors)/im.test(
        text.slice(0, 4000),
      ) && !/^\s*[<{[]/.test(text),
    message: 'This is part of a diagnostic report of the app, whose texts are for people to read.',
    hint: 'Give the configuration of the device: "reg export", "defaults export" or managed-settings.json.',
  },
];

/** Recognised when no reader wants the file. */
const OTHERS: readonly Foreign[] = [
  {
    is: ({ text }) => text.trim() === '',
    message: 'The file is empty.',
  },
  {
    is: ({ root }) => root === 'policyDefinitions' || root === 'policyDefinitionResources',
    message: 'This is a Group Policy template (ADMX or ADML): it describes settings and sets none of them.',
    hint: TEMPLATE,
  },
  {
    is: ({ root }) => root === 'PolFile',
    message: 'This is a view of a Registry.pol as Samba prints it.',
    hint: 'Give the Registry.pol itself.',
  },
  {
    is: ({ root }) => root === 'GPO' || root === 'GroupPolicyBackupScheme' || root === 'Rsop',
    message:
      'This is a report or the description of a Group Policy object; the values stand in a file beside it.',
    hint: 'Give Registry.pol or Registry.xml from the folder of the object.',
  },
  {
    is: ({ bytes }) => bytes.startsWith('PK\u0003\u0004'),
    message: 'This is a ZIP archive, such as a diagnostic report of the app or an export of a template.',
    hint: 'Unpack it and give a file from it.',
  },
  {
    is: ({ bytes }) => bytes.startsWith('regf'),
    message: 'This is a registry hive.',
    hint: 'Export the key SOFTWARE\\Policies\\Claude as a .reg file.',
  },
  {
    is: ({ bytes }) => bytes.startsWith('\u001f\u008b'),
    message: 'This is a gzip archive.',
    hint: 'Unpack it and give a file from it.',
  },
  {
    is: ({ text }) => /^\s*MIME-Version:/i.test(text),
    message: 'This is a signed message in S/MIME form.',
    hint: 'Sign with "-outform DER" instead.',
  },
  {
    is: ({ text }) =>
      /^(?:<!--|#{1,3} |```|!?\[)/m.test(text) &&
      /^[ \t]{0,12}(?:```|~~~)[ \t]*[\w+-]{0,20}[ \t]*\r?$/m.test(text),
    message: 'This is a Markdown page; a configuration in it stands among other text.',
    hint: 'Copy what stands between the ``` lines into a file of its own, and give that.',
  },
  {
    is: ({ text }) => /^[ \t]{0,40}<(?:dict|plist)\b[^>\n]{0,100}>/m.test(text) && text.includes('<key>'),
    message: 'This is a property list with other text before it, which no reader of property lists takes.',
    hint: 'Keep what stands from <plist> or <dict> on, and give that.',
  },
  {
    is: ({ text }) => /^\s*(?:#[^\n]*\n\s*)*(?:export\s+)?[A-Z][A-Z0-9_]{0,100}=/.test(text),
    message: 'This looks like a file of environment variables, which Claude Desktop does not read.',
    hint: 'Write the settings as JSON; "cowork-3p init" makes such a file.',
  },
  {
    is: ({ text }) =>
      /^\s*(?:#[^\n]*\n\s*)*[A-Za-z_][\w.-]{0,100}[ \t]*=[ \t]*(?:["'[{\d]|true\b|false\b)/.test(text),
    message: 'This looks like TOML, which Claude Desktop does not read.',
    hint: 'Write the settings as JSON; "cowork-3p init" makes such a file.',
  },
  {
    is: ({ text }) => /^\s*(?:---\s*\n)?[A-Za-z_][\w.-]{0,100}:(?:[ \t]|\r?\n)/.test(text),
    message: 'This looks like YAML, which Claude Desktop does not read.',
    hint: 'Write the settings as JSON; "cowork-3p init" makes such a file.',
  },
];

/** What a text is that is named and never read, although a reader may take it for its own. */
export function named(bytes: Uint8Array): Named | undefined {
  const head = headOf(bytes);
  return told(TEXTS.find(({ is }) => is(head)));
}

/** What a file is that no reader wants; undefined where one cannot tell. */
export function explain(bytes: Uint8Array): Named | undefined {
  const head = headOf(bytes);
  const found = told([...TEXTS, ...OTHERS].find(({ is }) => is(head)));
  if (found !== undefined || head.root === undefined) return found;
  return {
    message: `This is XML, but nothing that is read: its first element is <${head.root.slice(0, 40)}>.`,
  };
}

function told(foreign: Foreign | undefined): Named | undefined {
  if (foreign === undefined) return undefined;
  const { message, hint, log } = foreign;
  return { message, ...(hint !== undefined && { hint }), ...(log !== undefined && { log }) };
}

function headOf(bytes: Uint8Array): Head {
  const text = headText(bytes, 16_384);
  return { bytes: Buffer.from(bytes.subarray(0, 8)).toString('latin1'), text, root: xmlRoot(text) };
}

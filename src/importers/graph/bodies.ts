import { PREFERENCE_DOMAIN, type Path, type Position } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Unreadable } from '../importer.ts';

/* The kinds of body that carry settings (Microsoft Graph reference, deviceManagement), and what surrounds these. */

type Body = Readonly<Record<string, unknown>>;

/** What a body is, by its `@odata.type` or its members. */
interface Kind {
  readonly name: string;
  readonly refused?: Unreadable;
}

/** A member of a body that holds a file in base64. */
export interface Content {
  readonly member: string;
  readonly text: string;
  readonly holds: 'profile' | 'powershell' | 'shell';
}

const REFUSED: Readonly<Record<string, Unreadable>> = {
  deviceManagementConfigurationPolicy: {
    message:
      'This is a policy of the settings catalog: its settings are named by definitions that exist only in one tenant.',
    hint: 'Export what a device has ("reg export", or the profile), and give that.',
  },
  groupPolicyUploadedDefinitionFile: {
    message: 'This is an uploaded Group Policy template (ADMX): it describes settings and sets none of them.',
    hint: 'Give the values: a Registry.pol, or what "reg export HKLM\\SOFTWARE\\Policies\\Claude" writes.',
  },
};

const MEMBERS: readonly (readonly [member: string, kind: string])[] = [
  ['omaSettings', 'windows10CustomConfiguration'],
  ['configurationXml', 'macOSCustomAppConfiguration'],
  ['payload', 'macOSCustomConfiguration'],
  ['remediationScriptContent', 'deviceHealthScript'],
  ['detectionScriptContent', 'deviceHealthScript'],
  ['scriptContent', 'deviceManagementScript'],
];

/** What kind of body an object is; refused when it is one without settings. */
export function kindOf(body: Body): Kind {
  const type = typeof body['@odata.type'] === 'string' ? body['@odata.type'].replace(/^.*\./, '') : '';
  const refused = Object.hasOwn(REFUSED, type) ? REFUSED[type] : undefined;
  if (refused !== undefined) return { name: type, refused };
  const member = MEMBERS.find(([name]) => Object.hasOwn(body, name));
  if (member === undefined)
    return {
      name: type,
      refused: {
        message: `This is a body for Microsoft Graph${/^\w{1,80}$/.test(type) ? ` of the type ${type}` : ''} that carries no settings.`,
        hint: 'Give the custom profile, the preference file, the OMA-URI settings or the script.',
      },
    };
  return { name: /^\w{1,80}$/.test(type) ? type : member[1] };
}

/** The files of a body. Of a pair of scripts the one that writes is read, and the other where there is none. */
export function contentsOf(body: Body, { name }: Kind): readonly Content[] {
  const text = (member: string): string => (typeof body[member] === 'string' ? body[member] : '');
  const script = /shellscript/i.test(name) ? 'shell' : 'powershell';
  const all: readonly Content[] = [
    { member: 'payload', text: text('payload'), holds: 'profile' },
    { member: 'configurationXml', text: text('configurationXml'), holds: 'profile' },
    { member: 'remediationScriptContent', text: text('remediationScriptContent'), holds: 'powershell' },
    { member: 'scriptContent', text: text('scriptContent'), holds: script },
  ];
  const given = all.filter(({ member }) => Object.hasOwn(body, member) && text(member) !== '');
  const detection = text('detectionScriptContent');
  return given.length > 0 || detection === ''
    ? given
    : [{ member: 'detectionScriptContent', text: detection, holds: 'powershell' }];
}

/** What stands around the settings and decides whether they arrive. */
export function tellSurroundings(
  body: Body,
  { name }: Kind,
  place: (path: Path) => Position | undefined,
  findings: Findings,
): void {
  const tell = (member: string, severity: 'error' | 'warning', fault: string, fix: string): void => {
    findings.add('graph-unusual', { path: [], ...place([member]), severity }, { fault, fix });
  };
  const script = /script$/i.test(name) && !/shell/i.test(name);
  if (script && body.runAsAccount === 'user')
    tell(
      'runAsAccount',
      'warning',
      'The script runs as the user, who may not write HKEY_LOCAL_MACHINE',
      'Set runAsAccount to "system".',
    );
  if (script && body.runAs32Bit === true)
    tell(
      'runAs32Bit',
      'warning',
      'The script runs in the 32-bit host, which may write another view of the registry',
      'Set runAs32Bit to false.',
    );
  if (script && body.enforceSignatureCheck === true)
    tell(
      'enforceSignatureCheck',
      'warning',
      'A script without a trusted signature never runs with enforceSignatureCheck, and no message says so',
      'Sign it, or set enforceSignatureCheck to false.',
    );
  if (name === 'macOSCustomAppConfiguration' && body.bundleId !== PREFERENCE_DOMAIN)
    tell(
      Object.hasOwn(body, 'bundleId') ? 'bundleId' : 'configurationXml',
      'error',
      'The preference file is for another bundle, so Claude Desktop does not read it',
      `Set bundleId to "${PREFERENCE_DOMAIN}".`,
    );
}

import type { Envelope, Position } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import { anElement, member, textOf, type DictNode, type PlistNode } from '../plist/node.ts';

/*
 * The rules every configuration profile obeys, whatever it configures; transcribed from Apple's schema of the
 * top level and of the common payload keys (github.com/apple/device-management).
 */

/** Of the keys at the top: what a profile that is written anew keeps from the one that was read. */
export const KEPT_MEMBERS: ReadonlySet<string> = new Set([
  'ConsentText',
  'DurationUntilRemoval',
  'HasRemovalPasscode',
  'PayloadExpirationDate',
  'RemovalDate',
  'TargetDeviceType',
]);
const TOP_LEVEL = new Set([
  'PayloadContent',
  'PayloadDescription',
  'PayloadDisplayName',
  'PayloadIdentifier',
  'PayloadOrganization',
  'PayloadRemovalDisallowed',
  'PayloadScope',
  'PayloadType',
  'PayloadUUID',
  'PayloadVersion',
  'EncryptedPayloadContent',
  'IsEncrypted',
  ...KEPT_MEMBERS,
]);
const UUID = /^[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}$/;

const at = (node: PlistNode | undefined): Partial<Position> & { path: [] } => ({
  path: [],
  ...node?.position,
});

/** The profile's own keys, and those that every one of its payloads must have. */
export function auditProfile(profile: DictNode, payloads: readonly DictNode[], findings: Findings): void {
  auditCommon(profile, 'The profile', findings);
  const type = textOf(profile, 'PayloadType');
  if (type !== undefined && type !== 'Configuration')
    findings.add('profile-invalid', at(member(profile, 'PayloadType')), {
      problem: `The PayloadType of the profile is "${type}"; it must be "Configuration"`,
      fix: 'Write Configuration, with a capital C.',
    });
  auditScope(profile, findings);
  for (const { key, keyPosition } of profile.members)
    if (!TOP_LEVEL.has(key))
      findings.add(
        'profile-unusual',
        { path: [], ...keyPosition },
        {
          fault: `A profile has no key "${key}" at its top level`,
          fix: 'Remove it; settings belong into a payload.',
        },
      );
  auditTwice(profile, findings);
  payloads.forEach((payload, index) => auditCommon(payload, `Payload ${index + 1}`, findings));
  auditUnique([profile, ...payloads], 'PayloadUUID', findings);
  auditUnique(payloads, 'PayloadIdentifier', findings);
}

function auditCommon(dict: DictNode, what: string, findings: Findings): void {
  for (const key of ['PayloadIdentifier', 'PayloadUUID', 'PayloadType', 'PayloadVersion'] as const) {
    const node = member(dict, key);
    if (node === undefined || (node.kind === 'string' && node.value === '')) {
      findings.add('profile-incomplete', at(node ?? dict), {
        problem: `${what} lacks ${key}, without which it does not install`,
        fix: `Add ${key}, or re-export with "cowork-3p export --format mobileconfig".`,
      });
      continue;
    }
    const problem = problemOf(key, node);
    if (problem !== undefined)
      findings.add('profile-invalid', at(node), {
        problem: `The ${key} of ${what === 'The profile' ? 'the profile' : what.toLowerCase()} ${problem}`,
        fix: FIXES[key],
      });
  }
}

const FIXES = {
  PayloadIdentifier: 'Use reverse-DNS form, such as com.example.claude.',
  PayloadUUID: 'Write a UUID of the form 8-4-4-4-12, such as uuidgen prints.',
  PayloadType: 'Write a string.',
  PayloadVersion: 'Write <integer>1</integer>.',
} as const;

function problemOf(key: keyof typeof FIXES, node: PlistNode): string | undefined {
  if (key === 'PayloadVersion')
    return node.kind !== 'integer'
      ? `is ${anElement(node)}; it must be an <integer>`
      : node.value === 1
        ? undefined
        : 'is not 1';
  if (node.kind !== 'string') return `is ${anElement(node)}; it must be a <string>`;
  return key === 'PayloadUUID' && !UUID.test(node.value) ? 'is no UUID' : undefined;
}

function auditScope(profile: DictNode, findings: Findings): void {
  const node = member(profile, 'PayloadScope');
  if (node === undefined)
    findings.add(
      'profile-unusual',
      { ...at(profile), severity: 'info' },
      {
        fault: 'The profile has no PayloadScope, so installed by hand it counts for one user only',
        fix: 'Add PayloadScope with the value System.',
      },
    );
  else if (node.kind !== 'string' || (node.value !== 'System' && node.value !== 'User'))
    findings.add('profile-invalid', at(node), {
      problem: 'The PayloadScope of the profile is neither "System" nor "User"',
      fix: 'Write System or User, with a capital letter.',
    });
}

function auditTwice(profile: DictNode, findings: Findings): void {
  const seen = new Set<string>();
  for (const { key, keyPosition } of profile.members) {
    if (seen.has(key)) findings.add('duplicate-key', { path: [], ...keyPosition }, { key });
    seen.add(key);
  }
}

function auditUnique(dicts: readonly DictNode[], key: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const dict of dicts) {
    const text = textOf(dict, key)?.toUpperCase();
    if (text === undefined || text === '') continue;
    if (seen.has(text))
      findings.add('profile-invalid', at(member(dict, key)), {
        problem: `The same ${key} stands more than once in the profile`,
        fix: `Give every payload, and the profile, a ${key} of its own.`,
      });
    seen.add(text);
  }
}

/** What identifies the profile and its payload, so that an export of it can stay the same profile. */
export function readEnvelope(profile: DictNode, payload: DictNode | undefined): Envelope {
  const scope = textOf(profile, 'PayloadScope');
  const removal = member(profile, 'PayloadRemovalDisallowed');
  const texts = {
    profileIdentifier: textOf(profile, 'PayloadIdentifier'),
    profileUuid: textOf(profile, 'PayloadUUID'),
    profileName: textOf(profile, 'PayloadDisplayName'),
    organization: textOf(profile, 'PayloadOrganization'),
    description: textOf(profile, 'PayloadDescription'),
    payloadIdentifier: payload && textOf(payload, 'PayloadIdentifier'),
    payloadUuid: payload && textOf(payload, 'PayloadUUID'),
    payloadName: payload && textOf(payload, 'PayloadDisplayName'),
    payloadOrganization: payload && textOf(payload, 'PayloadOrganization'),
    payloadDescription: payload && textOf(payload, 'PayloadDescription'),
  };
  return {
    ...(Object.fromEntries(
      Object.entries(texts).filter(([, text]) => text !== undefined && text !== ''),
    ) as Envelope),
    ...((scope === 'System' || scope === 'User') && { scope }),
    ...(removal?.kind === 'boolean' && { removalDisallowed: removal.value }),
  };
}

import { createHash } from 'node:crypto';
import { type Envelope, PREFERENCE_DOMAIN } from '../schema/index.ts';
import { isObject } from '../text/json.ts';
import { displayNameOf } from './display-name.ts';
import type { Exporter, Identity } from './exporter.ts';
import { plistSettings } from './plist.ts';
import { plistXml, type PlistDict, type PlistValue } from './plist-xml.ts';
import { Unwritable } from './unwritable.ts';
import { NAMESPACE, uuid5 } from './uuid5.ts';

/*
 * The envelope of the app's own export: with these identifiers our profile replaces that one on a Mac
 * instead of standing beside it with undefined precedence.
 */
const DEFAULTS = {
  profileIdentifier: `${PREFERENCE_DOMAIN}.profile`,
  profileName: 'Claude Desktop Third-Party Inference',
  payloadIdentifier: `${PREFERENCE_DOMAIN}.settings`,
  payloadName: 'Claude Desktop',
  scope: 'System',
} as const satisfies Envelope;

/** A configuration profile with one direct payload, key order and wording as the app exports it. */
export const mobileconfig: Exporter = {
  platform: 'macos',
  fileName: 'Claude.mobileconfig',
  encode(settings, identity) {
    const envelope = mergeEnvelope(identity);
    const values = plistSettings(settings, identity.nativeTypes);
    const reserved = values.find(([key]) => key.startsWith('Payload'));
    if (reserved !== undefined)
      throw new Unwritable(`${reserved[0]} is a name that profiles reserve for themselves.`);

    const payload = dict([
      ['PayloadType', PREFERENCE_DOMAIN],
      ['PayloadIdentifier', envelope.payloadIdentifier],
      ['PayloadUUID', envelope.payloadUuid ?? uuid5(NAMESPACE, `payload\0${envelope.payloadIdentifier}`)],
      ['PayloadVersion', 1],
      ['PayloadDisplayName', envelope.payloadName],
      ['PayloadDescription', envelope.payloadDescription],
      ['PayloadOrganization', envelope.payloadOrganization],
      ...values,
    ]);
    const profile = (uuid: string): PlistDict =>
      dict([
        ['PayloadContent', [payload]],
        ['PayloadDisplayName', envelope.profileName],
        ['PayloadDescription', envelope.description],
        ['PayloadIdentifier', envelope.profileIdentifier],
        ['PayloadOrganization', envelope.organization],
        ['PayloadRemovalDisallowed', envelope.removalDisallowed],
        ['PayloadType', 'Configuration'],
        ['PayloadUUID', uuid],
        ['PayloadVersion', 1],
        ['PayloadScope', envelope.scope],
      ]);
    const { otherPayloads = [], otherMembers = [] } = envelope;
    const others = [...otherPayloads, ...otherMembers];
    return withOthers(
      plistXml(profile(envelope.profileUuid ?? profileUuid(envelope, profile(''), others))),
      otherPayloads,
      otherMembers,
    );
  },
};

/** The profile with the payloads of other software behind ours, and members of the old one behind the new. */
function withOthers(
  profile: Uint8Array,
  payloads: readonly string[],
  members: readonly string[],
): Uint8Array {
  if (payloads.length + members.length === 0) return profile;
  const text = new TextDecoder().decode(profile);
  // No value of ours can hold a tag: it would be escaped.
  const ends = [text.indexOf('</array>'), text.lastIndexOf('</dict>')] as const;
  const [first, second] = [text.lastIndexOf('\n', ends[0]) + 1, text.lastIndexOf('\n', ends[1]) + 1];
  const lines = (texts: readonly string[]): string => texts.map((one) => `${one}\n`).join('');
  return new TextEncoder().encode(
    text.slice(0, first) + lines(payloads) + text.slice(first, second) + lines(members) + text.slice(second),
  );
}

/** Admin scripts ask for this UUID to learn which version is installed: same content, same UUID; any change, a new one. */
function profileUuid(
  envelope: { profileIdentifier: string; scope: string },
  profile: PlistDict,
  others: readonly string[],
): string {
  const content = JSON.stringify(profile, inKeyOrder) + others.join('\0');
  const digest = createHash('sha256').update(content, 'utf8').digest('hex');
  return uuid5(NAMESPACE, `profile\0${envelope.profileIdentifier}\0${envelope.scope}\0${digest}`);
}

/** Keys sorted, so that the order of the settings is no change. */
function inKeyOrder(_key: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Merged = Envelope & Required<Pick<Envelope, keyof typeof DEFAULTS>>;

/** Flags win over the profile that was read, which wins over the defaults. */
function mergeEnvelope(identity: Identity): Merged {
  const { profileUuid: oldProfileUuid, payloadUuid: oldPayloadUuid, ...old } = identity.envelope ?? {};
  if (identity.identifier !== undefined && !/^[A-Za-z0-9.-]+$/.test(identity.identifier))
    throw new Unwritable(
      'The identifier holds other characters than letters, digits, dots and hyphens.',
      'Use reverse-DNS form, such as com.example.claude.',
    );
  const flags: Envelope = defined({
    profileIdentifier: identity.identifier,
    payloadIdentifier:
      identity.identifier !== undefined
        ? `${identity.identifier}.settings`
        : (old.payloadIdentifier ?? (old.profileIdentifier && `${old.profileIdentifier}.settings`)),
    profileName:
      identity.displayName === undefined && identity.ring === undefined
        ? undefined
        : displayNameOf(identity, old.profileName ?? DEFAULTS.profileName),
    organization: identity.organization,
    // Only a payload that named an organisation names one again.
    payloadOrganization: old.payloadOrganization && identity.organization,
    scope: identity.scope && (identity.scope === 'user' ? 'User' : 'System'),
  });
  const merged: Merged = { ...DEFAULTS, ...defined(old), ...flags };

  // A UUID read from a profile is kept as long as what it names is the same; the rest is derived.
  const same = (Object.keys(old) as (keyof typeof old)[]).every((name) => merged[name] === old[name]);
  const added = (Object.keys(flags) as (keyof typeof old)[]).some((name) => old[name] === undefined);
  return {
    ...merged,
    ...defined({
      profileUuid: same && !added ? oldProfileUuid : undefined,
      payloadUuid: merged.payloadIdentifier === old.payloadIdentifier ? oldPayloadUuid : undefined,
    }),
  };
}

/** Without members that are absent or empty: an empty name is no name. */
function defined<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== ''),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}

function dict(members: readonly (readonly [string, PlistValue | undefined])[]): PlistDict {
  return defined(Object.fromEntries(members)) as PlistDict;
}

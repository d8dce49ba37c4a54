import { ok } from '../errors.ts';
import { PREFERENCE_DOMAIN, type Document, type Envelope } from '../schema/index.ts';
import { isCms, isPem, openCms } from './profile/cms.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { isPlist, isProfile, readPlist } from './plist/file.ts';
import { anElement, member, textOf, type DictNode, type Member, type PlistNode } from './plist/node.ts';
import { readSettings } from './plist/settings.ts';
import { auditProfile, KEPT_MEMBERS, readEnvelope } from './profile/rules.ts';
import { elementText } from './profile/payload-text.ts';
import { Lines } from './text.ts';

const MANAGED_CLIENT = 'com.apple.ManagedClient.preferences';

/**
 * A configuration profile, plain or signed. The settings stand in a payload whose type is the preference
 * domain, or in Apple's older wrapper of managed preferences.
 */
export const mobileconfig = bounded({
  id: 'mobileconfig',
  title: '.mobileconfig',
  matches: (bytes) => isCms(bytes) || (isPlist(bytes) && isProfile(bytes)),
  decode(bytes) {
    const findings = new Findings();
    auditSize(bytes.length, findings);
    let content = bytes;
    if (isCms(bytes)) {
      const opened = openCms(bytes);
      if (!opened.ok) return opened;
      findings.add('profile-signed-unverified', [], {});
      if (isPem(bytes))
        findings.add('profile-unusual', [], {
          fault: 'The signed profile is PEM text, which does not install',
          fix: 'Convert it with "openssl cms -cmsout -inform PEM -outform DER -in FILE -out SIGNED".',
        });
      content = opened.value;
    }
    const file = readPlist(content, findings);
    const root = file?.root;
    if (root?.kind === 'dict') return ok(documentOf(root, findings, file?.text ?? ''));
    if (root !== undefined)
      findings.add(
        'wrong-shape',
        { path: [], ...root.position },
        { expected: 'the dictionary of a profile', got: anElement(root) },
      );
    return ok({
      format: 'mobileconfig',
      entries: new Map(),
      findings: findings.all,
      locate: () => undefined,
    });
  },
});

function documentOf(profile: DictNode, findings: Findings, text: string): Document {
  const payloads = payloadsOf(profile, findings);
  auditProfile(profile, payloads, findings);
  const sources = payloads.flatMap((payload) => sourcesOf(payload, findings));
  if (sources.length === 0 && member(profile, 'PayloadContent')?.kind === 'array')
    findings.add(
      'wrong-shape',
      { path: [], ...profile.position },
      {
        expected: `a payload of type ${PREFERENCE_DOMAIN}`,
        got: payloads.length === 0 ? 'no payload' : `${payloads.length} of other types`,
      },
    );
  if (sources.length > 1)
    findings.add(
      'profile-several-payloads',
      { path: [], ...sources[1]?.payload.position },
      {
        fault: `${sources.length} payloads of the profile configure Claude Desktop; which one wins is not defined where they differ`,
        fix: 'Put all settings into one payload.',
      },
    );
  const wrapped = sources.some(({ payload }) => textOf(payload, 'PayloadType') === MANAGED_CLIENT);
  const settings = readSettings(
    sources.map((source) => source.settings),
    findings,
  );
  return {
    format: 'mobileconfig',
    ...(wrapped && { variant: 'managed preferences payload' }),
    ...settings,
    findings: findings.all,
    envelope: {
      ...readEnvelope(profile, sources[0]?.payload),
      ...othersIn(profile, payloads, sources, text),
    },
  };
}

/** What is not ours, word for word, so that an export loses nothing; or that it cannot be kept so. */
function othersIn(
  profile: DictNode,
  payloads: readonly DictNode[],
  sources: readonly Source[],
  text: string,
): Pick<Envelope, 'otherPayloads' | 'otherMembers' | 'uncopied'> {
  const ours = new Set(sources.map(({ payload }) => payload));
  const others = payloads.filter((payload) => !ours.has(payload));
  const members = profile.members.filter(({ key }) => KEPT_MEMBERS.has(key));
  // Settings of other software beside ours in one payload: that payload is written anew, with ours alone.
  if (sources.some(({ payload }) => domainsOf(payload).some(({ key }) => key !== PREFERENCE_DOMAIN)))
    return { uncopied: true };
  const lines = new Lines(text);
  const textOfNode = ({ position }: PlistNode): readonly string[] =>
    position === undefined ? [] : [elementText(text, position, lines) ?? []].flat();
  const otherPayloads = others.flatMap(textOfNode);
  const otherMembers = members.flatMap(({ key, node }) =>
    textOfNode(node).map((value) => `<key>${key}</key>${value}`),
  );
  if (otherPayloads.length < others.length || otherMembers.length < members.length) return { uncopied: true };
  return {
    ...(otherPayloads.length === 0 ? {} : { otherPayloads }),
    ...(otherMembers.length === 0 ? {} : { otherMembers }),
  };
}

function auditSize(size: number, findings: Findings): void {
  if (size > 1_000_000)
    findings.add('profile-too-large', [], {
      size,
      limit: 'Intune takes at most 1,000,000 for a custom profile',
    });
  else if (size > 200 * 1024)
    findings.add('profile-too-large', [], {
      size,
      limit: 'profiles beyond 200 KB are slow to deliver, and some MDMs refuse them',
    });
}

function payloadsOf(profile: DictNode, findings: Findings): DictNode[] {
  const encrypted = member(profile, 'EncryptedPayloadContent');
  const content = member(profile, 'PayloadContent');
  if (encrypted !== undefined) findings.add('profile-encrypted', { path: [], ...encrypted.position }, {});
  else if (content === undefined)
    findings.add(
      'profile-incomplete',
      { path: [], ...profile.position },
      {
        problem: 'The profile lacks PayloadContent',
        fix: 'Add an array with one payload.',
      },
    );
  if (content === undefined) return [];
  const items = content.kind === 'array' ? content.items : [];
  const wrong: PlistNode | undefined =
    content.kind === 'array' ? items.find(({ kind }) => kind !== 'dict') : content;
  if (wrong !== undefined)
    findings.add(
      'profile-invalid',
      { path: [], ...wrong.position },
      {
        problem: 'PayloadContent must be an array of dictionaries',
        fix: 'Put each payload as a <dict> into one <array>.',
      },
    );
  return items.filter((item) => item.kind === 'dict');
}

interface Source {
  readonly payload: DictNode;
  readonly settings: DictNode;
}

/** The dictionaries of a payload that hold our settings. */
function sourcesOf(payload: DictNode, findings: Findings): Source[] {
  const type = textOf(payload, 'PayloadType');
  if (type === PREFERENCE_DOMAIN) return [{ payload, settings: payload }];
  const near = type?.toLowerCase().startsWith('com.anthropic') === true;
  if (type === MANAGED_CLIENT) return managedPreferences(payload, findings);
  if (type !== undefined)
    findings.add(
      'profile-other-payload',
      { path: [], ...payload.position, ...(near && { severity: 'warning' }) },
      { type },
    );
  return [];
}

/** The preference domains of Apple's wrapper; none in another payload. */
function domainsOf(payload: DictNode): readonly Member[] {
  const domains = textOf(payload, 'PayloadType') === MANAGED_CLIENT && member(payload, 'PayloadContent');
  return domains !== false && domains?.kind === 'dict' ? domains.members : [];
}

/** Apple's wrapper: PayloadContent, domain, Forced or Set-Once, a list, mcx_preference_settings. */
function managedPreferences(payload: DictNode, findings: Findings): Source[] {
  return domainsOf(payload).flatMap(({ key: domain, keyPosition, node }) => {
    if (domain !== PREFERENCE_DOMAIN) {
      findings.add('profile-other-payload', { path: [], ...keyPosition }, { type: domain });
      return [];
    }
    if (node.kind !== 'dict') return [];
    return node.members.flatMap(({ key: how, keyPosition: place, node: list }) => {
      const settings = (list.kind === 'array' ? list.items : [])
        .map((item) => (item.kind === 'dict' ? member(item, 'mcx_preference_settings') : undefined))
        .filter((item) => item?.kind === 'dict');
      if (settings.length > 0 && how !== 'Forced')
        findings.add('profile-set-once', { path: [], ...place }, {});
      return settings.map((one) => ({ payload, settings: one }));
    });
  });
}

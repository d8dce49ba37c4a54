import { PREFERENCE_DOMAIN } from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import { member, textOf, type DictNode, type Member, type PlistNode } from './node.ts';

/*
 * What "profiles show -output stdout-xml" prints: installed profiles by owner, `_computerlevel` or the name of a user,
 * each with its items and what these set. Of one setting the app takes the value of the user before that of the device.
 */

export const COMPUTER = '_computerlevel';
const MANAGED_CLIENT = 'com.apple.ManagedClient.preferences';

/** Whether a property list is a list of installed profiles. */
export function isInstalledProfiles({ members }: DictNode): boolean {
  return (
    members.every(({ node }) => node.kind === 'array') &&
    members.some(
      ({ key, node }) =>
        key === COMPUTER || itemsOf(node).some((one) => member(one, 'ProfileItems') !== undefined),
    )
  );
}

/** The dictionaries of settings in the order in which they count. */
export function installedSettings(root: DictNode, findings: Findings): readonly DictNode[] {
  const owners = root.members.map(({ key, node }) => ({
    owner: key,
    dicts: itemsOf(node).flatMap(settingsIn),
  }));
  const computer = owners.filter(({ owner }) => owner === COMPUTER).flatMap(({ dicts }) => dicts);
  const [user, ...others] = owners.filter(({ owner, dicts }) => owner !== COMPUTER && dicts.length > 0);
  for (const { dicts } of others)
    findings.add(
      'profile-unusual',
      { path: [], ...dicts[0]?.position },
      {
        fault: 'The profiles of more than one user configure Claude Desktop; those of the first are read',
        fix: 'Take the list on a device with one user, or as that user.',
      },
    );
  for (const list of [computer, user?.dicts ?? []])
    if (list.length > 1)
      findings.add(
        'profile-several-payloads',
        { path: [], ...list[1]?.position },
        {
          fault: `${list.length} installed payloads configure Claude Desktop; which one wins is not defined where they differ`,
          fix: 'Remove all profiles but one.',
        },
      );
  const hidden = new Set(user?.dicts.flatMap(({ members }) => members.map(({ key }) => key)));
  return [...(user?.dicts ?? []), ...computer.map((dict) => without(dict, hidden, findings))];
}

/** The dictionaries in a list; none for anything else. */
export function itemsOf(node: PlistNode | undefined): DictNode[] {
  return node?.kind === 'array' ? node.items.filter((item) => item.kind === 'dict') : [];
}

/** The settings of one profile: a payload of the domain, or Apple's wrapper of managed preferences. */
export function settingsIn(profile: DictNode): DictNode[] {
  return itemsOf(member(profile, 'ProfileItems')).flatMap((item) => {
    const content = member(item, 'PayloadContent');
    if (content?.kind !== 'dict') return [];
    const type = textOf(item, 'PayloadType');
    if (type === PREFERENCE_DOMAIN) return [content];
    if (type !== MANAGED_CLIENT) return [];
    const wrapped = member(content, 'PayloadContentManagedPreferences') ?? content;
    const domain = wrapped.kind === 'dict' ? member(wrapped, PREFERENCE_DOMAIN) : undefined;
    const forced = domain?.kind === 'dict' ? member(domain, 'Forced') : undefined;
    return itemsOf(forced).flatMap((one) => {
      const settings = member(one, 'mcx_preference_settings');
      return settings?.kind === 'dict' ? [settings] : [];
    });
  });
}

/** A dictionary of the device without what the user's own profile hides. */
function without(dict: DictNode, hidden: ReadonlySet<string>, findings: Findings): DictNode {
  const kept: Member[] = [];
  for (const one of dict.members)
    if (hidden.has(one.key))
      findings.add(
        'profile-unusual',
        { path: [one.key], ...one.keyPosition, severity: 'info' },
        {
          fault: `${one.key} of the device is hidden by the profile of the user`,
          fix: 'Set it in one of the two profiles only.',
        },
      );
    else kept.push(one);
  return { ...dict, members: kept };
}

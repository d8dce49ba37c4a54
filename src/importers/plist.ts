import { fail, ok } from '../errors.ts';
import { PREFERENCE_DOMAIN } from '../schema/index.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { isPlist, isProfile, readPlist } from './plist/file.ts';
import { anElement, member, textOf, type DictNode } from './plist/node.ts';
import { installedSettings, isInstalledProfiles } from './plist/installed.ts';
import { readSettings } from './plist/settings.ts';

/**
 * The bare preference dictionary: XML or binary; also a bare `<dict>` as Workspace ONE takes it, and bare
 * `<key>` pairs as Intune's preference file takes them.
 */
export const plist = bounded({
  id: 'plist',
  title: '.plist',
  matches: (bytes) => isPlist(bytes) && !isProfile(bytes),
  decode(bytes) {
    const findings = new Findings();
    const file = readPlist(bytes, findings);
    if (file !== undefined && file.root.kind !== 'dict')
      findings.add(
        'wrong-shape',
        { path: [], ...file.root.position },
        { expected: 'a dictionary of settings', got: anElement(file.root) },
      );
    const dict: DictNode = file?.root.kind === 'dict' ? file.root : { kind: 'dict', members: [] };

    if (member(dict, 'pfm_subkeys') !== undefined)
      return fail({
        message: 'This is a Profile Manifest: it describes the keys an MDM may offer and sets none of them.',
        hint:
          'Give the profile or the preference file that was made with it. ' +
          'The manifest itself is checked by "cowork-3p template profile-manifest --check FILE".',
        form: true,
      });
    if (isInstalledProfiles(dict)) {
      const settings = installedSettings(dict, findings);
      if (settings.length === 0)
        findings.add(
          'wrong-shape',
          { path: [], ...dict.position },
          { expected: `an installed payload of type ${PREFERENCE_DOMAIN}`, got: 'none' },
        );
      return ok({
        format: 'plist',
        variant: 'installed profiles',
        ...readSettings(settings, findings),
        findings: findings.all,
      });
    }
    const type = textOf(dict, 'PayloadType');
    if (type !== undefined && type !== PREFERENCE_DOMAIN)
      findings.add(
        'wrong-shape',
        { path: [], ...dict.position },
        { expected: `settings or a payload of type ${PREFERENCE_DOMAIN}`, got: `a payload of type ${type}` },
      );
    else if (type === undefined && dict.members.some(({ key }) => key.startsWith('Payload')))
      findings.add(
        'profile-unusual',
        { path: [], ...dict.position },
        {
          fault: 'The preference file holds Payload keys, which belong to profiles and are not read here',
          fix: 'Remove them.',
        },
      );
    const variant = type === PREFERENCE_DOMAIN ? 'payload dictionary' : file && VARIANTS[file.shape];
    return ok({
      format: 'plist',
      ...(variant && { variant }),
      ...readSettings(type === undefined || type === PREFERENCE_DOMAIN ? [dict] : [], findings),
      findings: findings.all,
    });
  },
});

const VARIANTS = { XML: undefined, binary: 'binary property list', fragment: 'preference file' } as const;

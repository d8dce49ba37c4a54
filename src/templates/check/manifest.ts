import { XmlFault } from '../../text/xml-tree.ts';
import type { FormFault } from './fault.ts';
import { checkSubkey, type Dict } from './manifest-subkey.ts';
import { parsePlist, type PlistValue } from './plist-read.ts';

const PLATFORMS = new Set(['iOS', 'macOS', 'tvOS', 'watchOS', 'visionOS']);
const TARGETS = new Set(['system', 'system-managed', 'user', 'user-managed']);
const INTERACTIONS = new Set(['combined', 'exclusive', 'undefined']);

/** What each member of the manifest itself must be; `!` where it must be there. */
const TOP: Readonly<Record<string, PlistValue['kind']>> = {
  'pfm_domain!': 'text',
  'pfm_title!': 'text',
  'pfm_description!': 'text',
  'pfm_format_version!': 'number',
  'pfm_version!': 'number',
  'pfm_last_modified!': 'date',
  'pfm_platforms!': 'list',
  'pfm_targets!': 'list',
  pfm_unique: 'boolean',
  pfm_interaction: 'text',
  pfm_app_url: 'text',
  pfm_documentation_url: 'text',
  pfm_icon: 'data',
  'pfm_subkeys!': 'list',
};

/** Checks a manifest as ProfileManifests does, and beyond it what its readers take for granted. */
export function checkManifest(text: string): readonly FormFault[] {
  let root: PlistValue;
  try {
    root = parsePlist(text);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return [
      {
        rule: 'syntax',
        severity: 'error',
        position: error.position,
        message: `This is no well-formed property list: ${error.message}.`,
      },
    ];
  }
  if (root.kind !== 'dict') return [fault('syntax', root, 'A manifest is a dictionary.')];
  const found: FormFault[] = [];
  checkTop(root, found);
  subkeysOf(root, found).forEach((subkey) => {
    checkSubkey(subkey, found);
  });
  return found;
}

function checkTop(root: Dict, found: FormFault[]): void {
  for (const [entry, kind] of Object.entries(TOP)) {
    const name = entry.replace('!', '');
    const value = root.members.get(name);
    if (value === undefined) {
      if (entry !== name) found.push(fault('missing', root, `The manifest has no ${name}.`));
    } else if (value.kind !== kind)
      found.push(fault('type', value, `${name} is of another type than ${kind}.`));
    else if (value.kind === 'number' && !value.whole)
      found.push(fault('type', value, `${name} is no whole number.`));
  }
  const version = root.members.get('pfm_format_version');
  if (version?.kind === 'number' && version.value !== 1)
    found.push(fault('version', version, 'pfm_format_version is not 1, which is the one in use.'));
  for (const name of ['pfm_app_url', 'pfm_documentation_url']) {
    const url = root.members.get(name);
    if (url?.kind === 'text' && !/^https?:\/\/./.test(url.value))
      found.push(fault('url', url, `${name} is no http or https address.`));
  }
  members(root, 'pfm_platforms', PLATFORMS, 'platform', found);
  members(root, 'pfm_targets', TARGETS, 'target', found);
  const interaction = root.members.get('pfm_interaction');
  if (interaction?.kind === 'text' && !INTERACTIONS.has(interaction.value))
    found.push(fault('interaction', interaction, 'pfm_interaction is neither combined nor exclusive.'));
}

function members(
  root: Dict,
  name: string,
  known: ReadonlySet<string>,
  rule: string,
  found: FormFault[],
): void {
  const list = root.members.get(name);
  if (list?.kind !== 'list') return;
  for (const item of list.items) {
    if (item.kind !== 'text' || !known.has(item.value))
      found.push(fault(rule, item, `${name} takes ${[...known].join(', ')} only.`));
  }
}

/** The subkeys, each name once. */
function subkeysOf(root: Dict, found: FormFault[]): readonly Dict[] {
  const list = root.members.get('pfm_subkeys');
  if (list?.kind !== 'list') return [];
  const names = new Set<string>();
  return list.items.flatMap((item) => {
    if (item.kind !== 'dict') {
      found.push(fault('type', item, 'Each of pfm_subkeys is a dictionary.'));
      return [];
    }
    const name = item.members.get('pfm_name');
    if (name?.kind === 'text') {
      if (names.has(name.value)) found.push(fault('duplicate-name', item, `${name.value} stands twice.`));
      names.add(name.value);
    }
    return [item];
  });
}

function fault(rule: string, { position }: PlistValue, message: string): FormFault {
  return { rule, severity: 'error', message, position };
}

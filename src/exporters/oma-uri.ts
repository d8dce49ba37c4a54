import { settingsDigest } from '../schema/forms.ts';
import { omaPolicies } from '../templates/oma.ts';
import { xmlAttributeList } from '../text/xml-write.ts';
import { displayNameOf } from './display-name.ts';
import type { Exporter } from './exporter.ts';
import { Unwritable } from './unwritable.ts';
import { jsonText, wireText, writable } from './wire.ts';

/** Intune: rows of one profile, and characters of one row. */
const MAX_ROWS = 1000;
const MAX_CHARACTERS = 350_000;

interface OmaSetting {
  readonly '@odata.type': '#microsoft.graph.omaSettingString';
  readonly displayName: string;
  readonly description: string;
  readonly omaUri: string;
  readonly value: string;
}

/**
 * A custom profile of Intune for Windows, as the body that Microsoft Graph takes
 * (`POST /deviceManagement/deviceConfigurations`): one row ingests the Group Policy template, and each
 * setting is a policy of it. Values go to the registry as texts, as everywhere.
 */
export const omaUri: Exporter = {
  platform: 'windows',
  readers: 'Intune shows the values of a profile to administrators who may read or change it',
  fileName: 'Claude.oma-uri.json',
  encode(settings, identity) {
    const { hive = 'machine' } = identity;
    const values = writable(settings);
    // Before anything is made of them: the template is the first row.
    if (values.length >= MAX_ROWS)
      throw new Unwritable(`Intune takes at most ${MAX_ROWS} rows in one profile.`);
    const policies = omaPolicies(values.map(([key]) => key));
    const scope = hive === 'user' ? './User' : './Device';
    const omaSettings = [
      row('ADMX', policies.admxUri, policies.admx),
      ...values.map(([key, value]) =>
        row(key, `${scope}${policies.path(key)}`, payload(key, value, policies.isSwitch(key))),
      ),
    ];
    const body = {
      '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
      displayName: displayNameOf(identity, 'Claude Desktop'),
      description: `Claude Desktop policy, configuration ${settingsDigest(settings)}`,
      omaSettings,
    };
    return new TextEncoder().encode(`${jsonText('The configuration', body, 2)}\n`);
  },
};

function row(displayName: string, omaUri: string, value: string): OmaSetting {
  if (value.length > MAX_CHARACTERS)
    throw new Unwritable(
      `${displayName} is longer than the ${MAX_CHARACTERS} characters that a row takes in Intune.`,
    );
  return {
    '@odata.type': '#microsoft.graph.omaSettingString',
    displayName,
    description: '',
    omaUri,
    value,
  };
}

/** What sets a policy: its state, and the value of its one element. */
function payload(key: string, value: unknown, isSwitch: boolean): string {
  if (isSwitch && typeof value === 'boolean') return value ? '<enabled/>' : '<disabled/>';
  return `<enabled/><data${xmlAttributeList({ id: key, value: wireText(key, value) })}/>`;
}

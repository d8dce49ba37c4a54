import type { Exporter } from './exporter.ts';
import { plistSettings } from './plist.ts';
import { plistXml } from './plist-xml.ts';
import { Unwritable } from './unwritable.ts';

/**
 * The bare pairs of key and value, without the list around them, as Intune's "Preference file" takes them.
 * They are cut out of a whole property list: text in it holds no `<`, so the tags found are tags.
 */
export const preferenceFile: Exporter = {
  platform: 'macos',
  fileName: 'claude-preferences.xml',
  encode(settings, { nativeTypes }) {
    const values = plistSettings(settings, nativeTypes);
    if (values.length === 0) throw new Unwritable('A preference file without a setting holds nothing.');
    const xml = new TextDecoder().decode(plistXml(Object.fromEntries(values)));
    const pairs = xml.slice(xml.indexOf('<dict>') + '<dict>'.length, xml.lastIndexOf('</dict>'));
    return new TextEncoder().encode(`${pairs.replace(/^\t+(?=<(?!\/string>))/gm, '').trim()}\n`);
  },
};

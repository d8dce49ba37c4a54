import { PREFERENCE_DOMAIN } from '../schema/index.ts';
import type { Exporter } from './exporter.ts';
import { plistXml, type PlistValue } from './plist-xml.ts';
import { wireText, writable } from './wire.ts';

/**
 * The settings as members of a property list: texts, as documented; with `nativeTypes` booleans and exact
 * integers natively, as the app's own export does. Lists and objects stay JSON text: older releases drop
 * native ones.
 */
export function plistSettings(
  settings: ReadonlyMap<string, unknown>,
  nativeTypes = false,
): [key: string, value: PlistValue][] {
  return writable(settings).map(([key, value]) => {
    const native = nativeTypes && (typeof value === 'boolean' || Number.isSafeInteger(value));
    return [key, native ? (value as boolean | number) : wireText(key, value)];
  });
}

/** The bare preference dictionary, as Jamf's "Application & Custom Settings" takes it. */
export const plist: Exporter = {
  platform: 'macos',
  fileName: `${PREFERENCE_DOMAIN}.plist`,
  encode: (settings, { nativeTypes }) => plistXml(Object.fromEntries(plistSettings(settings, nativeTypes))),
};

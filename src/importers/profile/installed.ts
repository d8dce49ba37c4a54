import { Findings } from '../findings.ts';
import { isInstalledProfiles, itemsOf, settingsIn, COMPUTER } from '../plist/installed.ts';
import { readPlist } from '../plist/file.ts';
import { textOf } from '../plist/node.ts';
import { readSettings } from '../plist/settings.ts';
import type { Entry } from '../../schema/index.ts';

/** One installed profile that configures Claude Desktop. */
export interface InstalledProfile {
  /** The user it is installed for; undefined for the device. */
  readonly user: string | undefined;
  /** As the profile calls itself; '' when it does not say. */
  readonly identifier: string;
  readonly installed: string | undefined;
  /** When the system removes it by itself, as it says so. */
  readonly removal: string | undefined;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** The profiles in what "profiles show -output stdout-xml" prints, those for Claude Desktop only; undefined when the bytes are no such list. */
export function installedProfiles(bytes: Uint8Array): readonly InstalledProfile[] | undefined {
  const findings = new Findings();
  const file = readPlist(bytes, findings);
  if (file?.root.kind !== 'dict') return undefined;
  // A device without profiles prints an empty dictionary.
  if (file.root.members.length === 0) return [];
  if (!isInstalledProfiles(file.root)) return undefined;
  return file.root.members.flatMap(({ key, node }) =>
    itemsOf(node).flatMap((profile) => {
      const dicts = settingsIn(profile);
      if (dicts.length === 0) return [];
      return [
        {
          user: key === COMPUTER ? undefined : key,
          identifier: textOf(profile, 'ProfileIdentifier') ?? '',
          installed: textOf(profile, 'ProfileInstallDate'),
          removal: textOf(profile, 'ProfileRemovalDate'),
          entries: readSettings(dicts, findings).entries,
        },
      ];
    }),
  );
}

import { keySpec } from '../catalogue/index.ts';
import type { ReadFormat } from '../document.ts';
import type { Platform } from '../key-spec.ts';
import { pathText } from '../path.ts';
import { finalText, isWindowsPath, listing } from './reading.ts';
import type { Rule } from './rule.ts';

const NAMES: Readonly<Record<Platform, string>> = { macos: 'macOS', windows: 'Windows', linux: 'Linux' };

/** The platform that reads a container, where it is one. */
const DEPLOYED_ON: Readonly<Partial<Record<ReadFormat, Platform>>> = {
  mobileconfig: 'macos',
  plist: 'macos',
  reg: 'windows',
  pol: 'windows',
  lgpo: 'windows',
  gpp: 'windows',
  powershell: 'windows',
  cmd: 'windows',
};

/** With a platform given, or known by the container: keys that mean nothing there, and paths of another system. */
export const platformKeys: Rule = {
  id: 'platform-keys',
  source: 'Vendor reference, platform notes; path syntax of the operating systems',
  check({ platform: asked, format, settings, texts, report }) {
    const platform = asked ?? DEPLOYED_ON[format];
    if (platform === undefined) return;
    // One configuration may serve several platforms, and this key is how it does.
    const elsewhere = new Set(['inferenceCredentialHelperWindows']);
    for (const key of settings.keys()) {
      const platforms = keySpec(key)?.platforms;
      if (elsewhere.has(key) || platforms === undefined || platforms.includes(platform)) continue;
      elsewhere.add(key);
      report('setting-ignored', [key], {
        fault: `${key} counts on ${listing(platforms.map((one) => NAMES[one]))} only`,
        fix: `Remove ${key} from the configuration for ${NAMES[platform]}.`,
      });
    }
    for (const { text, path, type } of texts) {
      if (type?.kind !== 'string' || type.format !== 'absolute-path') continue;
      const final = elsewhere.has(String(path[0])) ? undefined : finalText(text);
      if (final === undefined) continue;
      const windows = isWindowsPath(final);
      if (windows !== (platform === 'windows') && (windows || final.startsWith('/')))
        report('platform-unsupported', path, {
          fault: `${pathText(path)} is a path of ${windows ? 'Windows' : 'macOS or Linux'}; this configuration is for ${NAMES[platform]}`,
          fix: `Give the path as it is on ${NAMES[platform]}.`,
        });
    }
  },
};

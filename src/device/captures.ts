import { readJson } from '../importers/json.ts';
import { type Platform } from '../schema/index.ts';
import type { Notes } from './notes.ts';
import type { Captures, CapturedLibrary } from './types.ts';
import { isObject } from '../text/json.ts';

/** What a file of a folder of captures is, by its name. */
export type CaptureKind =
  | { readonly kind: 'machine' | 'profiles' | 'registry' | 'settings' | 'stat' | 'bootstrap' }
  | { readonly kind: 'log' | 'setup-log' | 'version' | 'desktop-config' | 'digest' }
  | { readonly kind: 'user'; readonly user: string };

/** Every name that a file of captures may have, with what it is. Case does not count: Windows changes it. */
const NAMES: readonly (readonly [RegExp, (user: string) => CaptureKind])[] = [
  [/^managed-machine\.plist$/i, () => ({ kind: 'machine' })],
  [/^com\.anthropic\.claudefordesktop\.plist$/i, () => ({ kind: 'machine' })],
  [/^managed-user-(.{1,100})\.plist$/i, (user) => ({ kind: 'user', user })],
  [/^profiles(?:-[\w.-]{1,60})?\.plist$/i, () => ({ kind: 'profiles' })],
  [/^[^.].{0,200}\.reg$/i, () => ({ kind: 'registry' })],
  [/^managed-settings\.json$/i, () => ({ kind: 'settings' })],
  [/^stat\.txt$/i, () => ({ kind: 'stat' })],
  [/^bootstrap\.json$/i, () => ({ kind: 'bootstrap' })],
  [/^main\.log$/i, () => ({ kind: 'log' })],
  [/^custom3p-setup\.log$/i, () => ({ kind: 'setup-log' })],
  [/^version\.txt$/i, () => ({ kind: 'version' })],
  [/^claude_desktop_config\.json$/i, () => ({ kind: 'desktop-config' })],
  [/^digest\.txt$/i, () => ({ kind: 'digest' })],
];

/** Folders of a device that hold its local library, by their names. */
export const LIBRARY_FOLDERS: Readonly<Record<string, CapturedLibrary['place']>> = {
  configLibrary: 'plain',
  'configLibrary-package': 'package',
};

/** What a file is by its name; undefined for any other. */
export function captureOf(name: string): CaptureKind | undefined {
  for (const [pattern, kind] of NAMES) {
    const match = pattern.exec(name);
    if (match !== null) return kind(match[1] ?? '');
  }
  return undefined;
}

/** The platform that captures are from; undefined when they do not say, or say two. */
export function platformOf(captures: Captures, notes: Notes): Platform | undefined {
  const { machine, users, profiles, registry, settings, stat, libraries } = captures;
  const found: Platform[] = [
    ...(machine !== undefined || users.length > 0 || profiles !== undefined ? (['macos'] as const) : []),
    ...(registry.length > 0 ? (['windows'] as const) : []),
    ...(settings !== undefined || stat !== undefined ? (['linux'] as const) : []),
  ];
  if (found.length > 1)
    notes.add(
      'platform-unclear',
      `The captures are of ${found.join(' and ')}, and one device has one platform.`,
    );
  if (found.length === 1) return found[0];
  if (found.length === 0 && libraries.some(({ place }) => place === 'package')) return 'windows';
  return undefined;
}

/** What the state file of the app says about the mode. */
export function desktopConfigOf(bytes: Uint8Array): {
  readonly mode: string | undefined;
  readonly enterprise: boolean;
} {
  const { entries } = readJson(bytes);
  const mode = entries.get('deploymentMode')?.value;
  const enterprise = entries.get('enterpriseConfig')?.value;
  return {
    mode: typeof mode === 'string' ? mode : undefined,
    enterprise: isObject(enterprise) && Object.keys(enterprise).length > 0,
  };
}

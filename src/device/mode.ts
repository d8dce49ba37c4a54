import { desktopConfigOf } from './captures.ts';
import type { Notes } from './notes.ts';
import type { DeviceKey } from './setting.ts';
import type { Captures } from './types.ts';

/** What the state of the app itself says against all settings: a user who chose claude.ai, an early way to configure. */
export function standardMode(captures: Captures, keys: readonly DeviceKey[], notes: Notes): void {
  if (captures.desktopConfig === undefined) return;
  const { mode, enterprise } = desktopConfigOf(captures.desktopConfig.bytes);
  if (enterprise)
    notes.add(
      'old-file',
      'claude_desktop_config.json holds enterpriseConfig, an early way to configure that is not read any more.',
    );
  const locked = keys.some(({ key, value }) => key === 'disableDeploymentModeChooser' && value === true);
  if (mode === '1p' && !locked)
    notes.add(
      'standard-mode',
      'The user chose standard mode (claude.ai) at the login screen, and that choice wins over these settings.',
    );
}

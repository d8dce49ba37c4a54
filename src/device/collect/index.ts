import type { Platform } from '../../schema/index.ts';
import { linuxScript } from './linux.ts';
import { macosScript } from './macos.ts';
import { windowsScript } from './windows.ts';

/** What takes captures on a device: a script that needs nothing there, and the name to save it under. */
interface CollectScript {
  readonly platform: Platform;
  readonly fileName: string;
  readonly text: () => string;
}

/** One script a platform. */
export const collectScripts: readonly CollectScript[] = [
  { platform: 'macos', fileName: 'collect-macos.sh', text: macosScript },
  { platform: 'windows', fileName: 'collect-windows.ps1', text: windowsScript },
  { platform: 'linux', fileName: 'collect-linux.sh', text: linuxScript },
];

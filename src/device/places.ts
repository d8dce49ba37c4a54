import { POLICY_KEY, PREFERENCE_DOMAIN, type Platform } from '../schema/index.ts';

/*
 * Where each system keeps what configures the app, and the order in which it counts (vendor pages "Configuration
 * reference" and "Deploy with MDM", October 2026). One table: the live reading, the captures and the scripts that take
 * them go by it.
 */

/** The file of the managed preferences of macOS. */
export const PREFERENCE_FILE = `${PREFERENCE_DOMAIN}.plist`;

/** The package family of the app on Windows. */
export const PACKAGE_FAMILY = 'Claude_pzs8sxrjxfjjc';

/** Where one system keeps it; paths without a leading slash are relative. */
export interface PlatformPlaces {
  /** Managed sources, the one that wins first. */
  readonly managed: readonly string[];
  /** Below the home of the user; on Windows below %LOCALAPPDATA%. */
  readonly library: string;
  readonly log: string;
  readonly setupLog: string;
  readonly desktopConfig: string;
}

/** `USER` stands for the name of the user. */
export const PLACES_OF: Readonly<Record<Platform, PlatformPlaces>> = {
  macos: {
    managed: [
      `/Library/Managed Preferences/USER/${PREFERENCE_FILE}`,
      `/Library/Managed Preferences/${PREFERENCE_FILE}`,
    ],
    library: 'Library/Application Support/Claude-3p/configLibrary',
    log: 'Library/Logs/Claude-3p/main.log',
    setupLog: 'Library/Logs/Claude-3p/custom3p-setup.log',
    desktopConfig: 'Library/Application Support/Claude-3p/claude_desktop_config.json',
  },
  windows: {
    managed: [`HKEY_LOCAL_MACHINE\\${POLICY_KEY}`, `HKEY_CURRENT_USER\\${POLICY_KEY}`],
    library: 'Claude-3p/configLibrary',
    log: 'Claude-3p/logs/main.log',
    setupLog: 'Claude-3p/logs/custom3p-setup.log',
    desktopConfig: 'Claude-3p/claude_desktop_config.json',
  },
  linux: {
    managed: ['/etc/claude-desktop/managed-settings.json'],
    library: '.config/Claude-3p/configLibrary',
    log: '.config/Claude-3p/main.log',
    setupLog: '.config/Claude-3p/custom3p-setup.log',
    desktopConfig: '.config/Claude-3p/claude_desktop_config.json',
  },
};

/** Where packages of older releases kept what they wrote, below %LOCALAPPDATA%. */
export const PACKAGE_PLACES = {
  library: `Packages/${PACKAGE_FAMILY}/LocalCache/Local/Claude-3p/configLibrary`,
  log: `Packages/${PACKAGE_FAMILY}/LocalCache/Roaming/Claude/logs/main.log`,
  setupLog: `Packages/${PACKAGE_FAMILY}/LocalCache/Roaming/Claude/custom3p-setup.log`,
  desktopConfig: `Packages/${PACKAGE_FAMILY}/LocalCache/Roaming/Claude/claude_desktop_config.json`,
} as const;

/** First release in which anything under HKLM hides HKCU; before it the two were merged. */
export const HKLM_HIDES_SINCE = '1.19367.0';
/** First release that counts the proxy and life-cycle keys as app behaviour. */
export const MORE_BEHAVIOUR_SINCE = '1.46388.0';
/** First release that leaves the marketplaces of the device in force when a bootstrap server says nothing about them. */
export const MARKETPLACES_KEPT_SINCE = '1.19367.0';

import type { Config, KeyName } from './catalogue/index.ts';

/** Settings that go together, as the wizard offers them. */
export interface Preset {
  readonly title: string;
  /** What it does, in a few words behind the title. */
  readonly brief: string;
  readonly summary: string;
  readonly values: Config;
  /** Keys that belong to the profile but whose values only the administrator knows. */
  readonly ask: readonly KeyName[];
}

/** The presets by how much they leave to users. */
export type PresetName = 'standard' | 'restricted' | 'locked-down';

/** Security profiles after the vendor's recommendations; a starting point, not a guarantee. */
export const presets = {
  standard: {
    title: 'Standard',
    brief: 'updates within a day, signed extensions only',
    summary:
      'Installs updates within a day, loads signed extensions only and leaves the rest at its defaults.',
    values: {
      autoUpdaterEnforcementHours: 24,
      isDesktopExtensionSignatureRequired: true,
    },
    ask: ['deploymentOrganizationUuid', 'otlpEndpoint'],
  },
  restricted: {
    title: 'Restricted',
    brief: 'no optional traffic, no extensions, one folder',
    summary:
      'Sends nothing optional to Anthropic, refuses extensions and local servers, and works in one folder.',
    values: {
      disableNonessentialTelemetry: true,
      disableNonessentialServices: true,
      isLocalDevMcpEnabled: false,
      isDesktopExtensionEnabled: false,
      allowedWorkspaceFolders: [{ path: '~/Documents/Claude' }],
    },
    ask: ['deploymentOrganizationUuid', 'coworkEgressAllowedHosts', 'otlpEndpoint'],
  },
  'locked-down': {
    title: 'Locked down',
    brief: 'also no updates, web, network or skills of their own',
    summary:
      'Also stops crash reports, updates, the model catalog, scheduled tasks and skills of users, and gives tools neither web nor network.',
    values: {
      disableEssentialTelemetry: true,
      disableNonessentialTelemetry: true,
      disableNonessentialServices: true,
      disableAutoUpdates: true,
      isLocalDevMcpEnabled: false,
      isDesktopExtensionEnabled: false,
      skillCreationEnabled: false,
      scheduledTasksEnabled: false,
      modelCatalogEnabled: false,
      disabledBuiltinTools: ['WebSearch', 'WebFetch'],
      coworkEgressAllowedHosts: [],
      allowedWorkspaceFolders: [{ path: '~/Documents/Claude' }],
    },
    ask: ['otlpEndpoint'],
  },
} as const satisfies Record<PresetName, Preset>;

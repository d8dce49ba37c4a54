import { anything, bool, integer, text, type KeyRow } from '../key-spec.ts';

/** Telemetry & updates: what goes to Anthropic, and how the app renews itself. */
export const telemetry = {
  deploymentOrganizationUuid: {
    title: 'Organization UUID',
    summary: "Marks telemetry, and keeps each user's local data apart, by a UUID of your own making.",
    type: text({ format: 'uuid' }),
    unset: 'One placeholder is shared by all who have none.',
    since: 'baseline',
    notes: ['A new value leaves sessions, skills and plugins behind that were stored under the old one.'],
  },
  disableEssentialTelemetry: {
    title: 'Block essential telemetry',
    summary: 'Sends Anthropic no word of crashes or of performance.',
    type: bool,
    default: false,
    since: 'baseline',
    notes: [
      'Unset means false by the documentation; two observers saw third-party builds act as if it were true.',
    ],
  },
  disableNonessentialTelemetry: {
    title: 'Block nonessential telemetry',
    summary: 'Keeps usage analytics and uploaded diagnostic reports from Anthropic.',
    type: bool,
    default: false,
    since: 'baseline',
    notes: [
      'Unset means false by the documentation; two observers saw third-party builds act as if it were true.',
    ],
  },
  disableNonessentialServices: {
    title: 'Block nonessential services',
    summary:
      'Does without extras from outside: icons of connectors, previews of artifacts, widgets of MCP Apps.',
    type: bool,
    default: false,
    since: 'baseline',
  },
  usageMetricsEnabled: {
    title: 'Report usage metrics',
    summary: "Reports usage metrics, at the word of Anthropic's own control plane.",
    type: bool,
    sinceBounds: { after: '1.34493.1', atOrBefore: '1.46388.2' },
    notes: ['The app does not show it, and administrators have no reason to write it.'],
  },
  disableAutoUpdates: {
    title: 'Block auto-updates',
    group: 'Auto update',
    summary: 'Leaves updating to others: the app fetches none.',
    type: bool,
    default: false,
    since: 'baseline',
    alsoStandard: true,
    appBehaviour: true,
  },
  autoUpdaterEnforcementHours: {
    title: 'Auto-update enforcement window',
    group: 'Auto update',
    summary: 'Installs a downloaded update after so many hours, whatever the user is doing.',
    type: integer({ min: 1, max: 72, unit: 'hours' }),
    unset: '72 hours, and then only once the app is idle.',
    since: 'baseline',
    alsoStandard: true,
    appBehaviour: true,
    notes: ['An app launched under disableAutoUpdates takes no notice of it.'],
    example: 24,
  },
  disableLocalConfigCache: {
    title: 'Keep only your organization ID and restrictions on disk',
    group: 'Configuration updates',
    summary:
      'Stores nothing of the last configuration on the device but its restrictions and the organization.',
    type: bool,
    default: false,
    since: '2.7032.0',
    delivery: 'console',
    notes: [
      'While it is on, no crash or performance report starts, whatever disableEssentialTelemetry says.',
    ],
  },
  updateViaUpdatesHost: {
    title: 'Check for updates on releases.claude.com',
    nestedPath: 'autoUpdate.viaUpdatesHost',
    group: 'Auto update',
    summary: 'Looks for updates at releases.claude.com and no longer at api.anthropic.com.',
    type: bool,
    default: false,
    since: '1.26832.0',
    appBehaviour: true,
  },
  dangerousMaxVersion: {
    title: 'Maximum version',
    nestedPath: 'autoUpdate.dangerousMaxVersion',
    group: 'Auto update',
    summary: 'Holds updates at or below a version.',
    type: anything('string'),
    sinceBounds: { after: '1.49585.0', atOrBefore: '2.2553.1' },
    appBehaviour: true,
    notes: ['Its value turns up as maxVersion in the request for updates; its type is a guess.'],
    example: '2.7032.0',
  },
} as const satisfies Record<string, KeyRow>;

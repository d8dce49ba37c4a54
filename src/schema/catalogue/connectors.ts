import { bool, object, oneOf, type KeyRow } from '../key-spec.ts';

/** Connectors, apart from MCP: imports, Microsoft sign-in, desktop extensions, Chrome. */
export const connectors = {
  claudeAiImport: {
    title: 'Claude.ai data import',
    nestedPath: 'claudeAiImport',
    summary:
      'Governs how data from claude.ai and from earlier local sessions comes in, and local history gets out.',
    type: object({
      enabled: { type: bool, summary: 'Offers the import in Settings.', since: '1.28929.0' },
      exportEnabled: {
        type: bool,
        summary: 'Offers local history as a zip file; enabled has to be true.',
        since: '1.32352.0',
      },
      bannerBehavior: {
        type: oneOf(['off', 'detect', 'show']),
        summary: 'Decides when the app suggests an import.',
        default: 'off',
        since: '1.28929.0',
      },
      automatic3pImport: {
        type: bool,
        summary:
          "Carries sessions of an earlier third-party set-up into the organization's store, once and without asking (beta).",
        since: '1.44121.1',
      },
    }),
    since: '1.10628.0',
    managedSince: '1.25927.0',
    notes: [
      'Before 1.25927.0 only a bootstrap server could set it.',
      'automatic3pImport wants deploymentOrganizationUuid, but not enabled.',
      'Some files hold a bare true or false; nothing documents that.',
    ],
    example: { enabled: true, bannerBehavior: 'detect' },
  },
  microsoftAuthBroker: {
    title: 'Microsoft 365 native sign-in broker',
    nestedPath: 'authentication.microsoftAuthBroker',
    group: 'Authentication',
    summary: 'Decides whether Microsoft 365 sign-in goes through the account broker of the operating system.',
    type: oneOf(['auto', 'disabled', 'required']),
    default: 'auto',
    since: '1.19367.0',
    notes: [
      'A release that does not know required takes it for disabled; which one learnt it is not known.',
      'A bootstrap server can deliver it from 1.25927.0 on.',
    ],
    example: 'disabled',
  },
  isDesktopExtensionEnabled: {
    title: 'Allow desktop extensions',
    group: 'Extensions',
    summary: 'Permits desktop extensions (.dxt and .mcpb) to be loaded.',
    type: bool,
    default: false,
    since: 'baseline',
    alsoStandard: true,
    notes: [
      'Unset meant true before 1.19367.0.',
      'A value that cannot be read turns extensions off since 1.40609.0.',
    ],
  },
  isDesktopExtensionSignatureRequired: {
    title: 'Require signed extensions',
    group: 'Extensions',
    summary: 'Turns away desktop extensions that bear no trusted signature.',
    type: bool,
    default: false,
    since: 'baseline',
    alsoStandard: true,
    notes: ['A value that cannot be read demands signatures since 1.40609.0.'],
  },
  isDesktopExtensionDirectoryEnabled: {
    title: 'Show the extension directory',
    group: 'Extensions',
    summary: 'Shows users of a standard deployment the directory of desktop extensions.',
    type: bool,
    default: true,
    sinceBounds: { atOrBefore: '1.34493.1' },
    standardOnly: true,
  },
  claudeInChromeEnabled: {
    title: 'Enable Claude in Chrome',
    summary: 'Allows sessions to operate an external Chrome or Edge, by way of its extension.',
    type: bool,
    since: '1.34493.1',
    delivery: 'console',
    notes: ["Only organizations managed in Anthropic's console are offered it, and it is set there."],
  },
  hardwareBuddyEnabled: {
    title: 'Allow Hardware Buddy devices',
    summary: 'Permits Hardware Buddy devices in a standard deployment.',
    type: bool,
    default: true,
    sinceBounds: { atOrBefore: '1.34493.1' },
    standardOnly: true,
  },
} as const satisfies Record<string, KeyRow>;

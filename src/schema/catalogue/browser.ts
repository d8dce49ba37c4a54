import { bool, list, oneOf, text, type KeyRow } from '../key-spec.ts';

const sites = list(text({ format: 'domain-pattern' }));
const since = '2.2553.0';

/** Capabilities: the browser built into the app. */
export const browser = {
  builtinBrowserEnabled: {
    title: 'Allow the built-in browser',
    nestedPath: 'builtinBrowser.enabled',
    group: 'Built-in browser',
    summary: 'Offers a browser pane inside Cowork and Code.',
    type: bool,
    default: false,
    since,
    notes: [
      'Where a bootstrap server is in use, only a served value turns it on.',
      'Its site safety check has to reach releases.claude.com.',
      'A change shows after a restart.',
    ],
  },
  builtinBrowserDefaultDomainPolicy: {
    title: 'Default site policy in the built-in browser',
    nestedPath: 'builtinBrowser.defaultDomainPolicy',
    group: 'Built-in browser',
    summary: 'Decides about sites that no other rule of the built-in browser mentions.',
    type: oneOf(['allow', 'block']),
    default: 'allow',
    since,
    notes: ['A value that cannot be read counts as block.'],
    example: 'block',
  },
  builtinBrowserAllowedDomains: {
    title: 'Allowed sites in the built-in browser',
    nestedPath: 'builtinBrowser.allowedDomains',
    group: 'Built-in browser',
    summary: 'Lists what Claude may visit while the default policy is block.',
    type: sites,
    since,
    notes: [
      'It does nothing while the default policy is allow.',
      'A host covers its www form; *.domain covers what lies below it, not the domain itself.',
      'A lone * and wildcards on a public suffix are passed over.',
      'A coworkEgressAllowedHosts list that names hosts narrows it further.',
    ],
    example: ['intranet.example.com', '*.docs.example.com'],
    beside: { settings: { builtinBrowserDefaultDomainPolicy: 'block' } },
  },
  builtinBrowserBlockedDomains: {
    title: 'Blocked sites in the built-in browser',
    nestedPath: 'builtinBrowser.blockedDomains',
    group: 'Built-in browser',
    summary: 'Lists what Claude may not visit while the default policy is allow.',
    type: sites,
    since,
    notes: ['It does nothing while the default policy is block.', 'A lone * shuts out every external site.'],
    example: ['social.example.net'],
  },
} as const satisfies Record<string, KeyRow>;

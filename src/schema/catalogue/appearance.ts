import { bool, object, text, type KeyRow } from '../key-spec.ts';

const color = text({
  pattern: '^#[0-9A-Fa-f]{6}$',
  words: { problem: 'is not a color', fix: 'Write # and six hexadecimal digits, such as #003366.' },
});

/** Appearance: how the deployment presents itself. */
export const appearance = {
  endUserAttribution: {
    title: 'End-user attribution',
    nestedPath: 'workspace.endUserAttribution',
    nestedPathSince: '1.25927.0',
    nestedPathBefore: 'enduserAttribution',
    summary: 'Displays who is signed in, and exports that identity as enduser.id.',
    type: bool,
    default: true,
    since: '1.25927.0',
    notes: ['1.24012.x knows it as enduserAttribution only.'],
  },
  deploymentDisplayName: {
    title: 'Deployment display name',
    nestedPath: 'appearance.deploymentDisplayName',
    nestedPathSince: '1.25927.0',
    nestedPathBefore: 'deploymentDisplayName',
    summary: "Presents the deployment under this name, not under its provider's label.",
    type: text({ role: 'prose', maxLength: 60 }),
    since: '1.24012.0',
    managedSince: '1.25927.0',
    example: 'Example Corp',
  },
  deploymentDisplaySubtitle: {
    title: 'Deployment display subtitle',
    nestedPath: 'appearance.deploymentDisplaySubtitle',
    nestedPathSince: '1.25927.0',
    nestedPathBefore: 'deploymentDisplaySubtitle',
    summary: 'Puts a few more words behind that name, in the account menu.',
    type: text({ role: 'prose', maxLength: 60 }),
    since: '1.24012.0',
    managedSince: '1.25927.0',
    notes: ['It never shows without deploymentDisplayName.'],
    example: 'Research',
    beside: { settings: { deploymentDisplayName: 'Example Corp' } },
  },
  banner: {
    title: 'Organization banner',
    nestedPath: 'banner',
    summary: 'Shows everyone who has signed in a lasting strip of text.',
    type: object({
      enabled: { type: bool, summary: 'Shows the banner; the other members count for nothing without it.' },
      text: {
        type: text({ role: 'prose', maxLength: 200 }),
        summary: 'Says, on one line, what the banner says.',
      },
      backgroundColor: { type: color, summary: 'Colors the strip.', default: '#F5F5F5' },
      textColor: { type: color, summary: 'Colors the words.', default: '#000000' },
      linkUrl: { type: text({ format: 'https-url' }), summary: 'Opens this page when the text is clicked.' },
    }),
    since: '1.7196.0',
    alsoStandard: true,
    example: { enabled: true, text: 'Internal use only', backgroundColor: '#003366', textColor: '#FFFFFF' },
  },
  disableFeatureDiscovery: {
    title: 'Hide feature announcements',
    nestedPath: 'featureDiscovery.disabled',
    group: 'Feature discovery',
    summary: 'Spares users announcements of features they have not asked about.',
    type: bool,
    default: false,
    since: '1.21459.0',
  },
  disableConfigDeprecationWarnings: {
    title: 'Hide configuration deprecation warnings',
    nestedPath: 'appearance.disableConfigDeprecationWarnings',
    summary: 'Spares users the notice about deprecated settings, until the day before they end.',
    type: bool,
    since: '1.40609.0',
    alsoStandard: true,
  },
} as const satisfies Record<string, KeyRow>;

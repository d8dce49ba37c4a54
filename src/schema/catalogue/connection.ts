import { bool, headers, integer, oneOf, PROVIDERS, text, type KeyRow } from '../key-spec.ts';

/** Connection: which backend answers, and what every provider has in common. */
export const connection = {
  inferenceProvider: {
    title: 'Inference provider',
    nestedPath: 'inference.provider',
    summary: 'Selects the backend that answers inference requests.',
    type: oneOf(PROVIDERS),
    since: 'baseline',
    notes: [
      'It asks for third-party mode by itself: missing or invalid credentials are a configuration error there, not a start in standard mode.',
      'A value that cannot be read still counts as set in a macOS profile, in HKEY_LOCAL_MACHINE and in the Linux file.',
      'Keys that belong to another provider do nothing.',
      'A profile that only delivers bootstrapUrl can leave it out, since the server supplies it.',
    ],
    example: 'gateway',
  },
  inferenceCredentialKind: {
    title: 'Credential kind',
    nestedPath: 'inference.credential.kind',
    summary: 'Names the one source of the inference credential, so that no other is tried.',
    type: oneOf(['static', 'helper-script', 'interactive', 'vendor-profile', 'workforce', 'external-idp'], {
      workforce: '1.15200.0',
      'external-idp': '2.7032.0',
    }),
    unset: 'The source follows from the credential keys that are present.',
    since: '1.8555.0',
  },
  inferenceCustomHeaders: {
    title: 'Custom inference headers',
    nestedPath: 'inference.customHeaders',
    summary: 'Sends fixed headers, such as a tenant or a route, whenever the app infers or lists models.',
    type: headers,
    secret: true,
    since: '1.8089.0',
    notes: [
      'A header that the credential helper prints under the same name wins.',
      'The app sends its own anthropic-beta, content-type and x-app, whatever is set here.',
      'The vendor asks to keep credentials out of it, although nothing enforces that.',
    ],
    example: { 'X-Team': 'platform' },
  },
  inferenceSessionLifetimeSec: {
    title: 'Sign-in session lifetime',
    nestedPath: 'inference.sessionLifetimeSec',
    summary: 'States how long the identity provider lets a sign-in last, so that users renew it in time.',
    type: integer({ min: 0, unit: 'seconds' }),
    since: '1.14271.0',
    example: 28_800,
    beside: { kind: 'interactive' },
  },
  allowOptionalClientAuth: {
    title: 'Allow optional client-certificate fallback',
    summary: 'Toggles an older, never documented fallback for TLS client certificates.',
    type: bool,
    sinceBounds: { atOrBefore: '1.34493.1' },
    notes: ['Releases from 1.49585.0 on take no notice of it.'],
  },
  userContentRendererUrl: {
    title: 'Artifact preview iframe origin',
    nestedPath: 'workspace.userContentRendererUrl',
    nestedPathSince: '1.25927.0',
    nestedPathBefore: 'userContentRendererUrl',
    summary: 'Sets the origin from which the frame that previews artifacts and files is loaded.',
    type: text({ format: 'origin' }),
    unset: "Anthropic's commercial host serves the frame.",
    since: '1.24012.0',
    notes: ['A bootstrap server can deliver it from 1.25927.0 on.'],
  },
  dictationEnabled: {
    title: 'Dictation',
    summary: 'Switches dictation on where the gateway provides it.',
    type: bool,
    sinceBounds: { after: '1.34493.1', atOrBefore: '1.46388.2' },
    notes: ['As a rule the bootstrap server supplies it.'],
  },
} as const satisfies Record<string, KeyRow>;

import { anything, type KeyRow } from '../key-spec.ts';

const sinceBounds = { after: '1.49585.0', atOrBefore: '2.2553.1' } as const;
const notes = ['Only the name is known; the guess goes by the inference key with the same ending.'] as const;

/** Self-hosted: a group of keys of which nothing is documented. */
export const selfHosted = {
  selfHostedUrl: {
    title: 'Self-hosted URL',
    summary: 'Presumably tells where a self-hosted service is.',
    type: anything('string (url)'),
    sinceBounds,
    notes,
  },
  selfHostedToken: {
    title: 'Self-hosted token',
    summary: 'Presumably authenticates with a fixed token to a self-hosted service.',
    type: anything('string'),
    secret: true,
    sinceBounds,
    notes,
  },
  selfHostedCredentialKind: {
    title: 'Self-hosted credential kind',
    summary: 'Presumably names the source of the credential for a self-hosted service.',
    type: anything('enum'),
    sinceBounds,
    notes,
  },
  selfHostedCredentialHelper: {
    title: 'Self-hosted credential helper',
    summary: 'Presumably runs a program that prints the credential for a self-hosted service.',
    type: anything('string (absolute-path)'),
    sinceBounds,
    notes,
  },
  selfHostedCredentialHelperTtlSec: {
    title: 'Self-hosted credential helper TTL',
    summary: 'Presumably says how many seconds the output of that program stays in use.',
    type: anything('integer (seconds)'),
    sinceBounds,
    notes,
  },
  selfHostedCredentialHelperTimeoutSec: {
    title: 'Self-hosted credential helper timeout',
    summary: 'Presumably says how many seconds that program may take.',
    type: anything('integer (seconds)'),
    sinceBounds,
    notes,
  },
  selfHostedCredentialHelperSilentRefreshEnabled: {
    title: 'Self-hosted silent refresh',
    summary: 'Presumably has that program run again during a session without a question to the user.',
    type: anything('boolean'),
    sinceBounds,
    notes,
  },
  selfHostedOidc: {
    title: 'Self-hosted OIDC parameters',
    summary: 'Presumably describes the OpenID Connect client for a self-hosted service.',
    type: anything('object'),
    sinceBounds,
    notes,
  },
  selfHostedOidcAuthFlow: {
    title: 'Self-hosted sign-in flow',
    summary: 'Presumably chooses how that sign-in runs.',
    type: anything('enum'),
    sinceBounds,
    notes,
  },
  selfHostedOidcTokenStorage: {
    title: 'Self-hosted token storage',
    summary: 'Presumably decides where the tokens of that sign-in are kept.',
    type: anything(),
    sinceBounds,
    notes: ['Only the name is known.'],
  },
} as const satisfies Record<string, KeyRow>;

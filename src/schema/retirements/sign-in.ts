import { chooseCredential, type Candidate, type Credentials } from '../credential.ts';
import type { Edit } from '../edit.ts';
import { PROVIDERS } from '../key-spec.ts';
import { ENDED, OCTOBER, same, type Found, type RetirementRow, type Settings } from './row.ts';

/* How to sign in: values and keys that say it in an older way. */

const PROVIDER = 'inferenceProvider';
const KIND = 'inferenceCredentialKind';
const SCHEME = 'inferenceGatewayAuthScheme';
const AUDIENCE = 'inferenceVertexWorkforceAudience';
const GOOGLE_CLIENT = 'inferenceVertexOAuthClientId';

const set = (key: string, value: unknown): Edit => ({ path: [key], value });
const remove = (key: string): Edit => ({ path: [key], value: undefined });
const rename = (from: string, to: string): Edit => ({ path: [from], rename: to });

const isGateway = (settings: Settings): boolean => settings.get(PROVIDER) === 'gateway';
const isVertex = (settings: Settings): boolean => settings.get(PROVIDER) === 'vertex';

function findSso(settings: Settings): Found[] {
  if (settings.get(SCHEME) !== 'sso') return [];
  const path = [SCHEME];
  const provider = settings.get(PROVIDER);
  // For another provider the app ignores the scheme, and a kind would change what it does.
  if (provider !== undefined && provider !== 'gateway') return [{ path, edits: [remove(SCHEME)] }];
  if (!settings.has(KIND)) return [{ path, edits: [rename(SCHEME, KIND), set(KIND, 'interactive')] }];
  if (settings.get(KIND) === 'interactive' || settings.get(KIND) === 'external-idp')
    return [{ path, edits: [remove(SCHEME)] }];
  return [
    {
      path,
      decide: `${SCHEME} asks for a sign-in and ${KIND} for something else; keep one of them.`,
      reading: [remove(SCHEME)],
    },
  ];
}

/** Before kinds were known, `sso` said that users sign in. */
function findInteractiveGateway(settings: Settings): Found[] {
  if (!isGateway(settings) || settings.get(KIND) !== 'interactive') return [];
  const edits = settings.has(SCHEME)
    ? [remove(KIND), set(SCHEME, 'sso')]
    : [rename(KIND, SCHEME), set(SCHEME, 'sso')];
  return [{ path: [KIND], edits }];
}

function findWorkforceAsInteractive(settings: Settings): Found[] {
  if (!isVertex(settings) || settings.get(KIND) !== 'interactive' || !settings.has(AUDIENCE)) return [];
  if (!settings.has(GOOGLE_CLIENT)) return [{ path: [KIND], edits: [set(KIND, 'workforce')] }];
  return [
    {
      path: [KIND],
      decide: `With both ${AUDIENCE} and ${GOOGLE_CLIENT}, "interactive" means Google sign-in today; write "workforce", or remove the audience.`,
      reading: [],
    },
  ];
}

function findWorkforce(settings: Settings): Found[] {
  if (!isVertex(settings) || settings.get(KIND) !== 'workforce' || !settings.has(AUDIENCE)) return [];
  return [{ path: [KIND], edits: [set(KIND, 'interactive')] }];
}

const OIDC = { old: 'inferenceGatewayOidc', now: 'inferenceIdpOidc' };
const FLOW = { old: 'inferenceGatewayOidcAuthFlow', now: 'inferenceIdpAuthFlow' };

/** Whether users of the gateway sign in, as far as the settings say. */
function signsIn(settings: Settings): boolean {
  const kind = settings.get(KIND);
  if (!isGateway(settings)) return false;
  if (kind === undefined)
    return unnamedChoice(settings)?.candidates.every(({ source }) => source.oidc !== undefined) === true;
  return kind === 'interactive' || kind === 'external-idp';
}

function moved(settings: Settings, from: string, to: string, more: readonly Edit[]): Found {
  if (!settings.has(to)) return { path: [from], edits: [rename(from, to), ...more] };
  if (same(settings.get(from), settings.get(to))) return { path: [from], edits: [remove(from), ...more] };
  return {
    path: [from],
    decide: `Both ${from} and ${to} are set and differ; keep one of them.`,
    reading: [],
  };
}

function findGatewayOidc(settings: Settings): Found[] {
  if (!settings.has(OIDC.old) || !signsIn(settings)) return [];
  return [moved(settings, OIDC.old, OIDC.now, [set(KIND, 'external-idp')])];
}

function findIdpOidc(settings: Settings): Found[] {
  if (settings.get(KIND) !== 'external-idp') return [];
  if (settings.get(PROVIDER) !== 'gateway')
    return [
      {
        path: [KIND],
        decide: 'Sign-in through your own identity provider has no older spelling for this provider.',
      },
    ];
  if (!settings.has(OIDC.now)) return [{ path: [KIND], edits: [set(KIND, 'interactive')] }];
  return [moved(settings, OIDC.now, OIDC.old, [set(KIND, 'interactive')])];
}

function findGatewayFlow(settings: Settings): Found[] {
  if (!settings.has(FLOW.old) || !signsIn(settings)) return [];
  if (!settings.has(OIDC.old) && !settings.has(OIDC.now)) return [];
  return [moved(settings, FLOW.old, FLOW.now, [])];
}

function findIdpFlow(settings: Settings): Found[] {
  if (!settings.has(FLOW.now) || !isGateway(settings)) return [];
  return [moved(settings, FLOW.now, FLOW.old, [])];
}

export const signIn: readonly RetirementRow[] = [
  {
    ...OCTOBER,
    id: 'value-authScheme-sso',
    subject: 'inferenceGatewayAuthScheme "sso"',
    code: 'deprecated-value',
    readSince: '1.3036.0',
    replacement: 'inferenceCredentialKind "interactive"',
    replacedSince: '1.8555.0',
    effect: `${ENDED} the value is invalid: unless another credential is set, inference does not start`,
    fix: 'Set inferenceCredentialKind to "interactive" and remove inferenceGatewayAuthScheme.',
    when: [SCHEME],
    find: findSso,
    findNewer: findInteractiveGateway,
  },
  {
    ...OCTOBER,
    id: 'value-authScheme-auto',
    subject: 'inferenceGatewayAuthScheme "auto"',
    code: 'deprecated-value',
    readSince: '1.3036.0',
    replacement: '"bearer", the default',
    effect: `${ENDED} the value is invalid and the default, bearer, applies`,
    fix: 'Remove it; bearer is the default.',
    when: [SCHEME],
    find: (settings) =>
      settings.get(SCHEME) === 'auto' ? [{ path: [SCHEME], edits: [remove(SCHEME)] }] : [],
  },
  {
    ...OCTOBER,
    id: 'value-credentialKind-oauth',
    subject: 'inferenceCredentialKind "oauth" (vertex)',
    code: 'deprecated-value',
    readSince: '1.8555.0',
    replacement: '"interactive"',
    replacedSince: '1.8555.0',
    effect: `${ENDED} the value is invalid and the kind follows from whichever credential keys are set`,
    fix: 'Write "interactive".',
    when: [KIND],
    find: (settings) =>
      settings.get(KIND) === 'oauth' && isVertex(settings)
        ? [{ path: [KIND], edits: [set(KIND, 'interactive')] }]
        : [],
  },
  {
    ...OCTOBER,
    id: 'value-interactive-workforceAudience',
    subject: 'inferenceCredentialKind "interactive" with inferenceVertexWorkforceAudience',
    code: 'deprecated-value',
    readSince: '1.10628.0',
    replacement: '"workforce"',
    replacedSince: '1.15200.0',
    effect: `${ENDED} the audience implies no workforce sign-in: "interactive" means Google sign-in, which needs inferenceVertexOAuthClientId`,
    fix: 'Write "workforce".',
    when: [KIND],
    find: findWorkforceAsInteractive,
    findNewer: findWorkforce,
  },
  {
    id: 'key-inferenceGatewayOidc',
    subject: 'inferenceGatewayOidc',
    code: 'deprecated-key',
    since: '2.7032.0',
    readSince: '1.6889.0',
    replacement: 'inferenceIdpOidc with inferenceCredentialKind "external-idp"',
    replacedSince: '2.7032.0',
    superseded: true,
    effect: 'it is still read, treated as external-idp, and no end is announced',
    fix: 'Keep it while a device runs a release before 2.7032.0; then move to inferenceIdpOidc with inferenceCredentialKind "external-idp".',
    when: [OIDC.old],
    find: findGatewayOidc,
    findNewer: findIdpOidc,
  },
  {
    id: 'value-interactive-gatewayOidc',
    subject: 'inferenceCredentialKind "interactive" with inferenceGatewayOidc',
    about: ['inferenceCredentialKind'],
    since: '2.7032.0',
    readSince: '1.8555.0',
    replacement: 'inferenceCredentialKind "external-idp" with inferenceIdpOidc',
    replacedSince: '2.7032.0',
    superseded: true,
    effect: 'it is read as external-idp, and no end is announced',
    fix: 'Keep it while a device runs a release before 2.7032.0.',
    // The row of inferenceGatewayOidc tells of it and rewrites the kind along with the key.
    find: () => [],
  },
  {
    id: 'key-inferenceGatewayOidcAuthFlow',
    subject: 'inferenceGatewayOidcAuthFlow',
    code: 'deprecated-key',
    since: '2.7032.0',
    readSince: '1.25927.0',
    replacement: 'inferenceIdpAuthFlow',
    replacedSince: '2.7032.0',
    superseded: true,
    effect: 'it is still read and no end is announced',
    fix: 'Rename it to inferenceIdpAuthFlow together with inferenceGatewayOidc.',
    when: [FLOW.old],
    find: findGatewayFlow,
    findNewer: findIdpFlow,
  },
];

/** The kind the app would choose by itself, in its own order of sources; undefined when that is not documented. */
function impliedKind(settings: Settings): string | undefined {
  const choice = unnamedChoice(settings);
  return choice?.certain === true && choice.candidates.every(isRanked)
    ? choice.candidates[0]?.source.kind
    : undefined;
}

function isRanked({ source }: Candidate): boolean {
  return source.rank !== undefined || source.keys.length === 0;
}

/** What the app chooses when the kind is left out. */
function unnamedChoice(settings: Settings): Credentials | undefined {
  const provider = PROVIDERS.find((one) => one === settings.get(PROVIDER));
  if (provider === undefined) return undefined;
  const has = (key: string): boolean => settings.has(key);
  return chooseCredential({ provider, kind: undefined, platform: undefined, has });
}

/** Before 1.8555.0 there was no kind: the credential keys themselves said it. */
export const kindUnknown: RetirementRow = {
  id: 'kind-implied',
  subject: 'inferenceCredentialKind left out',
  since: '1.8555.0',
  replacedSince: '1.8555.0',
  effect: 'the app chooses among the credentials that are set',
  fix: 'Set inferenceCredentialKind.',
  find: () => [],
  findNewer(settings) {
    const kind = settings.get(KIND);
    if (kind === undefined) return [];
    if (kind === impliedKind(settings)) return [{ path: [KIND], edits: [remove(KIND)] }];
    return [
      {
        path: [KIND],
        decide: `Releases before 1.8555.0 know no ${KIND} and choose among the credentials that are set; remove those that are not meant, and ${KIND}.`,
      },
    ];
  },
};

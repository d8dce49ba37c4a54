import { fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import type { OidcFacts } from '../../gateway/types.ts';
import { isSafeEndpoint, providerOf, redirectUri, requestedScopes } from '../../gateway/oidc.ts';

/** The vendor's page on the gateway, section on single sign-on; RFC 8252 for the redirect. */
export const oidcConfigLint = {
  id: 'oidc-config-lint',
  title: 'the sign-in settings fit together',
  group: 'B',
  owner: 'configuration',
  required: true,
  whenBroken: 'no',
  when: 'default',
  async run(context) {
    const { oidc } = context.facts;
    if (oidc === undefined) return undefined;
    const faults = [...endpointFaults(oidc), ...tokenFaults(oidc)];
    const [first] = faults;
    if (first !== undefined)
      return fail(faults.map(({ what }) => what).join(' '), faults.map(({ fix }) => fix).join(' '));
    const doubts = [...providerDoubts(oidc), ...scopeDoubts(oidc), ...(await portDoubts(context, oidc))];
    return doubts.length > 0
      ? warn(doubts.map(({ what }) => what).join(' '), doubts.map(({ fix }) => fix).join(' '))
      : registered(context, oidc);
  },
} as const satisfies Check;

interface Finding {
  readonly what: string;
  readonly fix: string;
}

function registered(context: CheckContext, oidc: OidcFacts): RunAnswer {
  const redirect = oidc.broker
    ? 'the identity broker signs in'
    : `register ${redirectUri(oidc.redirectPort, oidc.redirectHost)}`;
  const any = oidc.redirectPort === undefined && !oidc.broker ? ' (any port) as a public client' : '';
  return pass(
    `${oidc.key} asks for ${context.quote(requestedScopes(oidc).join(' '), 160)} and sends the ${oidc.bearerTokenType}; ${redirect}${any}.`,
  );
}

function endpointFaults({
  key,
  clientId,
  issuer,
  authorizationUrl,
  tokenUrl,
}: OidcFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (clientId === undefined || clientId === '')
    found.push({
      what: `${key} has no clientId.`,
      fix: 'Set it to the public client registered for the app.',
    });
  if (issuer === undefined && (authorizationUrl === undefined || tokenUrl === undefined))
    found.push({
      what: `${key} has neither issuer nor both authorizationUrl and tokenUrl.`,
      fix: `Set ${key}.issuer to the base URL of the identity provider.`,
    });
  if (issuer?.includes('/.well-known/') === true)
    found.push({
      what: `${key}.issuer is the address of the metadata.`,
      fix: 'The issuer is the base URL only: cut it before /.well-known.',
    });
  for (const [name, url] of Object.entries(
    issuer === undefined ? { authorizationUrl, tokenUrl } : { issuer },
  )) {
    if (url !== undefined && !isSafeEndpoint(url))
      found.push({ what: `${key}.${name} is no https address.`, fix: `Give ${name} an https address.` });
  }
  return found;
}

function tokenFaults(oidc: OidcFacts): readonly Finding[] {
  const { key, bearerTokenType, scopes, resource, broker } = oidc;
  const found: Finding[] = [];
  if (bearerTokenType === 'access_token' && scopes === undefined)
    found.push({
      what: `${key} sends access tokens but names no scopes.`,
      fix: `Set ${key}.scopes: with bearerTokenType access_token the app needs them.`,
    });
  if (bearerTokenType === 'id_token' && scopes !== undefined && !requestedScopes(oidc).includes('openid'))
    found.push({
      what: `${key}.scopes lacks openid, without which there is no ID token.`,
      fix: 'Add openid to the scopes.',
    });
  if (resource !== undefined && providerOf(oidc) === 'entra')
    found.push({
      what: `${key}.resource is set, which Entra ID does not take.`,
      fix: 'Remove resource; Entra ID names it in the scopes, as api://APP/.default.',
    });
  if (broker && providerOf(oidc) !== 'entra')
    found.push({
      what: 'The broker flow signs in with Microsoft Entra ID only, and the issuer is another.',
      fix: 'Set the sign-in flow to browser.',
    });
  return found;
}

function scopeDoubts(oidc: OidcFacts): readonly Finding[] {
  const { key, bearerTokenType, resource, issuer, authorizationUrl, tokenUrl } = oidc;
  const found: Finding[] = [];
  if (!requestedScopes(oidc).includes('offline_access') && providerOf(oidc) !== 'google')
    found.push({
      what: `${key} does not ask for offline_access, so users sign in anew whenever the token ends.`,
      fix:
        bearerTokenType === 'id_token'
          ? 'Add offline_access to the scopes: explicit scopes are taken as they are.'
          : 'Set appendOfflineAccess to true, or add offline_access to the scopes.',
    });
  if (resource !== undefined && bearerTokenType !== 'access_token')
    found.push({
      what: `${key}.resource counts with bearerTokenType access_token only.`,
      fix: 'Remove resource, or send access tokens.',
    });
  if (issuer !== undefined && (authorizationUrl ?? tokenUrl) !== undefined)
    found.push({
      what: `${key} holds endpoints beside the issuer, which beats them.`,
      fix: 'Remove authorizationUrl and tokenUrl, or issuer.',
    });
  return found;
}

const ENTRA_V2 =
  /^https:\/\/login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)\/([^/]+)\/v2\.0\/?$/;

function providerDoubts(oidc: OidcFacts): readonly Finding[] {
  const { key, issuer, redirectPort, redirectHost, clientId = '' } = oidc;
  const found: Finding[] = [];
  switch (providerOf(oidc)) {
    case 'entra': {
      const tenant = ENTRA_V2.exec(issuer ?? '')?.[1];
      if (issuer !== undefined && tenant === undefined)
        found.push({
          what: `${key}.issuer is not the v2.0 issuer of a tenant.`,
          fix: 'Set it to https://login.microsoftonline.com/TENANT/v2.0.',
        });
      if (tenant !== undefined && ['common', 'organizations', 'consumers'].includes(tenant.toLowerCase()))
        found.push({
          what: `${key}.issuer names no tenant ("${tenant}"), and tokens come from one.`,
          fix: 'Put the ID of your tenant in its place.',
        });
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientId))
        found.push({
          what: `${key}.clientId is not the ID of an Entra application, which is a GUID.`,
          fix: 'Take "Application (client) ID" from the app registration, platform "Mobile and desktop applications".',
        });
      break;
    }
    case 'okta':
    case 'ping':
      if (redirectPort === undefined)
        found.push({
          what: `${key} has no redirectPort, and this provider compares the whole redirect address.`,
          fix: `Set redirectPort and register exactly ${redirectUri('PORT', redirectHost)}.`,
        });
      break;
    case 'google':
      found.push({
        what: 'Google gives "Desktop app" clients a secret and wants it for every token; the app sends none, being a public client.',
        fix: 'Put an identity provider with public clients (PKCE alone) in front, or test the sign-in with --sign-in first.',
      });
      break;
    case 'other':
      break;
  }
  return found;
}

async function portDoubts(
  context: CheckContext,
  { broker, redirectPort }: OidcFacts,
): Promise<readonly Finding[]> {
  if (redirectPort === undefined || broker) return [];
  const free = await context.network.portFree?.(redirectPort);
  if (free === undefined || free.ok) return [];
  const { code } = free.failure;
  return [
    code === 'EACCES'
      ? {
          what: `The redirect port ${redirectPort} cannot be listened on without special rights (${code}).`,
          fix: 'Choose a redirectPort above 1023.',
        }
      : {
          what: `The redirect port ${redirectPort} is taken on this device (${code}), so the sign-in could not come back.`,
          fix: 'Choose another redirectPort, here and at the identity provider, or end what listens there.',
        },
  ];
}

import { AWS_REGION, awsDomain, type CredentialKind, parseUrl } from '../../schema/index.ts';
import { has, membersOf, textOf } from '../read.ts';
import type { EgressGroup, Found, Settings } from '../types.ts';

/** Where users, or the app in their name, get the credential for inference. */
export const signIn: EgressGroup = {
  cause: 'sign-in',
  keys: [
    'inferenceProvider',
    'inferenceCredentialKind',
    'inferenceIdpOidc',
    'inferenceGatewayOidc',
    'inferenceGatewayBaseUrl',
    'inferenceGatewayApiKey',
    'inferenceCredentialHelper',
    'inferenceCredentialHelperWindows',
    'inferenceAnthropicApiKey',
    'inferenceBedrockRegion',
    'inferenceBedrockProfile',
    'inferenceBedrockBearerToken',
    'inferenceBedrockSsoStartUrl',
    'inferenceBedrockSsoRegion',
    'inferenceBedrockSsoAccountId',
    'inferenceBedrockSsoRoleName',
    'inferenceVertexOAuthClientId',
    'inferenceVertexOAuthClientSecret',
    'inferenceVertexCredentialsFile',
    'inferenceVertexWorkforceAudience',
    'inferenceVertexWorkforceOidc',
    'inferenceFoundryTenantId',
    'inferenceFoundryClientId',
    'inferenceFoundryApiKey',
    'inferenceFoundryAuthFlow',
  ],
  find(settings, found, { provider, credentials }) {
    if (provider === undefined) return;
    const kinds = (credentials?.candidates ?? []).map(({ source }) => source.kind);
    if (kinds.includes('helper-script'))
      found.remark(
        'inferenceCredentialHelper',
        'The credential helper may connect to hosts of its own, which no configuration names.',
      );
    switch (provider) {
      case 'gateway':
        gateway(settings, found, kinds);
        return;
      case 'anthropic':
        anthropic(found, kinds);
        return;
      case 'bedrock':
        bedrock(settings, found, kinds);
        return;
      case 'mantle':
        return;
      case 'vertex':
        vertex(settings, found, kinds);
        return;
      case 'foundry':
        foundry(settings, found, kinds);
        return;
      default:
        provider satisfies never;
    }
  },
};

function gateway(settings: Settings, found: Found, kinds: readonly CredentialKind[]): void {
  if (kinds.includes('external-idp')) oidcHosts(settings, 'inferenceIdpOidc', found);
  if (!kinds.includes('interactive')) return;
  if (has(settings, 'inferenceGatewayOidc')) oidcHosts(settings, 'inferenceGatewayOidc', found);
  else if (!has(settings, 'inferenceIdpOidc'))
    found.remark(
      'inferenceCredentialKind',
      'The gateway is its own sign-in server: endpoints that its metadata names on other hosts are not listed here.',
    );
  else oidcHosts(settings, 'inferenceIdpOidc', found);
}

function anthropic(found: Found, kinds: readonly CredentialKind[]): void {
  if (!kinds.includes('interactive')) return;
  found.host('platform.claude.com', {
    key: 'inferenceAnthropicApiKey',
    why: 'Without a key or a helper each user signs in to Claude Console in the browser.',
    required: true,
    note: 'Claude Code’s network page names this host for the Console; for the desktop app no page does.',
  });
}

function bedrock(settings: Settings, found: Found, kinds: readonly CredentialKind[]): void {
  if (kinds.includes('external-idp')) oidcHosts(settings, 'inferenceIdpOidc', found);
  if (kinds.includes('interactive')) {
    const start = 'inferenceBedrockSsoStartUrl';
    found.url(settings[start], {
      key: start,
      why: 'Users sign in at this AWS access portal.',
      required: true,
    });
    const key = 'inferenceBedrockSsoRegion';
    identityCenter(
      settings,
      key,
      found,
      true,
      'The sign-in page in the browser may load further hosts of AWS.',
    );
  }
  if (kinds.includes('vendor-profile')) {
    const key = 'inferenceBedrockRegion';
    const note = 'Whether it is needed, and in which region, is decided by the AWS profile on the device.';
    const region = textOf(settings, key);
    if (region !== undefined && AWS_REGION.test(region)) {
      const why = 'The AWS profile exchanges credentials here (STS).';
      found.host('sts.amazonaws.com', { key, why, required: false, note });
      found.host(`sts.${region}.${awsDomain(region)}`, { key, why, required: false, note });
    }
    identityCenter(settings, key, found, false, note);
  }
}

function identityCenter(
  settings: Settings,
  key: string,
  found: Found,
  required: boolean,
  note: string,
): void {
  const region = textOf(settings, key);
  if (region === undefined || !AWS_REGION.test(region)) {
    if (required) found.missing(key, `${key} is no AWS region, so sign-in hosts are missing here.`);
    return;
  }
  const why = 'AWS IAM Identity Center hands out the credentials here.';
  for (const service of ['oidc', 'portal.sso'])
    found.host(`${service}.${region}.${awsDomain(region)}`, { key, why, required, note });
}

function vertex(settings: Settings, found: Found, kinds: readonly CredentialKind[]): void {
  const workforce = kinds.includes('workforce');
  const google = kinds.includes('interactive');
  if (workforce) oidcHosts(settings, 'inferenceVertexWorkforceOidc', found);
  const helper = kinds.length > 0 && kinds.every((kind) => kind === 'helper-script');
  const note = helper
    ? 'A helper prints the token ready-made, so the app itself may not need this host.'
    : undefined;
  const host = (name: string, key: string, why: string, required: boolean, more = note): void =>
    found.host(name, {
      key,
      why,
      required: required && !helper,
      ...(more === undefined ? {} : { note: more }),
    });
  host('oauth2.googleapis.com', 'inferenceProvider', 'Google issues access tokens here.', !workforce);
  host(
    'sts.googleapis.com',
    'inferenceVertexWorkforceAudience',
    'Google exchanges tokens of other identity providers here.',
    workforce,
  );
  host('accounts.google.com', 'inferenceVertexOAuthClientId', 'Users sign in with Google here.', google);
  host(
    'iamcredentials.googleapis.com',
    'inferenceVertexCredentialsFile',
    'Google issues tokens of service accounts here.',
    false,
    'Needed where the credentials impersonate a service account.',
  );
}

function foundry(settings: Settings, found: Found, kinds: readonly CredentialKind[]): void {
  if (!kinds.includes('interactive')) return;
  const flow = textOf(settings, 'inferenceFoundryAuthFlow') ?? 'device-code';
  entra(found, 'login.microsoftonline.com', 'inferenceFoundryTenantId');
  if (flow === 'device-code')
    found.host('microsoft.com', {
      key: 'inferenceFoundryAuthFlow',
      why: 'Users enter the device code at microsoft.com/devicelogin.',
      required: false,
      note: 'Opened in a browser, on this device or another; the page forwards to login.microsoftonline.com.',
    });
}

function entra(found: Found, host: string, key: string): void {
  found.host(host, {
    key,
    why: 'Microsoft Entra ID signs users in here.',
    required: true,
    note: 'The sign-in page in the browser loads further hosts of Microsoft, such as *.msauth.net and *.msftauth.net.',
  });
}

/** The identity provider of an OIDC object: its issuer, or both endpoints. */
export function oidcHosts(settings: Settings, key: string, found: Found): void {
  const object = membersOf(settings[key]);
  if (object === undefined) {
    found.missing(key, `${key} is not set or no object, so the sign-in hosts are missing here.`);
    return;
  }
  const issuer = textOf(object, 'issuer');
  if (issuer !== undefined) {
    const at = `${key}.issuer`;
    found.url(issuer, {
      key: at,
      why: 'The identity provider is discovered here, and users sign in.',
      required: true,
      note: 'Its discovery document names the endpoints, which may be on further hosts.',
    });
    if (parseUrl(issuer)?.hostname === 'accounts.google.com')
      found.host('oauth2.googleapis.com', { key: at, why: 'Google issues the tokens here.', required: true });
  } else {
    for (const [name, why] of [
      ['authorizationUrl', 'Users sign in here.'],
      ['tokenUrl', 'Tokens are issued here.'],
    ] as const)
      if (textOf(object, name) === undefined)
        found.missing(
          `${key}.${name}`,
          `${key} has neither an issuer nor ${name}, so a sign-in host is missing here.`,
        );
      else found.url(object[name], { key: `${key}.${name}`, why, required: true });
  }
  for (const host of (textOf(object, 'additionalRedirectReferrerHosts') ?? '').split(/\s+/))
    if (/^[a-z0-9.-]+$/i.test(host))
      found.host(host, {
        key: `${key}.additionalRedirectReferrerHosts`,
        why: 'The sign-in may end on this host.',
        required: false,
        note: 'Opened in the browser only.',
      });
}

import { fail, pass, warn, type Check, type CheckContext, type RunAnswer } from '../check.ts';
import type { OidcFacts } from '../../gateway/types.ts';
import { isHtml, notTested, sayAnswer, sayFailure } from '../diagnosis/explain.ts';
import {
  discoveryUrl,
  getMetadata,
  isSafeEndpoint,
  providerOf,
  readMetadata,
  requestedScopes,
  type Metadata,
  type Send,
} from '../../gateway/oidc.ts';
import { isObject } from '../../text/json.ts';

/** OpenID Connect Discovery 1.0, sections 3 and 4.3; what the app needs of it: the vendor's page on the gateway. */
export const oidcDiscovery = {
  id: 'oidc-discovery',
  title: 'the identity provider is found and fit for the app',
  group: 'B',
  owner: 'identity',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['oidc-config-lint'],
  async run(context) {
    const { oidc } = context.facts;
    if (oidc === undefined) return undefined;
    return oidc.issuer === undefined ? byHand(context, oidc) : discovered(context, oidc, oidc.issuer);
  },
} as const satisfies Check;

/** Requests to an identity provider: the passive checks do not see them. */
export function sendFor(context: CheckContext, label: string): Send {
  return (request) => context.send(label, request, { aside: true });
}

async function discovered(context: CheckContext, oidc: OidcFacts, issuer: string): Promise<RunAnswer> {
  const url = discoveryUrl(issuer);
  const shown = context.quote(url, 160);
  const outcome = await getMetadata(sendFor(context, 'oidc'), url);
  if (!outcome.ok) {
    return fail(
      `The discovery document cannot be fetched: ${sayFailure(context, outcome.failure)}.`,
      `Check ${oidc.key}.issuer, and whether this device may reach ${shown}.`,
    );
  }
  const { status, json, location } = outcome.value;
  const limited = notTested(context, outcome.value);
  if (limited !== undefined) return limited;
  if (location !== undefined) {
    return fail(
      `${shown} redirects to ${context.quote(location, 120)} (HTTP ${status}).`,
      `Set ${oidc.key}.issuer to the address the provider has now.`,
    );
  }
  if (status !== 200) {
    return fail(
      `${shown} answers ${sayAnswer(context, outcome.value)}.`,
      status === 404 || status === 405
        ? `${oidc.key}.issuer is the base URL of the provider, not the address of its metadata, and with its whole path (tenant, realm, authorization server).`
        : 'Look at the identity provider.',
    );
  }
  const metadata = readMetadata(json);
  if (metadata === undefined) {
    return fail(
      `${shown} answers with ${isHtml(outcome.value) ? 'an HTML page' : 'something'} that is no discovery document.`,
      `Check ${oidc.key}.issuer.`,
    );
  }
  return check(context, oidc, issuer, metadata);
}

async function check(
  context: CheckContext,
  oidc: OidcFacts,
  issuer: string,
  metadata: Metadata,
): Promise<RunAnswer> {
  const named = metadata.issuer;
  const slash = named !== undefined && named !== issuer && trim(named) === trim(issuer);
  if (named !== issuer && !slash) {
    const template = named?.includes('{tenantid}') === true;
    return fail(
      named === undefined
        ? 'The discovery document names no issuer.'
        : `The discovery document is that of another issuer: "${context.quote(named, 160)}" instead of "${context.quote(issuer, 160)}".`,
      template
        ? `Put the ID of your tenant into ${oidc.key}.issuer.`
        : named === undefined
          ? 'Look at the identity provider.'
          : `Set ${oidc.key}.issuer to exactly that; a gateway that validates iss compares it letter by letter.`,
    );
  }
  for (const [name, url] of Object.entries({
    authorization_endpoint: metadata.authorizationEndpoint,
    token_endpoint: metadata.tokenEndpoint,
    jwks_uri: metadata.jwksUri,
  })) {
    if (url === undefined)
      return fail(
        `The discovery document has no ${name}.`,
        'Look at the configuration of the identity provider.',
      );
    if (!isSafeEndpoint(url))
      return fail(
        `${name} is no https address: ${context.quote(url, 120)}.`,
        'Give the identity provider its public https address; behind a proxy it often needs X-Forwarded-Proto.',
      );
  }
  if (metadata.responseTypes?.includes('code') === false)
    return fail(
      'The identity provider does not offer the authorization code flow (response_types_supported).',
      'Allow the response type "code" there.',
    );
  if (metadata.grantTypes?.includes('authorization_code') === false)
    return fail(
      'The identity provider does not offer the grant authorization_code (grant_types_supported).',
      'Allow it there.',
    );

  const doubts = [
    ...(slash
      ? [`The issuer differs by a trailing slash from "${context.quote(named, 160)}": set it to exactly that`]
      : []),
    ...scopeDoubts(context, oidc, metadata),
    ...(await reachDoubts(context, metadata)),
  ];
  return doubts.length > 0
    ? warn(
        `${doubts.join('. ')}.`,
        slash
          ? `Set ${oidc.key}.issuer letter by letter as the provider writes it.`
          : 'Look at the identity provider.',
      )
    : pass(
        `The issuer is right, its endpoints are https, its keys can be fetched, and it offers PKCE (S256).`,
      );
}

function scopeDoubts(context: CheckContext, oidc: OidcFacts, metadata: Metadata): readonly string[] {
  const found: string[] = [];
  const methods = metadata.challengeMethods;
  // Entra ID takes S256 without saying so.
  if (methods?.includes('S256') !== true && !(methods === undefined && providerOf(oidc) === 'entra'))
    found.push(
      methods === undefined
        ? 'PKCE with S256 is not advertised (code_challenge_methods_supported), and the app always uses it'
        : `PKCE is offered with ${context.quote(methods.join(', '), 60)} only, and the app uses S256`,
    );
  const offered = metadata.scopes;
  const standard = ['openid', 'profile', 'email', 'offline_access'];
  const unlisted = requestedScopes(oidc).filter(
    (scope) => standard.includes(scope) && offered?.includes(scope) === false,
  );
  if (unlisted.length > 0)
    found.push(
      `The scope${unlisted.length === 1 ? '' : 's'} ${unlisted.join(', ')} ${unlisted.length === 1 ? 'is' : 'are'} not among scopes_supported${unlisted.includes('offline_access') ? '; without offline_access users sign in anew whenever the token ends' : ''}`,
    );
  if (metadata.grantTypes?.includes('refresh_token') === false)
    found.push('The grant refresh_token is not offered, so users sign in anew whenever the token ends');
  return found;
}

async function reachDoubts(context: CheckContext, metadata: Metadata): Promise<readonly string[]> {
  const found: string[] = [];
  const send = sendFor(context, 'oidc');
  const keys = await getMetadata(send, metadata.jwksUri ?? '');
  const list =
    keys.ok && keys.value.status === 200 && isObject(keys.value.json) ? keys.value.json.keys : undefined;
  if (!Array.isArray(list) || list.length === 0)
    found.push(
      keys.ok
        ? `jwks_uri answers HTTP ${keys.value.status}${keys.value.status === 200 ? ' without keys' : ''}, so nobody can verify a token`
        : `jwks_uri cannot be fetched: ${sayFailure(context, keys.failure)}`,
    );
  // Often another host than the issuer, which a firewall may not know. Any answer will do.
  const token = await getMetadata(send, metadata.tokenEndpoint ?? '');
  if (!token.ok && token.failure.kind !== 'too-large')
    found.push(`token_endpoint cannot be reached: ${sayFailure(context, token.failure)}`);
  return found;
}

/** Without discovery there are two addresses to try; any answer but 404 will do. */
async function byHand(context: CheckContext, oidc: OidcFacts): Promise<RunAnswer> {
  for (const name of ['authorizationUrl', 'tokenUrl'] as const) {
    const outcome = await getMetadata(sendFor(context, 'oidc'), oidc[name] ?? '');
    if (!outcome.ok)
      return fail(
        `${oidc.key}.${name} cannot be reached: ${sayFailure(context, outcome.failure)}.`,
        `Check ${oidc.key}.${name}.`,
      );
    if (outcome.value.status === 404)
      return warn(`${oidc.key}.${name} answers HTTP 404.`, `Check the path of ${oidc.key}.${name}.`);
  }
  return pass('Both endpoints answer; without an issuer there is no metadata to check.');
}

function trim(issuer: string): string {
  return issuer.replace(/\/+$/, '');
}

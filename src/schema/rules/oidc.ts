import type { KeyName } from '../catalogue/index.ts';
import { isSchemedIdentifier, parseUrl } from '../formats.ts';
import { pathText } from '../path.ts';
import { shown } from '../show.ts';
import { finalText, hasMember, membersOf, type Members } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** The keys that hold an OpenID Connect client, and the key that chooses how its sign-in runs. */
export const OIDC_KEYS = [
  { key: 'inferenceGatewayOidc', flow: 'inferenceGatewayOidcAuthFlow' },
  { key: 'inferenceIdpOidc', flow: 'inferenceIdpAuthFlow' },
  { key: 'inferenceVertexWorkforceOidc', flow: 'inferenceVertexWorkforceAuthFlow' },
  { key: 'bootstrapOidc', flow: undefined },
] as const satisfies readonly { key: KeyName; flow: KeyName | undefined }[];

/** Hosts of identity providers that compare the whole redirect address. */
const EXACT_REDIRECT =
  /(?:^|\.)(?:okta(?:preview|-emea|-gov)?\.com|okta\.mil|pingone\.(?:com|eu|asia|ca)|pingidentity\.com)$/;

/** What the members of a sign-in object ask of each other. */
export const oidc: Rule = {
  id: 'oidc',
  source: 'Vendor reference, members of the OIDC objects; OpenID Connect Core 1.0, RFC 8707',
  when: ['inferenceGatewayOidc', 'inferenceIdpOidc', 'inferenceVertexWorkforceOidc', 'bootstrapOidc'],
  check(context) {
    for (const { key, flow } of OIDC_KEYS) {
      const members = membersOf(context.settings.get(key));
      if (members === undefined) continue;
      checkEndpoints(key, members, context);
      checkToken(key, members, context);
      if (key === 'bootstrapOidc') checkBootstrapScopes(members, context);
      checkResource(key, members, flow !== undefined && context.config[flow] === 'broker', context);
      checkIdentifier(key, members, context);
      checkRedirect(key, members, context);
    }
  },
};

function checkEndpoints(key: KeyName, members: Members, { report }: RuleContext): void {
  const pair = ['authorizationUrl', 'tokenUrl'].filter((name) => hasMember(members, name));
  if (hasMember(members, 'issuer')) {
    for (const name of pair)
      report('setting-ignored', [key, name], {
        fault: `${pathText([key, name])} is not used, because issuer is set`,
        fix: `Remove ${name}, or remove issuer.`,
      });
    return;
  }
  if (pair.length === 0)
    report('oidc-incomplete', [key], {
      what: key,
      problem: 'has neither issuer nor authorizationUrl and tokenUrl',
    });
  else if (pair.length === 1)
    report('oidc-incomplete', [key], {
      what: key,
      problem: `has ${pair.join()} without ${pair[0] === 'tokenUrl' ? 'authorizationUrl' : 'tokenUrl'}`,
    });
}

function checkToken(key: KeyName, members: Members, { report }: RuleContext): void {
  if (members.bearerTokenType === 'access_token') {
    if (!hasMember(members, 'scopes')) report('oidc-scopes-required', [key], { what: key });
    return;
  }
  const scopes = finalText(members.scopes);
  // Of scopes that are joined by commas the rule on lists tells.
  if (
    scopes !== undefined &&
    key !== 'bootstrapOidc' &&
    !/[,;|]/.test(scopes) &&
    !scopes.split(/\s+/).includes('openid')
  )
    report('oidc-setting', [key, 'scopes'], {
      fault: `${pathText([key, 'scopes'])} lacks "openid", without which an identity provider gives no ID token`,
      fix: 'Add openid to the scopes.',
    });
}

/**
 * A bootstrap server accepts only a token that is meant for it (vendor page "Bootstrap"); what the app does with an
 * object that lacks scopes is not known.
 */
function checkBootstrapScopes(members: Members, { report }: RuleContext): void {
  if (!hasMember(members, 'scopes')) {
    report('oidc-setting', ['bootstrapOidc'], {
      fault:
        'bootstrapOidc has no scopes, so the token is not meant for the bootstrap server; Entra ID refuses such a sign-in (AADSTS900144)',
      fix: 'Add scopes whose audience is the bootstrap server; with Entra ID write its client ID followed by /.default.',
    });
    return;
  }
  const scope = finalText(members.scopes)
    ?.split(/\s+/)
    .find((one) => /^api:\/\/[^/]+\/\.default$/i.test(one));
  if (scope === undefined || !isEntra(members.issuer ?? members.authorizationUrl)) return;
  report('oidc-setting', ['bootstrapOidc', 'scopes'], {
    fault: `bootstrapOidc.scopes holds "${scope}", with which Entra ID refuses to renew the sign-in (AADSTS90009)`,
    fix: `Write "${scope.slice('api://'.length)}".`,
  });
}

function checkResource(key: KeyName, members: Members, broker: boolean, { report }: RuleContext): void {
  if (!hasMember(members, 'resource')) return;
  const path = [key, 'resource'];
  const ignored = (why: string): void =>
    report('oidc-setting', path, { fault: `${pathText(path)} ${why}`, fix: 'Remove resource.' });
  if (broker) ignored('is ignored in the broker flow');
  else if (members.bearerTokenType !== 'access_token')
    ignored('counts with bearerTokenType "access_token" only');
  else if (isEntra(members.issuer)) ignored('is not for Entra ID, which names the resource in its scopes');
}

/** An identifier such as `urn:…` costs older releases the whole object; a bare name is sent with https:// before it. */
function checkIdentifier(key: KeyName, members: Members, { target, report }: RuleContext): void {
  const resource = finalText(members.resource);
  if (resource === undefined || /^https?:/i.test(resource)) return;
  const path = [key, 'resource'];
  if (!isSchemedIdentifier(resource))
    report('oidc-setting', path, {
      fault: `${pathText(path)} has no scheme, so it is sent as "${shown(`https://${resource}`, path)}"`,
      fix: `Write "${shown(`https://${resource}`, path)}" if that is the audience, or the identifier with its scheme.`,
    });
  else if (target === undefined)
    report('oidc-setting', path, {
      fault: `${pathText(path)} is an identifier and no https address: releases before 2.9939.2 then ignore the whole of ${key}`,
      fix: 'Make sure that every device runs 2.9939.2 or later, and give that as --target.',
    });
}

function checkRedirect(key: KeyName, members: Members, { report }: RuleContext): void {
  const host = parseUrl(finalText(members.issuer) ?? finalText(members.authorizationUrl) ?? '')?.hostname;
  if (host === undefined || !EXACT_REDIRECT.test(host) || hasMember(members, 'redirectPort')) return;
  report(
    'oidc-setting',
    [key],
    {
      fault: `${key} has no redirectPort, and ${host} compares the whole redirect address`,
      fix: 'Set redirectPort and register http://127.0.0.1:PORT with exactly that port at the identity provider, or with redirectHost "localhost" that name.',
    },
    'info',
  );
}

function isEntra(issuer: unknown): boolean {
  const host = parseUrl(finalText(issuer) ?? '')?.hostname;
  return host !== undefined && /^(?:login\.microsoftonline\.(?:com|us)|sts\.windows\.net)$/.test(host);
}

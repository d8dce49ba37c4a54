import { fail, ok } from '../../errors.ts';
import { span } from '../../net/failure.ts';
import { printable } from '../../text/printable.ts';
import {
  asEndpoints,
  asMetadataUrl,
  discoveryUrl,
  getMetadata,
  isSafeEndpoint,
  readMetadata,
  requestedScopes,
  resourceOf,
  type Metadata,
} from '../oidc.ts';
import type { OidcFacts } from '../types.ts';
import { browserFlow } from './browser-flow.ts';
import { deviceGrant } from './device-grant.ts';
import type { SignInOptions } from './options.ts';
import type { Result } from './result.ts';
import type { SignedIn } from './tokens.ts';

/*
 * A sign-in as the app makes it, on request: authorization code with PKCE on loopback at an identity provider
 * (RFC 8252, RFC 7636), the device grant at a gateway that is its own authorization server (RFC 8628). Nothing is
 * opened and no shell is used: the address is shown.
 */

const LIMIT_MS = 300_000;

/** Signs a person in. Bounded by time and by `signal`; never throws for what a provider can do. */
export async function signIn(options: SignInOptions): Promise<Result<SignedIn>> {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), options.limitMs ?? LIMIT_MS);
  const signal = AbortSignal.any([options.signal, clock.signal]);
  try {
    const run = { ...options, signal };
    const outcome = await (options.oidc === undefined ? atGateway(run) : atProvider(run, options.oidc));
    if (outcome.ok || !signal.aborted || (outcome.failure.early === true && !options.signal.aborted))
      return outcome;
    return options.signal.aborted
      ? fail({ message: 'the sign-in was cancelled', cancelled: true })
      : fail({
          message: `nobody signed in within ${span(options.limitMs ?? LIMIT_MS)}`,
          hint: 'Run the command again and sign in at the address it shows.',
        });
  } finally {
    clearTimeout(timer);
  }
}

async function atGateway(run: SignInOptions): Promise<Result<SignedIn>> {
  if (run.flow === 'browser')
    return fail({
      message:
        'the gateway is its own authorization server here, and the app signs in there with a device code',
      hint: 'Use --sign-in-flow device.',
    });
  const found = await metadataAt(run, asMetadataUrl(run.baseUrl));
  if (!found.ok) return found;
  if (found.value.deviceEndpoint === undefined)
    return fail({ message: 'the gateway advertises no device_authorization_endpoint' });
  const { device, token } = asEndpoints(run.baseUrl, found.value);
  // The app sends neither client_id nor scope there.
  return deviceGrant(run, { device, token }, {}, 'access_token');
}

async function atProvider(run: SignInOptions, oidc: OidcFacts): Promise<Result<SignedIn>> {
  if (oidc.broker && run.flow === undefined)
    run.show('The app signs in through the identity broker of the system; here a browser stands in for it.');
  if (oidc.clientId === undefined) return fail({ message: `${oidc.key} has no clientId` });
  const found: Result<Metadata> =
    oidc.issuer === undefined
      ? ok({
          ...(oidc.authorizationUrl === undefined ? {} : { authorizationEndpoint: oidc.authorizationUrl }),
          ...(oidc.tokenUrl === undefined ? {} : { tokenEndpoint: oidc.tokenUrl }),
        })
      : await metadataAt(run, discoveryUrl(oidc.issuer));
  if (!found.ok) return found;
  const { tokenEndpoint, deviceEndpoint, authorizationEndpoint } = found.value;
  if (tokenEndpoint === undefined || !isSafeEndpoint(tokenEndpoint))
    return fail({ message: 'the identity provider names no https token endpoint' });
  if (run.flow === 'device') {
    if (deviceEndpoint === undefined || !isSafeEndpoint(deviceEndpoint))
      return fail({
        message: 'the identity provider offers no device grant',
        hint: 'Use --sign-in-flow browser, as the app does.',
      });
    const fields = { client_id: oidc.clientId, scope: requestedScopes(oidc).join(' '), ...resourceOf(oidc) };
    return deviceGrant(run, { device: deviceEndpoint, token: tokenEndpoint }, fields, oidc.bearerTokenType);
  }
  if (authorizationEndpoint === undefined || !isSafeEndpoint(authorizationEndpoint))
    return fail({ message: 'the identity provider names no https authorization endpoint' });
  return browserFlow(run, oidc, { authorize: authorizationEndpoint, token: tokenEndpoint });
}

async function metadataAt(run: SignInOptions, url: string): Promise<Result<Metadata>> {
  // Whoever is on the way could name endpoints of their own in it.
  if (!isSafeEndpoint(url))
    return fail({ message: 'the metadata for the sign-in has no https address, so it is not asked for' });
  const outcome = await getMetadata(run.send, url);
  if (!outcome.ok) return fail({ message: `no sign-in metadata: ${outcome.failure.message}`, early: true });
  const metadata = outcome.value.status === 200 ? readMetadata(outcome.value.json) : undefined;
  return metadata === undefined
    ? fail({
        message: `there is no sign-in metadata at ${printable(url, 160)} (HTTP ${outcome.value.status})`,
        hint: 'Run the probe without --sign-in: its checks say what is wrong there.',
      })
    : ok(metadata);
}

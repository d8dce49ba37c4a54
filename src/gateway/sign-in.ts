import { createHash, randomBytes } from 'node:crypto';
import { fail, ok } from '../errors.ts';
import { printable } from '../text/printable.ts';
import { listen } from './callback.ts';
import type { Result } from './sign-in-result.ts';
import type { OidcFacts } from './types.ts';
import { isObject } from '../protocol/message-shape.ts';
import {
  asEndpoints,
  asMetadataUrl,
  claimsOf,
  DEVICE_GRANT,
  discoveryUrl,
  getMetadata,
  isSafeEndpoint,
  oauthError,
  postForm,
  providerOf,
  readMetadata,
  redirectUri,
  requestedScopes,
  type Metadata,
  type Send,
} from './oidc.ts';
import { span } from '../net/failure.ts';
import { redactor } from '../text/redact.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';

/*
 * A sign-in as the app makes it, on request: authorization code with PKCE on loopback at an identity provider
 * (RFC 8252, RFC 7636), the device grant at a gateway that is its own authorization server (RFC 8628). Nothing is
 * opened and no shell is used: the address is shown. Tokens leave this file in `SignedIn` alone.
 */

export type SignInFlow = 'browser' | 'device';

export interface SignInOptions {
  readonly send: Send;
  readonly baseUrl: string;
  /** Absent: the gateway is its own authorization server. */
  readonly oidc?: OidcFacts | undefined;
  /** Default: what the app does. */
  readonly flow?: SignInFlow | undefined;
  /** Shows one line to the person who signs in. */
  readonly show: (line: string) => void;
  readonly signal: AbortSignal;
  /** The whole sign-in (default 5 minutes). */
  readonly limitMs?: number;
  /** Waits; rejects nothing, returns early when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface SignedIn {
  /** What requests carry as their bearer. */
  readonly token: string;
  readonly kind: 'id_token' | 'access_token';
  /** All that came along and must never be shown. */
  readonly secrets: readonly string[];
  /** Seconds the token is valid, when it was told. */
  readonly expiresIn?: number;
  /** Whether a refresh token came: without one users sign in again when the token ends. */
  readonly refreshable: boolean;
}

const LIMIT_MS = 300_000;
const DEFAULT_INTERVAL_S = 5;
const LONGEST_INTERVAL_S = 60;

/** Signs a person in. Bounded by time and by `signal`; never throws for what a provider can do. */
export async function signIn(options: SignInOptions): Promise<Result<SignedIn>> {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), options.limitMs ?? LIMIT_MS);
  const signal = AbortSignal.any([options.signal, clock.signal]);
  try {
    const run = { ...options, signal };
    const outcome = await (options.oidc === undefined ? atGateway(run) : atProvider(run, options.oidc));
    if (outcome.ok || !signal.aborted) return outcome;
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
  const outcome = await getMetadata(run.send, url);
  if (!outcome.ok) return fail({ message: `no sign-in metadata: ${outcome.failure.message}` });
  const metadata = outcome.value.status === 200 ? readMetadata(outcome.value.json) : undefined;
  return metadata === undefined
    ? fail({
        message: `there is no sign-in metadata at ${printable(url, 160)} (HTTP ${outcome.value.status})`,
        hint: 'Run the probe without --sign-in: its checks say what is wrong there.',
      })
    : ok(metadata);
}

function resourceOf(oidc: OidcFacts): { resource?: string } {
  const { resource, bearerTokenType } = oidc;
  return resource === undefined || bearerTokenType !== 'access_token' || providerOf(oidc) === 'entra'
    ? {}
    : { resource };
}

/* The device grant */

async function deviceGrant(
  run: SignInOptions,
  endpoints: { readonly device: string; readonly token: string },
  fields: Readonly<Record<string, string | undefined>>,
  kind: SignedIn['kind'],
): Promise<Result<SignedIn>> {
  const asked = await postForm(run.send, endpoints.device, fields, run.signal);
  if (!asked.ok) return fail({ message: `no device code: ${asked.failure.message}` });
  const { json } = asked.value;
  if (asked.value.status !== 200 || !isObject(json))
    return fail({ message: `no device code: ${sayOauth(asked.value, [])}` });
  const {
    device_code: code,
    user_code: user,
    verification_uri: uri,
    verification_uri_complete: whole,
  } = json;
  if (typeof code !== 'string' || code === '' || typeof user !== 'string' || typeof uri !== 'string')
    return fail({
      message: 'the answer of the device endpoint lacks device_code, user_code or verification_uri',
    });
  if (!isSafeEndpoint(uri)) return fail({ message: 'verification_uri is no https address' });
  run.show(`To sign in, open ${printable(uri, 300)} and enter the code ${printable(user, 40)}`);
  if (typeof whole === 'string' && isSafeEndpoint(whole)) run.show(`or open ${printable(whole, 400)}`);

  const lifetime = typeof json.expires_in === 'number' && json.expires_in > 0 ? json.expires_in : 900;
  const ends = performance.now() + lifetime * 1000;
  const poll = {
    grant_type: DEVICE_GRANT,
    device_code: code,
    ...(fields.client_id === undefined ? {} : { client_id: fields.client_id }),
  };
  const wait = run.wait ?? pause;
  let interval = seconds(json.interval);
  let broken = 0;
  for (;;) {
    await wait(interval * 1000, run.signal);
    if (run.signal.aborted) return fail({ message: 'the sign-in was stopped' });
    if (performance.now() > ends)
      return fail({
        message: 'the code has expired before anybody signed in',
        hint: 'Run the command again.',
      });
    const answer = await postForm(run.send, endpoints.token, poll, run.signal);
    if (!answer.ok) {
      // A cut line is no answer (RFC 8628, section 3.5): wait longer, but not for ever.
      broken += 1;
      if (broken >= 3) return fail({ message: `the token endpoint fails: ${answer.failure.message}` });
      interval = Math.min(interval * 2, LONGEST_INTERVAL_S);
      continue;
    }
    broken = 0;
    if (answer.value.status === 200) return tokensOf(answer.value, kind, [code]);
    switch (oauthError(answer.value)) {
      case 'authorization_pending':
        break;
      case 'slow_down':
        interval = Math.min(interval + 5, LONGEST_INTERVAL_S);
        break;
      case 'access_denied':
        return fail({ message: 'the sign-in was refused (access_denied)' });
      case 'expired_token':
        return fail({
          message: 'the code has expired before anybody signed in',
          hint: 'Run the command again.',
        });
      case undefined:
      default:
        return fail({ message: `the token endpoint answers ${sayOauth(answer.value, [code])}` });
    }
  }
}

function seconds(interval: unknown): number {
  return typeof interval === 'number' && interval > 0 && interval <= LONGEST_INTERVAL_S
    ? interval
    : DEFAULT_INTERVAL_S;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/* The browser flow */

async function browserFlow(
  run: SignInOptions,
  oidc: OidcFacts,
  endpoints: { readonly authorize: string; readonly token: string },
): Promise<Result<SignedIn>> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const listening = await listen(oidc.redirectPort ?? 0, state, run.signal);
  if (!listening.ok) return listening;
  const { port, code: arriving } = listening.value;
  try {
    const redirect = redirectUri(port);
    const url = new URL(endpoints.authorize);
    const query = {
      response_type: 'code',
      client_id: oidc.clientId ?? '',
      redirect_uri: redirect,
      scope: requestedScopes(oidc).join(' '),
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...resourceOf(oidc),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    run.show(`To sign in, open this address in a browser on this device:`);
    run.show(printable(url.href, 4000));
    const arrived = await arriving;
    if (!arrived.ok) return arrived;
    const answer = await postForm(
      run.send,
      endpoints.token,
      {
        grant_type: 'authorization_code',
        code: arrived.value,
        redirect_uri: redirect,
        client_id: oidc.clientId,
        code_verifier: verifier,
        ...resourceOf(oidc),
      },
      run.signal,
    );
    const secrets = [verifier, arrived.value];
    if (!answer.ok) return fail({ message: `the token endpoint fails: ${answer.failure.message}` });
    if (answer.value.status !== 200)
      return fail({
        message: `the token endpoint refuses the code: ${sayOauth(answer.value, secrets)}`,
        ...(oauthError(answer.value) === 'invalid_client'
          ? {
              hint: 'The app is a public client without a secret: register it as a native or public client with PKCE.',
            }
          : {}),
      });
    return checkedTokens(answer.value, oidc, nonce, secrets);
  } finally {
    listening.value.close();
  }
}

/** The claims that OpenID Connect Core, section 3.1.3.7 has a client compare; the token came over TLS from its issuer. */
function checkedTokens(
  answer: GatewayAnswer,
  oidc: OidcFacts,
  nonce: string,
  secrets: readonly string[],
): Result<SignedIn> {
  const json = isObject(answer.json) ? answer.json : {};
  const claims = typeof json.id_token === 'string' ? claimsOf(json.id_token) : undefined;
  if (typeof json.id_token === 'string' && requestedScopes(oidc).includes('openid')) {
    const audience = claims?.aud;
    if (claims === undefined) return fail({ message: 'the ID token is no JWT' });
    if (claims.nonce !== nonce) return fail({ message: 'the ID token belongs to another sign-in (nonce)' });
    if (audience !== oidc.clientId && !(Array.isArray(audience) && audience.includes(oidc.clientId)))
      return fail({ message: 'the ID token is not made out to clientId (aud)' });
    if (oidc.issuer !== undefined && claims.iss !== oidc.issuer)
      return fail({
        message: `the ID token names another issuer than ${oidc.key}.issuer (iss)`,
        hint: 'Set the issuer letter by letter as the provider writes it.',
      });
  }
  return tokensOf(answer, oidc.bearerTokenType, secrets);
}

function tokensOf(answer: GatewayAnswer, kind: SignedIn['kind'], more: readonly string[]): Result<SignedIn> {
  const json = isObject(answer.json) ? answer.json : {};
  const text = (name: string): string | undefined => {
    const value = json[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const token = text(kind);
  if (token === undefined)
    return fail({
      message: `the token endpoint gives no ${kind}`,
      ...(kind === 'id_token'
        ? { hint: 'Add openid to the scopes, or set bearerTokenType to access_token.' }
        : {}),
    });
  const expiresIn = json.expires_in;
  return ok({
    token,
    kind,
    secrets: [
      token,
      ...more,
      ...['access_token', 'id_token', 'refresh_token'].flatMap((name) => text(name) ?? []),
    ],
    refreshable: text('refresh_token') !== undefined,
    ...(typeof expiresIn === 'number' && expiresIn > 0 ? { expiresIn } : {}),
  });
}

/** `HTTP 400 invalid_grant: "…"`, without what was sent. */
function sayOauth(answer: GatewayAnswer, sent: readonly string[]): string {
  const error = oauthError(answer);
  const text = isObject(answer.json) ? answer.json.error_description : undefined;
  const said = typeof text === 'string' ? `: "${printable(redactor(sent)(printable(text, 800)), 200)}"` : '';
  return `HTTP ${answer.status}${error === undefined ? '' : ` ${error}`}${said}`;
}

import { randomBytes } from 'node:crypto';
import { issuerOf, signsInByDevice } from '../../bootstrap/preflight.ts';
import { MAX_ANSWER_BYTES, type Get } from '../../bootstrap/types.ts';
import { Cancelled, UserError } from '../../errors.ts';
import { createClient } from '../../gateway/client.ts';
import type { SignInFlow } from '../../gateway/sign-in/options.ts';
import { signIn } from '../../gateway/sign-in/sign-in.ts';
import type { GatewayClient, OidcFacts } from '../../gateway/types.ts';
import type { Io } from '../../io/io.ts';
import type { Route } from '../../net/types.ts';
import type { BootstrapSource } from '../../schema/served.ts';
import { concealable } from '../../text/redact.ts';
import { isObject } from '../../text/json.ts';

/** Where the credential of a request comes from. */
interface CredentialFlags {
  /** The bearer token itself, when a flag named one. */
  readonly token: string | undefined;
  readonly signIn: boolean;
  readonly signInFlow: SignInFlow | undefined;
  readonly quiet: boolean;
}

/** The headers of a credential, and what must never be shown. */
interface Credential {
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly secrets: readonly string[];
}

/** A client for the endpoint. It keeps no credential: each request says what it carries. */
export function endpointClient(url: URL, route: Route, limitMs: number, io: Io): GatewayClient {
  return createClient({
    baseUrl: url.origin,
    route,
    timeouts: { connect: limitMs, firstByte: limitMs, idle: limitMs, total: limitMs },
    signal: io.signal,
  });
}

/** GET as the app makes it: JSON, no compression asked for, redirects not followed, a bounded body. */
export function getter(client: GatewayClient): Get {
  return ({ url, headers, withinMs }) =>
    client.send({
      ...(withinMs === undefined ? {} : { timeouts: { total: withinMs } }),
      method: 'GET',
      path: url,
      credential: 'none',
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
      maxBytes: MAX_ANSWER_BYTES,
      bytes: true,
    });
}

/** A bearer token that nobody has issued. */
export function forgedToken(): Readonly<Record<string, string>> {
  return bearer(`cowork-3p-check-${randomBytes(12).toString('hex')}`);
}

/** The header that carries a token. */
export function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

/** The credential of a user: a token given, one from a sign-in, or the headers of the policy. */
export async function credentialFor(
  url: URL,
  source: BootstrapSource | undefined,
  flags: CredentialFlags,
  { client, io }: { readonly client: GatewayClient; readonly io: Io },
): Promise<Credential> {
  const fixed = headersOf(source);
  const secrets = Object.values(fixed ?? {});
  const known = (more: readonly string[]): readonly string[] => {
    const all = [...secrets, ...more];
    io.conceal(concealable(all));
    return all;
  };
  if (flags.token !== undefined)
    return { headers: { ...fixed, ...bearer(flags.token) }, secrets: known([flags.token]) };
  if (!flags.signIn) return { headers: fixed, secrets: known([]) };
  const outcome = await signIn({
    send: (request) => client.send(request),
    baseUrl: issuerOf(url),
    oidc: oidcOf(source),
    flow: flags.signInFlow,
    show: (line) => io.stderr.write(`${line}\n`),
    signal: io.signal,
  });
  if (!outcome.ok) {
    if (outcome.failure.cancelled === true) throw new Cancelled();
    throw new UserError(`--sign-in: ${outcome.failure.message}.`, outcome.failure.hint);
  }
  if (!flags.quiet) io.stderr.write('Signed in: the access token is used.\n');
  const { token, secrets: more } = outcome.value;
  return { headers: { ...fixed, ...bearer(token) }, secrets: known([token, ...more]) };
}

/** bootstrapHeaders of the policy, in lower case. */
function headersOf(source: BootstrapSource | undefined): Readonly<Record<string, string>> | undefined {
  const headers = source?.settings.get('bootstrapHeaders');
  if (!isObject(headers)) return undefined;
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
  );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** The client of bootstrapOidc; undefined where users sign in by device code at the server itself. */
function oidcOf(source: BootstrapSource | undefined): OidcFacts | undefined {
  if (signsInByDevice(source)) return undefined;
  const client = source?.settings.get('bootstrapOidc');
  if (!isObject(client))
    throw new UserError(
      '--sign-in: the policy sends fixed headers, so nobody signs in.',
      'Leave --sign-in out.',
    );
  const text = (name: string): string | undefined => {
    const value = client[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const port = client.redirectPort;
  return {
    key: 'bootstrapOidc',
    clientId: text('clientId'),
    issuer: text('issuer'),
    authorizationUrl: text('authorizationUrl'),
    tokenUrl: text('tokenUrl'),
    // The vendor's page: the bearer is the access token of the user.
    bearerTokenType: 'access_token',
    scopes: text('scopes'),
    appendOfflineAccess: false,
    redirectPort: typeof port === 'number' ? port : undefined,
    redirectHost: client.redirectHost === 'localhost' ? 'localhost' : undefined,
    broker: false,
  };
}

import { Cancelled, UserError } from '../../errors.ts';
import { createClient } from '../../gateway/client.ts';
import { runHelper } from '../../gateway/credential.ts';
import { signIn } from '../../gateway/sign-in/sign-in.ts';
import type { SignedIn } from '../../gateway/sign-in/tokens.ts';
import type { ClientOptions, Credential, OidcFacts } from '../../gateway/types.ts';
import type { Io } from '../../io/io.ts';
import type { HelperRun } from '../../probe/check.ts';
import type { Effective, AuthScheme } from '../../schema/index.ts';
import { tokenFrom } from '../route.ts';
import type { GatewayFlags } from './flags.ts';

/** The sign-in that is in force, as the checks take it. */
export function oidcFacts({ signIn: at }: Effective): OidcFacts | undefined {
  const oidc = at?.oidc;
  if (oidc === undefined || oidc.key === 'inferenceVertexWorkforceOidc') return undefined;
  const { key, broker, client } = oidc;
  return {
    key,
    clientId: client.clientId,
    issuer: client.issuer,
    authorizationUrl: client.authorizationUrl,
    tokenUrl: client.tokenUrl,
    bearerTokenType: client.bearerTokenType,
    scopes: client.scopes,
    appendOfflineAccess: client.appendOfflineAccess,
    resource: client.resource,
    redirectPort: client.redirectPort,
    redirectHost: client.redirectHost,
    broker,
  };
}

/** Signs in through a client of its own, which knows no credential. */
export async function signedInAt(
  way: Pick<ClientOptions, 'baseUrl' | 'headers' | 'route' | 'timeouts' | 'signal'>,
  oidc: OidcFacts | undefined,
  { credential, signIn: at }: Effective,
  flags: GatewayFlags,
  io: Io,
): Promise<SignedIn> {
  const kind = credential?.kind;
  if (kind !== undefined && at?.at === 'vendor')
    throw new UserError(
      '--sign-in: users sign in at the vendor of the provider, not at a gateway.',
      'Leave --sign-in out.',
    );
  if (oidc === undefined && kind !== undefined && at === undefined)
    throw new UserError(
      `--sign-in: with inferenceCredentialKind ${kind} nobody signs in.`,
      'Leave --sign-in out, or set inferenceCredentialKind to interactive.',
    );
  const client = createClient(way);
  try {
    const outcome = await signIn({
      send: (request) => client.send(request),
      baseUrl: way.baseUrl,
      oidc,
      flow: flags.signInFlow,
      ...(flags.timeout === undefined ? {} : { limitMs: flags.timeout }),
      show: (line) => io.stderr.write(`${line}\n`),
      signal: io.signal,
    });
    if (!outcome.ok) {
      if (outcome.failure.cancelled === true) throw new Cancelled();
      throw new UserError(`--sign-in: ${outcome.failure.message}.`, outcome.failure.hint);
    }
    const { kind: token, expiresIn, refreshable } = outcome.value;
    const span = expiresIn === undefined ? '' : `, valid for ${Math.max(1, Math.round(expiresIn / 60))} min`;
    const refresh = refreshable ? '' : '; no refresh token came, so users sign in again when it ends';
    if (flags.quiet !== true) io.stderr.write(`Signed in: the ${token} is used${span}${refresh}.\n`);
    return outcome.value;
  } finally {
    await client.close();
  }
}

/** The credential of a flag, else the one the configuration has, obtained as the app does. */
export async function credentialOf(
  { credential: used, scheme: own }: Effective,
  scheme: AuthScheme,
  flags: GatewayFlags,
  io: Io,
): Promise<{ credential?: Credential; helper?: HelperRun }> {
  const given = tokenFrom(flags.credentialEnv, '--credential-env', io);
  if (given !== undefined) return { credential: { scheme, token: given } };
  // The credential of a cloud provider goes to no gateway that --url names.
  if (used === undefined || own === undefined) return {};
  const { secret, helper } = used;
  if (secret?.value !== undefined) return { credential: { scheme, token: secret.value } };
  if (helper?.program === undefined) return {};
  const outcome = await runHelper(helper.program, {
    ...(helper.args.length === 0 ? {} : { args: helper.args }),
    // The shorter of what the app waits and what the caller does.
    timeoutMs: Math.min(helper.timeoutSec * 1000, flags.timeout ?? Infinity),
    env: io.env,
    platform: io.platform,
    signal: io.signal,
  });
  if (!outcome.ok)
    return { helper: { ms: outcome.failure.ms, problem: outcome.failure.message, warnings: [] } };
  const { token, headers, warnings, ms } = outcome.value;
  return {
    credential: { scheme, token, ...(headers === undefined ? {} : { extraHeaders: headers }) },
    helper: { ms, warnings },
  };
}

import type { Diagnostic } from '../diagnostics.ts';
import type { Document, Effective, EffectiveInput, Platform } from '../schema/index.ts';
import { effective, validate } from '../schema/index.ts';
import { Cancelled, UserError } from '../errors.ts';
import type { GatewayFacts, HelperRun } from '../probe/check.ts';
import type { OidcFacts } from '../gateway/types.ts';
import { createClient } from '../gateway/client.ts';
import { runHelper } from '../gateway/credential.ts';
import { signIn, type SignedIn, type SignInFlow } from '../gateway/sign-in.ts';
import type { AuthScheme, Credential, GatewayClient } from '../gateway/types.ts';
import type { Route, Timeouts } from '../net/types.ts';
import { concealable } from '../text/redact.ts';
import type { Io } from '../io/io.ts';
import { hide, loadDocument, resolved } from './load-config.ts';
import { routeOf, tokenFrom, type RouteFlags } from './route.ts';
import { addBootstrapOptions, numberArgument, type ReadFlags } from './options.ts';
import { Option, type Command } from 'commander';

/** Flags of the commands that talk to a gateway. */
export interface GatewayFlags extends ReadFlags, RouteFlags {
  readonly url?: string;
  readonly authScheme?: AuthScheme;
  readonly credentialEnv?: string;
  readonly model?: string;
  readonly timeout?: number;
  readonly signIn?: boolean;
  readonly signInFlow?: SignInFlow;
  readonly otherAudienceTokenEnv?: string;
  /** Follow bootstrapUrl and use what that server delivers. */
  readonly bootstrap?: boolean;
  readonly bootstrapTokenEnv?: string;
  readonly bootstrapSignIn?: boolean;
}

export function addGatewayOptions(command: Command): Command {
  return addBootstrapOptions(command)
    .option('--url <url>', 'ask this gateway instead of the configured one; no file is needed then')
    .addOption(
      new Option(
        '--auth-scheme <scheme>',
        'how to send the credential, instead of inferenceGatewayAuthScheme',
      ).choices(['bearer', 'x-api-key']),
    )
    .option('--credential-env <name>', 'take the credential from this environment variable')
    .option('--model <id>', 'the model to ask (default: the first usable one, Haiku first)')
    .option(
      '--timeout <ms>',
      'longest wait for one answer, a credential helper or a sign-in, in milliseconds (default: 60000, for a sign-in 300000)',
      numberArgument(100, 600_000),
    )
    .option('--ca <file>', 'trust this CA bundle (PEM) too')
    .option('--client-cert <file>', 'client certificate (PEM)')
    .option('--client-key <file>', 'its private key (PEM)')
    .option(
      '--proxy <url>',
      'go through this proxy; "env": through HTTPS_PROXY, "none": directly (default: egressProxyUrl, else env)',
    )
    .option('--sign-in', 'sign in first, as a user of the app does, and use that token')
    .addOption(
      new Option('--sign-in-flow <flow>', 'sign in this way instead of the way the app does').choices([
        'browser',
        'device',
      ]),
    );
}

/** A gateway, the way to it, and what the configuration says of it. */
export interface Connection {
  readonly client: GatewayClient;
  readonly credential: Credential | undefined;
  /** The token of `--other-audience-token-env`. */
  readonly otherAudience: Credential | undefined;
  /** What `--sign-in` gave, for a run that connects again. */
  readonly signedIn: SignedIn | undefined;
  readonly facts: GatewayFacts;
  readonly route: Route;
  readonly timeouts: Partial<Timeouts>;
  /** What was read, when a file was; for `models --write`. */
  readonly document: Document | undefined;
  /** Errors of the configuration: what they are about is left out, so that what is tested is not what the file says. */
  readonly leftOut: readonly Diagnostic[];
  readonly file: string | undefined;
}

/** Reads FILE (or takes `--url`), resolves references, obtains the credential as the app does, and opens the way. */
export async function connectFrom(
  file: string | undefined,
  flags: GatewayFlags,
  io: Io,
  before?: SignedIn,
): Promise<Connection> {
  const wanted = file !== undefined || flags.url === undefined;
  const loaded = wanted ? await loadDocument(file, io, flags) : undefined;
  const own = loaded === undefined ? undefined : await resolved(loaded.document, io);
  const looked =
    flags.bootstrap === true && own !== undefined ? await followed(loaded?.file ?? '', own, flags, io) : own;
  const checked = looked === undefined ? undefined : validate(looked.document);
  const errors = [
    ...(looked?.findings ?? []),
    ...hide(checked?.diagnostics ?? [], looked?.secrets ?? []),
  ].filter((finding) => finding.severity === 'error' && !isReplaced(finding, flags));
  const first = errors.find(({ code, key }) => BLOCKING.has(code) || key === 'inferenceGatewayBaseUrl');
  if (first !== undefined)
    throw new UserError(
      `${loaded?.file ?? ''}: ${first.message}.`,
      first.hint ?? 'Run "cowork-3p validate" on it.',
    );
  return {
    ...(await connect(checked ?? { settings: new Map() }, flags, io, before, looked?.secrets)),
    leftOut: errors,
    // What a server delivers is in no file that could be edited.
    document: flags.bootstrap === true ? undefined : loaded?.document,
    file: loaded?.file,
  };
}

/** The answer of the bootstrap server in place of the policy that leads to it. */
async function followed(
  file: string,
  own: Awaited<ReturnType<typeof resolved>>,
  flags: GatewayFlags,
  io: Io,
): ReturnType<typeof resolved> {
  const { followBootstrap } = await import('./bootstrap/follow.ts');
  const { document, refused, secrets } = await followBootstrap(file, own.document, flags, io);
  // A gateway on this machine is asked all the same, for trying out.
  const findings = refused.filter(({ code }) => code !== 'loopback-dropped');
  for (const { code, message } of refused)
    if (code === 'loopback-dropped') io.stderr.write(`cowork-3p: ${message}.\n`);
  // The proxy is the policy's, whatever is served.
  const proxies = [...own.document.entries].filter(([key]) => key.startsWith('egressProxy'));
  const entries = new Map([...document.entries, ...proxies]);
  return { document: { ...document, entries }, findings, secrets: [...own.secrets, ...secrets] };
}

/** Errors that leave nothing to ask. */
const BLOCKING: ReadonlySet<string> = new Set(['syntax', 'wrong-shape', 'reference-unresolved']);

/** The error is about something that a flag says instead. */
function isReplaced({ key, code, path }: Diagnostic, flags: GatewayFlags): boolean {
  const replaced = [
    ...(flags.url === undefined ? [] : ['inferenceGatewayBaseUrl', 'inferenceProvider']),
    ...(flags.authScheme === undefined ? [] : ['inferenceGatewayAuthScheme']),
    ...(flags.credentialEnv === undefined ? [] : CREDENTIAL_KEYS),
  ];
  if (flags.url !== undefined && code === 'provider-missing') return true;
  if (flags.credentialEnv !== undefined && code === 'credential-missing') return true;
  return replaced.includes(key) && path.length > 0;
}

const CREDENTIAL_KEYS = ['inferenceGatewayApiKey', 'inferenceAnthropicApiKey', 'inferenceCredentialHelper'];

/** As `connectFrom`, for settings at hand. `before` is a sign-in that is used again. */
export async function connect(
  configured: EffectiveInput,
  flags: GatewayFlags,
  io: Io,
  before?: SignedIn,
  /** What references of the configuration were replaced by. */
  referenced: readonly string[] = [],
): Promise<Omit<Connection, 'document' | 'file' | 'leftOut'>> {
  const uses = effective(asGateway(configured), { platform: platformOf(io.platform) });
  const baseUrl = flags.url ?? baseUrlOf(uses);
  const scheme = flags.authScheme ?? uses.scheme ?? 'bearer';
  const oidc = oidcFacts(uses);
  const route = await routeOf(uses, flags, io);
  const { headers } = uses;
  const timeouts: Partial<Timeouts> =
    flags.timeout === undefined
      ? {}
      : { total: flags.timeout, firstByte: flags.timeout, connect: Math.min(flags.timeout, 10_000) };
  const otherToken = tokenFrom(flags.otherAudienceTokenEnv, '--other-audience-token-env', io);
  const way = { baseUrl, headers, route, timeouts, signal: io.signal };
  const wantsSignIn = flags.signIn === true || flags.signInFlow !== undefined;
  const signedIn = wantsSignIn ? (before ?? (await signedInAt(way, oidc, uses, flags, io))) : undefined;
  const { credential, helper } =
    signedIn === undefined
      ? await credentialOf(uses, scheme, flags, io)
      : { credential: { scheme, token: signedIn.token }, helper: undefined };
  const client = createClient({
    ...way,
    ...(credential === undefined ? {} : { credential }),
    moreSecrets: [
      ...(signedIn?.secrets ?? []),
      ...(otherToken === undefined ? [] : [otherToken]),
      ...referenced,
    ],
  });
  io.conceal(concealable(client.secrets));
  const { credential: used, provider, proxy } = uses;
  return {
    client,
    credential,
    otherAudience: otherToken === undefined ? undefined : { scheme, token: otherToken },
    signedIn,
    route,
    timeouts,
    facts: {
      baseUrl,
      scheme,
      ...(used === undefined ? {} : { credentialKind: used.kind }),
      customHeaders: headers,
      models: uses.models,
      ...(provider === undefined ? {} : { discovery: uses.discovery.asks }),
      ...(configured.settings.get('toolSearchEnabled') === true ? { toolSearch: true } : {}),
      ...(flags.model === undefined ? {} : { model: flags.model }),
      ...(helper === undefined ? {} : { helper }),
      ...(proxy.kind === 'url' && proxy.url !== undefined ? { egressProxyUrl: proxy.url } : {}),
      ...(proxy.kind === 'pac' && proxy.url !== undefined ? { egressProxyPacUrl: proxy.url } : {}),
      ...(oidc === undefined ? {} : { oidc }),
    },
  };
}

/** Without a provider the app does not start, which is told; what else is set is tried as for a gateway. */
function asGateway(configured: EffectiveInput): EffectiveInput {
  const { settings } = configured;
  if (settings.size === 0 || settings.has('inferenceProvider')) return configured;
  return { ...configured, settings: new Map([['inferenceProvider', 'gateway'], ...settings]) };
}

function platformOf(platform: NodeJS.Platform): Platform {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}

/** The sign-in that is in force, as the checks take it. */
function oidcFacts({ signIn: at }: Effective): OidcFacts | undefined {
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
    broker,
  };
}

/** Signs in through a client of its own, which knows no credential. */
async function signedInAt(
  way: Pick<Connection, 'route' | 'timeouts'> & {
    readonly baseUrl: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
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

/** Anthropic's own API speaks the same protocol as a gateway; the other providers do not. */
function baseUrlOf({ provider, address, scheme, bootstraps }: Effective): string {
  if (provider !== undefined && scheme === undefined)
    throw new UserError(
      `inferenceProvider is "${provider}", which is no gateway: there is no Messages API of yours to ask.`,
      'Give --url to ask a gateway all the same.',
    );
  if (address !== undefined) return address.url;
  if (bootstraps)
    throw new UserError(
      'The configuration names no gateway: the bootstrap server (bootstrapUrl) delivers it to each user.',
      'Follow it with --bootstrap, check that server with "cowork-3p bootstrap check", or give --url to ask a gateway.',
    );
  throw new UserError('The configuration names no gateway.', 'Set inferenceGatewayBaseUrl, or give --url.');
}

async function credentialOf(
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

import type { Diagnostic } from '../diagnostics.ts';
import { UserError } from '../errors.ts';
import { createClient } from '../gateway/client.ts';
import type { SignedIn } from '../gateway/sign-in/tokens.ts';
import type { Credential, GatewayClient } from '../gateway/types.ts';
import type { Io } from '../io/io.ts';
import type { Route, Timeouts } from '../net/types.ts';
import type { GatewayFacts } from '../probe/check.ts';
import {
  effective,
  keptOnDevice,
  validate,
  type Document,
  type Effective,
  type EffectiveInput,
  type Platform,
} from '../schema/index.ts';
import { concealable } from '../text/redact.ts';
import { credentialOf, oidcFacts, signedInAt } from './connect/credential.ts';
import type { GatewayFlags } from './connect/flags.ts';
import { hide, loadDocument, resolved } from './load-config.ts';
import { routeOf, tokenFrom } from './route.ts';

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
  const entries = new Map([...document.entries, ...keptOnDevice(own.document)]);
  return { ...own, document: { ...document, entries }, findings, secrets: [...own.secrets, ...secrets] };
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
  if (flags.credentialEnv !== undefined && isNoCredential(code, key)) return true;
  return replaced.includes(key) && path.length > 0;
}

/** No credential is set, or not the one that the kind names. */
function isNoCredential(code: Diagnostic['code'], key: string): boolean {
  return (
    code === 'credential-missing' || (code === 'required-key-missing' && key === 'inferenceCredentialKind')
  );
}

const CREDENTIAL_KEYS = [
  'inferenceGatewayApiKey',
  'inferenceAnthropicApiKey',
  'inferenceCredentialHelper',
  'inferenceCredentialHelperWindows',
];

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
  const effort = configured.settings.get('defaultModelEffort');
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
      // A name with what is left of a reference is an error that is told, and may hold a key in its default.
      models: uses.models.filter(({ name }) => !name.includes('${')),
      ...(provider === undefined ? {} : { discovery: uses.discovery.asks }),
      ...(configured.settings.get('toolSearchEnabled') === true ? { toolSearch: true } : {}),
      ...(typeof effort === 'string' ? { effort } : {}),
      ...(flags.model === undefined ? {} : { model: flags.model }),
      ...(helper === undefined ? {} : { helper, bothHeaders: used?.bothHeaders === true }),
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

/** Anthropic's own API speaks the same protocol as a gateway; the other providers do not. */
function baseUrlOf({ provider, address, scheme, bootstraps }: Effective): string {
  if (provider !== undefined && scheme === undefined)
    throw new UserError(
      `inferenceProvider is "${provider}", which is no gateway: there is no Messages API of yours to ask.`,
      'Give --url to ask a gateway anyway.',
    );
  if (address !== undefined) return address.url;
  if (bootstraps)
    throw new UserError(
      'The configuration names no gateway: the bootstrap server (bootstrapUrl) delivers it to each user.',
      'Follow it with --bootstrap, check that server with "cowork-3p bootstrap check", or give --url to ask a gateway.',
    );
  throw new UserError('The configuration names no gateway.', 'Set inferenceGatewayBaseUrl, or give --url.');
}

import type { Config, Document } from '../schema/index.ts';
import { validate } from '../schema/index.ts';
import { UserError } from '../errors.ts';
import type { ConfiguredModel, GatewayFacts, HelperRun } from '../gateway/check.ts';
import { createClient } from '../gateway/client.ts';
import { runHelper } from '../gateway/credential.ts';
import type { AuthScheme, Credential, GatewayClient, Route, Timeouts } from '../gateway/types.ts';
import type { Io } from '../io.ts';
import { hide, loadDocument, resolved } from './load-config.ts';
import { numberArgument, type ReadFlags } from './options.ts';
import { Option, type Command } from 'commander';

/** Flags of the commands that talk to a gateway. */
export interface GatewayFlags extends ReadFlags {
  readonly url?: string;
  readonly authScheme?: AuthScheme;
  readonly credentialEnv?: string;
  readonly model?: string;
  readonly timeout?: number;
  readonly ca?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
}

export function addGatewayOptions(command: Command): Command {
  return command
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
      'longest wait for one answer, in milliseconds (default: 60000)',
      numberArgument(100, 600_000),
    )
    .option('--ca <file>', 'trust this CA bundle (PEM) too')
    .option('--client-cert <file>', 'client certificate (PEM)')
    .option('--client-key <file>', 'its private key (PEM)');
}

/** A gateway, the way to it, and what the configuration says of it. */
export interface Connection {
  readonly client: GatewayClient;
  readonly credential: Credential | undefined;
  readonly facts: GatewayFacts;
  readonly route: Route;
  readonly timeouts: Partial<Timeouts>;
  /** What was read, when a file was; for `models --write`. */
  readonly document: Document | undefined;
  readonly file: string | undefined;
}

const PEM_LIMIT = 1_000_000;

/** Reads FILE (or takes `--url`), resolves references, obtains the credential as the app does, and opens the way. */
export async function connectFrom(
  file: string | undefined,
  flags: GatewayFlags,
  io: Io,
): Promise<Connection> {
  const wanted = file !== undefined || flags.url === undefined;
  const loaded = wanted ? await loadDocument(file, io, flags.inputFormat) : undefined;
  const looked = loaded === undefined ? undefined : await resolved(loaded.document, io);
  const judged = looked === undefined ? undefined : validate(looked.document);
  const config: Config = judged?.config ?? {};
  const blocking = [
    ...(looked?.findings ?? []),
    ...hide(judged?.diagnostics ?? [], looked?.secrets ?? []),
  ].filter(
    ({ severity, key, code }) =>
      severity === 'error' &&
      (code === 'syntax' ||
        code === 'wrong-shape' ||
        code === 'reference-unresolved' ||
        key === 'inferenceGatewayBaseUrl'),
  );
  const [first] = blocking;
  if (first !== undefined && !(flags.url !== undefined && first.key === 'inferenceGatewayBaseUrl'))
    throw new UserError(
      `${loaded?.file ?? ''}: ${first.message}.`,
      first.hint ?? 'Run "cowork-3p validate" on it.',
    );
  return {
    ...(await connect(config, flags, io)),
    document: loaded?.document,
    file: loaded?.file,
  };
}

/** As `connectFrom`, for settings at hand. */
export async function connect(
  config: Config,
  flags: GatewayFlags,
  io: Io,
): Promise<Omit<Connection, 'document' | 'file'>> {
  const baseUrl = flags.url ?? baseUrlOf(config);
  const scheme = flags.authScheme ?? schemeOf(config);
  const kind = config.inferenceCredentialKind ?? derivedKind(config);
  const { credential, helper } = await credentialOf(config, kind, scheme, flags, io);
  const route = await routeOf(flags, io);
  const headers = config.inferenceCustomHeaders ?? {};
  const timeouts: Partial<Timeouts> =
    flags.timeout === undefined
      ? {}
      : { total: flags.timeout, firstByte: flags.timeout, connect: Math.min(flags.timeout, 10_000) };
  const client = createClient({
    baseUrl,
    ...(credential === undefined ? {} : { credential }),
    headers,
    route,
    timeouts,
    signal: io.signal,
  });
  return {
    client,
    credential,
    route,
    timeouts,
    facts: {
      baseUrl,
      scheme,
      ...(kind === undefined ? {} : { credentialKind: kind }),
      customHeaders: headers,
      models: configuredModels(config),
      ...(config.modelDiscoveryEnabled === undefined ? {} : { discovery: config.modelDiscoveryEnabled }),
      ...(flags.model === undefined ? {} : { model: flags.model }),
      ...(helper === undefined ? {} : { helper }),
    },
  };
}

/** Anthropic's own API speaks the same protocol; the other providers do not. */
function baseUrlOf(config: Config): string {
  if (config.inferenceGatewayBaseUrl !== undefined && (config.inferenceProvider ?? 'gateway') === 'gateway')
    return config.inferenceGatewayBaseUrl;
  if (config.inferenceProvider === 'anthropic') return 'https://api.anthropic.com';
  if (config.inferenceProvider !== undefined && config.inferenceProvider !== 'gateway')
    throw new UserError(
      `inferenceProvider is "${config.inferenceProvider}", which is no gateway: there is no Messages API of yours to ask.`,
      'Give --url to ask a gateway all the same.',
    );
  throw new UserError('The configuration names no gateway.', 'Set inferenceGatewayBaseUrl, or give --url.');
}

function schemeOf(config: Config): AuthScheme {
  if (config.inferenceProvider === 'anthropic') return 'x-api-key';
  return config.inferenceGatewayAuthScheme ?? 'bearer';
}

/** Which credential the app would take when `inferenceCredentialKind` is unset (vendor page "Configuration reference"). */
function derivedKind(config: Config): string | undefined {
  if (config.inferenceCredentialHelper !== undefined || config.inferenceCredentialHelperWindows !== undefined)
    return 'helper-script';
  if (config.inferenceGatewayApiKey !== undefined || config.inferenceAnthropicApiKey !== undefined)
    return 'static';
  if (config.inferenceGatewayOidc !== undefined) return 'interactive';
  return undefined;
}

async function credentialOf(
  config: Config,
  kind: string | undefined,
  scheme: AuthScheme,
  flags: GatewayFlags,
  io: Io,
): Promise<{ credential?: Credential; helper?: HelperRun }> {
  if (flags.credentialEnv !== undefined) {
    const token = Object.hasOwn(io.env, flags.credentialEnv) ? io.env[flags.credentialEnv] : undefined;
    if (token === undefined || token === '')
      throw new UserError(`--credential-env: the variable ${flags.credentialEnv} is not set.`);
    return { credential: { scheme, token: token.trim() } };
  }
  if (kind === 'static') {
    const token =
      config.inferenceProvider === 'anthropic'
        ? config.inferenceAnthropicApiKey
        : config.inferenceGatewayApiKey;
    return token === undefined ? {} : { credential: { scheme, token } };
  }
  if (kind !== 'helper-script') return {};
  const program =
    (io.platform === 'win32' ? config.inferenceCredentialHelperWindows : undefined) ??
    config.inferenceCredentialHelper;
  if (program === undefined) return {};
  const outcome = await runHelper(program, {
    ...(config.inferenceCredentialHelperArgs === undefined
      ? {}
      : { args: config.inferenceCredentialHelperArgs }),
    timeoutMs: (config.inferenceCredentialHelperTimeoutSec ?? 60) * 1000,
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

async function routeOf(flags: GatewayFlags, io: Io): Promise<Route> {
  const read = async (name: string | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    const bytes = await io.readFile(name, PEM_LIMIT);
    if (!bytes.ok) throw new UserError(`${name} ${bytes.failure.message}.`);
    const text = Buffer.from(bytes.value).toString('utf8');
    if (!text.includes('-----BEGIN '))
      throw new UserError(`${name} is not a PEM file.`, 'Convert it with openssl.');
    return text;
  };
  if ((flags.clientCert === undefined) !== (flags.clientKey === undefined))
    throw new UserError('--client-cert and --client-key go together.');
  const ca = await read(flags.ca);
  const clientCert = await read(flags.clientCert);
  const clientKey = await read(flags.clientKey);
  return {
    env: io.env,
    ...(ca === undefined ? {} : { ca: [ca] }),
    ...(clientCert === undefined ? {} : { clientCert }),
    ...(clientKey === undefined ? {} : { clientKey }),
  };
}

/** `inferenceModels` as the checks take it. */
export function configuredModels(config: Config): readonly ConfiguredModel[] {
  return (config.inferenceModels ?? []).map((entry) => (typeof entry === 'string' ? { name: entry } : entry));
}

import type { Config } from '../catalogue/index.ts';
import type { CredentialSource, OidcKeys } from '../providers.ts';
import type { Reading } from './reading.ts';
import type { EffectiveCredential, EffectiveHelper, EffectiveOidc, EffectiveSignIn } from './types.ts';

/** Vendor reference, inferenceCredentialHelperTimeoutSec. */
const HELPER_TIMEOUT_SEC = 60;

/** The credential that is used, with what it takes to obtain it. */
export function credentialOf(reading: Reading): EffectiveCredential | undefined {
  const { credentials, value } = reading;
  const [likely] = credentials?.candidates ?? [];
  if (credentials === undefined || likely === undefined) return undefined;
  const { source, keys, missing } = likely;
  const [key] = source.keys;
  return {
    kind: source.kind,
    chosen: value('inferenceCredentialKind') !== undefined,
    certain: credentials.certain,
    keys,
    missing,
    bothHeaders: source.bothHeaders === true,
    ...(source.kind === 'static' && key !== undefined
      ? { secret: { key, value: value(key) as string | undefined } }
      : {}),
    ...(source.kind === 'helper-script' ? { helper: helperOf(source, reading) } : {}),
  };
}

function helperOf({ keys, onWindows }: CredentialSource, { platform, has, value }: Reading): EffectiveHelper {
  const own = platform === 'windows' && onWindows !== undefined && has(onWindows) ? onWindows : undefined;
  const key = own ?? keys[0] ?? 'inferenceCredentialHelper';
  return {
    key,
    program: value(key) as string | undefined,
    args: value('inferenceCredentialHelperArgs') ?? [],
    timeoutSec: value('inferenceCredentialHelperTimeoutSec') ?? HELPER_TIMEOUT_SEC,
  };
}

/** How users sign in for that credential. */
export function signInOf(
  reading: Reading,
  credential: EffectiveCredential | undefined,
): EffectiveSignIn | undefined {
  const source = reading.credentials?.candidates[0]?.source;
  if (credential === undefined || source === undefined) return undefined;
  const { kind } = credential;
  if (source.oidc === undefined) return kind === 'interactive' ? { at: 'vendor' } : undefined;
  const keys = source.oidc.find(({ key }) => reading.has(key));
  if (keys === undefined) return source.optional === true ? { at: 'gateway' } : undefined;
  const oidc = oidcOf(keys, reading);
  return { at: 'idp', ...(oidc === undefined ? {} : { oidc }) };
}

function oidcOf({ key, flow }: OidcKeys, { value }: Reading): EffectiveOidc | undefined {
  const client = value(key) as Config['inferenceIdpOidc'];
  if (client === undefined) return undefined;
  return {
    key,
    client: { ...client, bearerTokenType: client.bearerTokenType ?? 'id_token' },
    broker: value(flow) === 'broker',
  };
}

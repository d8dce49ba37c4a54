import type { KeyName } from '../catalogue/index.ts';
import type { Provider } from '../key-spec.ts';
import { bootstraps } from './mode.ts';
import type { RuleContext } from './rule.ts';

/** The values of inferenceCredentialKind that today's app reads. */
export type CredentialKind =
  'static' | 'helper-script' | 'interactive' | 'vendor-profile' | 'workforce' | 'external-idp';

/** One way in which a provider gets its credential. */
export interface CredentialSource {
  readonly kind: CredentialKind;
  /** Together they configure the source; none for one that needs no key of its own. */
  readonly keys: readonly KeyName[];
  /** Further keys that the kind asks for when it is chosen. */
  readonly also?: readonly KeyName[];
  /** The keys may all be left out when the kind is chosen: then the reason why. */
  readonly optional?: true;
}

const HELPER: CredentialSource = { kind: 'helper-script', keys: ['inferenceCredentialHelper'] };

/** Vendor reference and the page of each provider. */
export const SOURCES: Readonly<Record<Provider, readonly CredentialSource[]>> = {
  gateway: [
    { kind: 'external-idp', keys: ['inferenceIdpOidc'] },
    // Without an OIDC object the gateway itself is the authorization server (RFC 8414, RFC 8628).
    { kind: 'interactive', keys: ['inferenceGatewayOidc'], optional: true },
    HELPER,
    { kind: 'static', keys: ['inferenceGatewayApiKey'] },
  ],
  anthropic: [
    { kind: 'interactive', keys: [], optional: true },
    HELPER,
    { kind: 'static', keys: ['inferenceAnthropicApiKey'] },
  ],
  bedrock: [
    { kind: 'external-idp', keys: ['inferenceIdpOidc'], also: ['inferenceBedrockBaseUrl'] },
    {
      kind: 'interactive',
      keys: [
        'inferenceBedrockSsoStartUrl',
        'inferenceBedrockSsoRegion',
        'inferenceBedrockSsoAccountId',
        'inferenceBedrockSsoRoleName',
      ],
    },
    { kind: 'vendor-profile', keys: ['inferenceBedrockProfile'] },
    HELPER,
    { kind: 'static', keys: ['inferenceBedrockBearerToken'] },
  ],
  mantle: [HELPER, { kind: 'static', keys: ['inferenceBedrockBearerToken'] }],
  vertex: [
    { kind: 'interactive', keys: ['inferenceVertexOAuthClientId', 'inferenceVertexOAuthClientSecret'] },
    // Without a file: Application Default Credentials of the device.
    { kind: 'vendor-profile', keys: ['inferenceVertexCredentialsFile'], optional: true },
    { kind: 'workforce', keys: ['inferenceVertexWorkforceAudience', 'inferenceVertexWorkforceOidc'] },
    HELPER,
  ],
  foundry: [
    { kind: 'interactive', keys: ['inferenceFoundryTenantId', 'inferenceFoundryClientId'] },
    HELPER,
    { kind: 'static', keys: ['inferenceFoundryApiKey'] },
  ],
};

/** The order in which sources win when no kind is set, where it is documented; the first wins. */
export const ORDER: Readonly<Record<Provider, readonly CredentialKind[]>> = {
  gateway: ['helper-script', 'static'],
  anthropic: ['helper-script', 'static'],
  bedrock: ['external-idp', 'interactive', 'vendor-profile', 'helper-script', 'static'],
  mantle: ['helper-script', 'static'],
  vertex: ['interactive', 'vendor-profile'],
  foundry: ['helper-script', 'static'],
};

/** A key is set. The helper for Windows stands in for the helper, but not where the platform is another. */
export function isSet({ has, platform }: RuleContext, key: KeyName): boolean {
  if (has(key)) return true;
  const windowsCounts = platform === undefined || platform === 'windows';
  return key === 'inferenceCredentialHelper' && windowsCounts && has('inferenceCredentialHelperWindows');
}

/** The keys of a source that are set; those of the helper include its Windows twin. */
export function presentKeys(context: RuleContext, { kind, keys }: CredentialSource): readonly KeyName[] {
  const all: readonly KeyName[] =
    kind === 'helper-script' ? [...keys, 'inferenceCredentialHelperWindows'] : keys;
  return all.filter((key) => context.has(key));
}

export function isComplete(context: RuleContext, { keys }: CredentialSource): boolean {
  return keys.length > 0 && keys.every((key) => isSet(context, key));
}

/** What the credential rules check; undefined when a bootstrap server or an unreadable key leaves nothing to check. */
interface Credentials {
  readonly provider: Provider;
  readonly sources: readonly CredentialSource[];
  /** Undefined when no kind is set. */
  readonly kind: CredentialKind | undefined;
}

export function credentialsOf(context: RuleContext): Credentials | undefined {
  const { provider, config, has } = context;
  if (provider === undefined || bootstraps(context)) return undefined;
  const kind = config.inferenceCredentialKind;
  if (kind === undefined && has('inferenceCredentialKind')) return undefined;
  return { provider, sources: SOURCES[provider], kind };
}

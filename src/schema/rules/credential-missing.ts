import type { KeyName } from '../catalogue/index.ts';
import type { Provider } from '../key-spec.ts';
import { credentialsOf, isComplete, isSet, presentKeys } from './credential-sources.ts';
import { listing } from './reading.ts';
import type { Rule } from './rule.ts';

/** With these the app starts without any credential key: a browser sign-in, and the credentials of the device. */
const NEEDS_NONE: readonly Provider[] = ['anthropic', 'vertex'];

const SIMPLEST: Readonly<Record<Provider, KeyName>> = {
  gateway: 'inferenceGatewayApiKey',
  anthropic: 'inferenceAnthropicApiKey',
  bedrock: 'inferenceBedrockProfile',
  mantle: 'inferenceBedrockBearerToken',
  vertex: 'inferenceVertexCredentialsFile',
  foundry: 'inferenceFoundryApiKey',
};

/** Without a kind, some source must be complete; a source that is set in part is said to be. */
export const credentialMissing: Rule = {
  id: 'credential-missing',
  source: 'App log "no credential configured for provider"; vendor provider pages',
  check(context) {
    const { report } = context;
    const credentials = credentialsOf(context);
    if (credentials?.kind !== undefined || credentials === undefined) return;
    const { provider, sources } = credentials;
    const served = NEEDS_NONE.includes(provider) || sources.some((source) => isComplete(context, source));
    const partial = sources.filter(
      (source) => !isComplete(context, source) && presentKeys(context, source).length > 0,
    );
    for (const source of partial) {
      const [first = source.keys[0]] = presentKeys(context, source);
      const missing = source.keys.filter((key) => !isSet(context, key));
      report(
        'setting-incomplete',
        first === undefined ? [] : [first],
        {
          fault: `${listing(presentKeys(context, source))} ${presentKeys(context, source).length === 1 ? 'does' : 'do'} nothing without ${listing(missing)}`,
          fix: `Set ${listing(missing)}.`,
        },
        served ? 'warning' : 'error',
      );
    }
    if (served || partial.length > 0) return;
    report('credential-missing', ['inferenceProvider'], {
      fault: `No credential is configured for the provider "${provider}", so Claude Desktop does not start with it`,
      fix:
        provider === 'gateway'
          ? 'Set inferenceGatewayApiKey or inferenceCredentialHelper, or inferenceCredentialKind "interactive" for a browser sign-in.'
          : `Set ${SIMPLEST[provider]}, or another credential of the provider with its inferenceCredentialKind.`,
    });
  },
};

/*
 * Names that Claude Desktop reads nowhere in a managed configuration, and that mean something all the same: keys of
 * other products and files, and names that guides give to a key of ours. Nobody is told to remove what works elsewhere.
 */

/** Where a name belongs, as a hint: imperative sentences. */
interface Elsewhere {
  readonly hint: string;
  /** The file itself is another one: then what stands beside the name is not read either. */
  readonly wrongFile?: true;
}

const CLAUDE_CODE: Elsewhere = {
  hint: 'It is a setting of Claude Code: leave it to the managed settings of that program.',
};
const APP_STATE: Elsewhere = {
  hint: 'It belongs to claude_desktop_config.json, the state of the app, from which no managed setting is read: put the settings into a policy, that is a profile, the registry or managed-settings.json.',
  wrongFile: true,
};

/** Members of a settings file of Claude Code that mean nothing to Claude Desktop (its documentation, "Settings"). */
export const CLAUDE_CODE_SETTINGS: ReadonlySet<string> = new Set([
  'permissions',
  'hooks',
  'env',
  'apiKeyHelper',
  'awsAuthRefresh',
  'awsCredentialExport',
  'otelHeadersHelper',
  'cleanupPeriodDays',
  'companyAnnouncements',
  'includeCoAuthoredBy',
  'allowManagedHooksOnly',
  'allowManagedPermissionRulesOnly',
  'allowManagedMcpServersOnly',
  'allowedMcpServers',
  'deniedMcpServers',
  'disableAllHooks',
  'disableAutoMode',
  'enableAllProjectMcpServers',
  'enabledMcpjsonServers',
  'disabledMcpjsonServers',
  'enabledPlugins',
  'extraKnownMarketplaces',
  'strictKnownMarketplaces',
  'forceLoginMethod',
  'forceLoginGatewayUrl',
  'outputStyle',
  'sandbox',
  'statusLine',
  'spinnerTipsEnabled',
  'alwaysThinkingEnabled',
  'availableModels',
]);
/** The same, and names that tell of Claude Code only beside a policy: one that others use too, and its variables. */
const OF_CLAUDE_CODE = [
  ...CLAUDE_CODE_SETTINGS,
  'model',
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_MODEL',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
];

const PLACES: ReadonlyMap<string, Elsewhere> = new Map([
  ...OF_CLAUDE_CODE.map((name) => [name, CLAUDE_CODE] as const),
  ...['mcpServers', 'deploymentMode', 'preferences', 'globalShortcut'].map(
    (name) => [name, APP_STATE] as const,
  ),
  [
    'extends',
    {
      hint: 'Only a JSON source of cowork-3p has bases, and they are not read here: export from the source.',
    },
  ],
  ['$schema', { hint: 'It is for editors of a JSON source: leave it out of what is deployed.' }],
  [
    'expiresAt',
    { hint: 'It is a member of what a bootstrap server answers; check such a file with --as bootstrap.' },
  ],
]);

/** The key that each provider has for a name that guides use for any of them. */
const GUESSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  inferenceBaseUrl: {
    gateway: 'inferenceGatewayBaseUrl',
    bedrock: 'inferenceBedrockBaseUrl',
    mantle: 'inferenceBedrockBaseUrl',
    vertex: 'inferenceVertexBaseUrl',
    foundry: 'inferenceFoundryBaseUrl',
  },
  inferenceApiKey: {
    gateway: 'inferenceGatewayApiKey',
    anthropic: 'inferenceAnthropicApiKey',
    bedrock: 'inferenceBedrockBearerToken',
    mantle: 'inferenceBedrockBearerToken',
    foundry: 'inferenceFoundryApiKey',
  },
  inferenceAuthType: { gateway: 'inferenceGatewayAuthScheme' },
  inferenceAuthScheme: { gateway: 'inferenceGatewayAuthScheme' },
};

/** Where a name belongs that is no key, if anybody knows it. */
export function elsewhere(name: string): Elsewhere | undefined {
  return PLACES.get(name);
}

/** The key that a guessed name stands for with a provider; `gateway` where none is set. */
export function guessedKey(name: string, provider: unknown): string | undefined {
  const keys = Object.hasOwn(GUESSED, name) ? GUESSED[name] : undefined;
  if (keys === undefined) return undefined;
  return typeof provider === 'string' && Object.hasOwn(keys, provider) ? keys[provider] : keys.gateway;
}

/** Members of a key's entries as other products call them. */
const MEMBERS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'inferenceModels',
    new Map([
      ['id', 'name'],
      ['model', 'name'],
      ['modelId', 'name'],
      ['model_id', 'name'],
      ['label', 'labelOverride'],
      ['displayName', 'labelOverride'],
      ['display_name', 'labelOverride'],
      ['supports_1m', 'supports1m'],
    ]),
  ],
]);

/** The member of an entry of a key that another name means. */
export function guessedMember(key: string, name: string): string | undefined {
  return MEMBERS.get(key)?.get(name);
}

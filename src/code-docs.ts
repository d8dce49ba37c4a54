import type { Code } from './codes.ts';

/*
 * Every finding explained: why it matters, an example that has it and the same one fixed. `explain`, the docs
 * and a test that checks both examples read this table.
 */

/** Settings, shown alone; a small gateway configuration is added around them unless they are the whole file. */
interface SettingsExample {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly whole?: true;
}

/** Lines of a file; `around` names what is added around them. */
interface TextExample {
  readonly format: 'json' | 'plist' | 'mobileconfig' | 'reg';
  readonly text: string;
  readonly around?: 'settings' | 'payloads' | 'profile' | 'policy key';
  /** What the lines do not show. */
  readonly note?: string;
}

export type CodeExample = SettingsExample | TextExample;

export interface CodeDoc {
  /** What happens when it is left as it is. */
  readonly why: string;
  /** How to fix it, beyond the hint of the finding. */
  readonly fix: string;
  readonly wrong: CodeExample;
  readonly right: CodeExample;
  /** Flags with which the finding shows. */
  readonly flags?: {
    readonly target?: string;
    readonly platform?: 'macos' | 'windows' | 'linux';
    readonly resolve?: true;
  };
}

const set = (settings: Readonly<Record<string, unknown>>): SettingsExample => ({ settings });
const file = (settings: Readonly<Record<string, unknown>>): SettingsExample => ({ settings, whole: true });
const json = (...lines: string[]): TextExample => ({ format: 'json', text: lines.join('\n') });
const plist = (...lines: string[]): TextExample => ({
  format: 'plist',
  text: lines.join('\n'),
  around: 'settings',
});
const payloads = (...lines: string[]): TextExample => ({
  format: 'mobileconfig',
  text: lines.join('\n'),
  around: 'payloads',
});
const profile = (...lines: string[]): TextExample => ({
  format: 'mobileconfig',
  text: lines.join('\n'),
  around: 'profile',
});
const values = (...lines: string[]): TextExample => ({
  format: 'reg',
  text: lines.join('\n'),
  around: 'policy key',
});
const reg = (...lines: string[]): TextExample => ({ format: 'reg', text: lines.join('\n') });

const REG = 'Windows Registry Editor Version 5.00';
const MACHINE = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]';
const USER = '[HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]';
const GATEWAY = '"inferenceProvider"="gateway"';

const OIDC = { clientId: 'claude-desktop', issuer: 'https://login.example.com' };
const ENTRA_ISSUER = 'https://login.microsoftonline.com/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/v2.0';
const BASE = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' };
const KEY = { inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' };
const SIGN_IN = { ...BASE, inferenceCredentialKind: 'interactive' };
const remote = (entry: object): SettingsExample =>
  set({
    managedMcpServers: [{ name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp', ...entry }],
  });

export const codeDocs = {
  /* The file */
  syntax: {
    why: 'A file that does not parse is not applied at all, and Claude Desktop starts as if there were no policy.',
    fix: 'Go to the line and column that are told; an editor with schema.json shows the place at once.',
    wrong: json('{', '  "inferenceProvider": "gateway"', '  "coworkTabEnabled": true', '}'),
    right: json('{', '  "inferenceProvider": "gateway",', '  "coworkTabEnabled": true', '}'),
  },
  'wrong-shape': {
    why: 'The container is read, but no settings are where they must be.',
    fix: 'Put the keys at the top level of one object, one property list or one payload.',
    wrong: json('[{ "inferenceProvider": "gateway" }]'),
    right: json('{ "inferenceProvider": "gateway" }'),
  },
  'not-strict-json': {
    why: 'On Linux the app reads the deployed file itself, as strict JSON: with a comment in it nothing is applied.',
    fix: 'Keep the commented file as your source and deploy what "cowork-3p export --format json" writes.',
    wrong: json('{', '  // our gateway', '  "inferenceProvider": "gateway"', '}'),
    right: json('{', '  "inferenceProvider": "gateway"', '}'),
    flags: { platform: 'linux' },
  },
  'duplicate-key': {
    why: 'Which of the two values counts depends on the reader, so tools and the app may disagree.',
    fix: 'Keep the one that is meant. In the registry, names that differ in case only are the same.',
    wrong: json('{', '  "coworkTabEnabled": true,', '  "coworkTabEnabled": false', '}'),
    right: json('{', '  "coworkTabEnabled": false', '}'),
  },
  'unknown-key': {
    why: 'Claude Desktop does not read the key, so what it was meant to do does not happen. On Linux one unknown key was seen to void the whole file, hence it is an error there.',
    fix: 'Fix the spelling, or remove the key.',
    wrong: set({ coworkTabsEnabled: false }),
    right: set({ coworkTabEnabled: false }),
  },
  'nested-config': {
    why: 'Claude Desktop reads flat keys at the top level only; everything inside such an object is lost.',
    fix: 'Move the members to the top level.',
    wrong: file({ enterpriseConfig: { ...BASE, ...KEY } }),
    right: file({ ...BASE, ...KEY }),
  },
  'dotted-key': {
    why: 'No key has a dot in its name. With inferenceGatewayOidc.clientId and the like the sign-in silently falls back to another one.',
    fix: 'Write one value with members.',
    wrong: file({
      ...SIGN_IN,
      'inferenceGatewayOidc.clientId': OIDC.clientId,
      'inferenceGatewayOidc.issuer': OIDC.issuer,
    }),
    right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
  },

  /* One value */
  'wrong-type': {
    why: 'A value that cannot be read is dropped, or read as the most restrictive one; since 1.40609.0 several keys fail closed.',
    fix: 'Give the type the key has; "cowork-3p explain KEY" shows it.',
    wrong: set({ coworkTabEnabled: 'yes' }),
    right: set({ coworkTabEnabled: true }),
  },
  'not-in-enum': {
    why: 'The app does not know the value, and ignores it or falls back to a default.',
    fix: 'Use one of the values that are listed.',
    wrong: set({ otlpEndpoint: 'https://otlp.example.com', otlpProtocol: 'http' }),
    right: set({ otlpEndpoint: 'https://otlp.example.com', otlpProtocol: 'http/json' }),
  },
  'out-of-range': {
    why: 'The app refuses the value, and the default applies.',
    fix: 'Choose a value inside the bounds.',
    wrong: set({ configRecheckIntervalMinutes: 60 }),
    right: set({ configRecheckIntervalMinutes: 30 }),
  },
  'bad-format': {
    why: 'The text cannot be what the key asks for, so the app refuses it or it cannot work.',
    fix: 'Write it in the form that the hint gives.',
    wrong: set({ deploymentOrganizationUuid: 'example-corp' }),
    right: set({ deploymentOrganizationUuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }),
  },
  'unknown-field': {
    why: 'The member is not read, so it changes nothing; mostly it is a misspelling.',
    fix: 'Fix the spelling, or remove the member.',
    wrong: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', displayName: 'Sonnet' }] }),
    right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', labelOverride: 'Sonnet' }] }),
  },
  'missing-field': {
    why: 'Without the member the entry means nothing and is rejected.',
    fix: 'Add it.',
    wrong: set({ managedMcpServers: [{ name: 'wiki', transport: 'http' }] }),
    right: remote({}),
  },
  'empty-value': {
    why: 'An empty text still counts as a policy: it hides what users set, and on Windows it hides the whole user hive.',
    fix: 'Give it a value, or remove the key.',
    wrong: set({ organizationInstructions: '' }),
    right: set({ organizationInstructions: 'Answer in English.' }),
  },
  'control-character': {
    why: 'XML has no way to write the character and the registry cuts a text at it, so it arrives changed or not at all.',
    fix: 'Remove it; it mostly comes along when text is copied.',
    wrong: set({ deploymentDisplayName: 'Example\u0007 Corp' }),
    right: set({ deploymentDisplayName: 'Example Corp' }),
  },
  'number-too-large': {
    why: 'Beyond 2^53 a number is rounded on the way, so another one arrives.',
    fix: 'Write a smaller number.',
    wrong: set({ inferenceMaxTokensPerWindow: 10_000_000_000_000_000, inferenceTokenWindowHours: 24 }),
    right: set({ inferenceMaxTokensPerWindow: 10_000_000, inferenceTokenWindowHours: 24 }),
  },

  /* URLs */
  'url-not-https': {
    why: 'Claude Desktop refuses plain http but for loopback: credentials and prompts would travel in the open.',
    fix: 'Put TLS in front of the service and write https.',
    wrong: set({ inferenceGatewayBaseUrl: 'http://llm-gateway.example.com' }),
    right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
  },
  'url-credentials': {
    why: 'Since 1.32352.0 addresses with a user name or password are refused; before, the password showed up in logs.',
    fix: 'Move the credential to the key that is made for it, or to a header.',
    wrong: set({ otlpEndpoint: 'https://collector:password@otlp.example.com' }),
    right: set({
      otlpEndpoint: 'https://otlp.example.com',
      otlpHeadersHelper: '/usr/local/bin/otlp-headers',
    }),
  },
  'url-messages-path': {
    why: 'The app puts /v1/messages after the address, so it would ask for /v1/messages/v1/messages.',
    fix: 'Give what stands before /v1/messages.',
    wrong: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/v1/messages' }),
    right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
  },
  'url-loopback-http': {
    why: 'It works on a device that runs a gateway itself; on every other one it leads nowhere.',
    fix: 'For a fleet, give the https address of the gateway.',
    wrong: set({ inferenceGatewayBaseUrl: 'http://localhost:4000' }),
    right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
  },
  'url-v1-path': {
    why: 'The app appends /v1/messages, so most gateways would answer 404 to /v1/v1/messages. Some accept it, and one sample of the vendor has it, hence only a warning.',
    fix: 'Remove the trailing /v1; "cowork-3p probe" shows which form answers.',
    wrong: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/v1' }),
    right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
  },

  /* Providers and credentials */
  'provider-missing': {
    why: 'Without a provider or a bootstrap server Claude Desktop starts in standard mode and asks for a claude.ai account.',
    fix: 'Set inferenceProvider, or bootstrapUrl where a server delivers the configuration.',
    wrong: file({ inferenceGatewayBaseUrl: BASE.inferenceGatewayBaseUrl, ...KEY }),
    right: file({ ...BASE, ...KEY }),
  },
  'no-third-party-mode': {
    why: 'That is legal for a policy that only governs updates or standard deployments; it is told because it is easily forgotten in a third-party one.',
    fix: 'Leave it, or set inferenceProvider.',
    wrong: file({ disableAutoUpdates: true }),
    right: file({ ...BASE, ...KEY, disableAutoUpdates: true }),
  },
  'required-key-missing': {
    why: 'Without the key third-party mode does not start: the app falls back to standard mode or shows a configuration error.',
    fix: 'Set the key.',
    wrong: file({ inferenceProvider: 'gateway', ...KEY }),
    right: file({ ...BASE, ...KEY }),
  },
  'credential-missing': {
    why: 'The app then says: no credential configured for the provider. Inference does not start.',
    fix: 'Set a key, a helper, or the kind of sign-in.',
    wrong: file(BASE),
    right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
  },
  'credential-conflict': {
    why: 'Only one of them is used, and which one follows from an order that is easily misremembered.',
    fix: 'Remove the one that is not meant, or name the one that is with inferenceCredentialKind.',
    wrong: set({ inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
    right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
  },
  'credential-unused': {
    why: 'A chosen kind switches every other source off, so the credential only lies around in the policy.',
    fix: 'Remove it, or choose its kind.',
    wrong: set({ inferenceCredentialKind: 'interactive' }),
    right: file(SIGN_IN),
  },
  'helper-not-absolute': {
    why: 'The helper is started without a shell: no ~, no variable and no arguments are understood, and the start fails.',
    fix: 'Give the absolute path of one program; arguments go into inferenceCredentialHelperArgs.',
    wrong: file({ ...BASE, inferenceCredentialHelper: '~/bin/gateway-token --quiet' }),
    right: file({ ...BASE, inferenceCredentialHelper: '/usr/local/bin/gateway-token' }),
  },
  'header-invalid': {
    why: 'Such a header cannot be sent, or the client overwrites it.',
    fix: 'Use a name of letters, digits and hyphens, and a value of one line.',
    wrong: set({ inferenceCustomHeaders: { 'X Team': 'platform' } }),
    right: set({ inferenceCustomHeaders: { 'X-Team': 'platform' } }),
  },
  'header-credential': {
    why: 'Fixed headers go to every device as they stand and are never renewed; the vendor asks to keep credentials out of them.',
    fix: 'Use the credential keys, or a helper that prints the header.',
    wrong: set({ inferenceCustomHeaders: { Authorization: 'Bearer ${env:TOKEN}' } }),
    right: set({ inferenceCustomHeaders: { 'X-Team': 'platform' } }),
  },

  /* Models */
  'model-not-claude': {
    why: 'With a gateway, one model whose name is not recognisably Claude makes the app refuse the whole configuration.',
    fix: 'Name the route on the gateway after the Claude model that it serves. Names of other vendors are refused even inside such a name.',
    wrong: set({ inferenceModels: ['company-large'] }),
    right: set({ inferenceModels: ['claude-sonnet-4-5'] }),
  },
  'model-alias-needs-discovery': {
    why: 'An alias such as sonnet is resolved against the models that the gateway lists; without discovery nothing resolves it.',
    fix: 'Write the full ID.',
    wrong: set({ modelDiscoveryEnabled: false, inferenceModels: ['sonnet'] }),
    right: set({ modelDiscoveryEnabled: false, inferenceModels: ['claude-sonnet-4-5'] }),
  },
  'model-duplicate': {
    why: 'The entries are merged, and which label or flag survives is not documented.',
    fix: 'Keep one entry with all its members.',
    wrong: set({ inferenceModels: ['claude-sonnet-4-5', { name: 'claude-sonnet-4-5', supports1m: true }] }),
    right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true }] }),
  },
  'model-context-suffix': {
    why: 'The suffix is an old way to say supports1m; the app turns it into that and cuts it off.',
    fix: 'Write an object with supports1m.',
    wrong: set({ inferenceModels: ['claude-sonnet-4-5[1m]'] }),
    right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true }] }),
  },
  'model-flag-without-base': {
    why: 'The flag refines another one that is not set, so it does nothing.',
    fix: 'Set the other one too, or remove the flag.',
    wrong: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', prefer1m: true }] }),
    right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', supports1m: true, prefer1m: true }] }),
  },
  'models-required': {
    why: 'Where the app cannot ask for models and none are listed, the picker stays empty.',
    fix: 'List full model IDs in inferenceModels.',
    wrong: set({ modelDiscoveryEnabled: false }),
    right: set({ modelDiscoveryEnabled: false, inferenceModels: ['claude-sonnet-4-5'] }),
  },
  'models-incomplete': {
    why: 'The list can be read, but it does not say what it seems to say.',
    fix: 'Fix the entry that is named.',
    wrong: set({ inferenceModels: ['Claude Sonnet 4.5'] }),
    right: set({ inferenceModels: [{ name: 'claude-sonnet-4-5', labelOverride: 'Claude Sonnet 4.5' }] }),
  },

  /* Sign-in */
  'oidc-incomplete': {
    why: 'The sign-in cannot begin, or another one takes its place without a word.',
    fix: 'Give clientId, and issuer or both endpoints.',
    wrong: file({ ...SIGN_IN, inferenceGatewayOidc: { clientId: 'claude-desktop' } }),
    right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
  },
  'oidc-issuer-path': {
    why: 'The app appends the discovery path itself, asks for it twice in a row and gets 404.',
    fix: 'Give the issuer alone.',
    wrong: file({
      ...SIGN_IN,
      inferenceGatewayOidc: {
        clientId: 'claude-desktop',
        issuer: 'https://login.example.com/.well-known/openid-configuration',
      },
    }),
    right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
  },
  'oidc-scopes-required': {
    why: 'Without scopes an access token is not meant for the gateway, which then refuses it.',
    fix: 'Name a scope of the gateway, or use the ID token, which is the default.',
    wrong: file({ ...SIGN_IN, inferenceGatewayOidc: { ...OIDC, bearerTokenType: 'access_token' } }),
    right: file({
      ...SIGN_IN,
      inferenceGatewayOidc: {
        ...OIDC,
        bearerTokenType: 'access_token',
        scopes: 'openid offline_access api://llm-gateway/use',
      },
    }),
  },
  'oidc-broker-issuer': {
    why: 'The broker of the operating system signs in at Entra ID only.',
    fix: 'Give the issuer of your tenant, or choose the browser.',
    wrong: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC, inferenceGatewayOidcAuthFlow: 'broker' }),
    right: file({
      ...SIGN_IN,
      inferenceGatewayOidc: { clientId: 'claude-desktop', issuer: ENTRA_ISSUER },
      inferenceGatewayOidcAuthFlow: 'broker',
    }),
  },
  'oidc-setting': {
    why: 'The sign-in works, but the member does not do what it says, or sign-in comes more often than it must.',
    fix: 'Fix the member that is named.',
    wrong: file({
      ...SIGN_IN,
      inferenceGatewayOidc: { ...OIDC, resource: 'https://llm-gateway.example.com' },
    }),
    right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
  },

  /* Settings that lean on others */
  'setting-ignored': {
    why: 'Another setting, or the lack of one, takes the effect away; nobody is told on the device.',
    fix: 'Set what it leans on, or remove it.',
    wrong: set({ deploymentDisplaySubtitle: 'Research' }),
    right: set({ deploymentDisplayName: 'Example Corp', deploymentDisplaySubtitle: 'Research' }),
  },
  'setting-incomplete': {
    why: 'The settings only work together, so the part that is there does nothing.',
    fix: 'Set the other part too.',
    wrong: set({ inferenceMaxTokensPerWindow: 1_000_000 }),
    right: set({ inferenceMaxTokensPerWindow: 1_000_000, inferenceTokenWindowHours: 24 }),
  },
  'setting-conflict': {
    why: 'Both cannot hold; the app refuses the entry or the configuration.',
    fix: 'Keep the one that is meant.',
    wrong: set({
      managedMcpServers: [{ name: 'search', server: 'websearch', transport: 'http', provider: 'exa' }],
    }),
    right: set({ managedMcpServers: [{ name: 'search', server: 'websearch', provider: 'exa' }] }),
  },
  'setting-risky': {
    why: 'It is allowed, but it protects less, or reaches less far, than it seems to.',
    fix: 'Follow the hint, or silence the finding with a reason.',
    wrong: set({ disabledBuiltinTools: ['Web_Search'] }),
    right: set({ disabledBuiltinTools: ['WebSearch'] }),
  },
  'entry-duplicate': {
    why: 'Policies and stored sign-ins hang on the name, so one of the two entries is lost.',
    fix: 'Give every entry a name of its own.',
    wrong: set({
      managedMcpServers: [
        { name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp' },
        { name: 'wiki', transport: 'http', url: 'https://wiki.example.org/mcp' },
      ],
    }),
    right: set({
      managedMcpServers: [
        { name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp' },
        { name: 'wiki-partners', transport: 'http', url: 'https://wiki.example.org/mcp' },
      ],
    }),
  },
  'marketplace-unpinned': {
    why: 'Plugins that install themselves must be pinned to a state that was looked at; without a pin they are offered only, and before 1.46388.1 not even that.',
    fix: 'Give a 40-digit commit in ref, or manifestSha256 for a url.',
    wrong: set({
      allowedPluginMarketplaces: [
        { source: 'github', repo: 'example/plugins', ref: 'main', installationPreference: 'required' },
      ],
    }),
    right: set({
      allowedPluginMarketplaces: [
        {
          source: 'github',
          repo: 'example/plugins',
          ref: '8f14e45fceea167a5a36dedd4bea2543d1a2b3c4',
          installationPreference: 'required',
        },
      ],
    }),
  },
  'platform-unsupported': {
    why: 'The setting cannot work on the platform the file is for.',
    fix: 'Give that platform a value of its own, or leave the key out there.',
    wrong: set({ sshClientPath: 'C:\\Windows\\System32\\OpenSSH\\ssh.exe' }),
    right: set({ sshClientPath: '/usr/bin/ssh' }),
    flags: { platform: 'linux' },
  },

  /* Releases */
  'deprecated-key': {
    why: 'The key has another name today. With --target it is an error where that release no longer reads it; a key that is merely superseded is told as information.',
    fix: '"cowork-3p migrate" writes the new name.',
    wrong: set({ isDxtEnabled: true }),
    right: set({ isDesktopExtensionEnabled: true }),
  },
  'deprecated-value': {
    why: 'The value is no longer read, or is read as another one.',
    fix: '"cowork-3p migrate" writes the value of today.',
    wrong: file({ ...BASE, inferenceGatewayAuthScheme: 'sso' }),
    right: file(SIGN_IN),
  },
  'deprecated-shape': {
    why: 'The value stands in a form of earlier releases, which is refused as malformed once support for it ends.',
    fix: '"cowork-3p migrate" writes the form of today.',
    wrong: set({ inferenceCustomHeaders: 'X-Team=platform,X-Site=berlin' }),
    right: set({ inferenceCustomHeaders: { 'X-Team': 'platform', 'X-Site': 'berlin' } }),
  },
  'removed-key': {
    why: 'No release that is still around reads the key.',
    fix: 'Remove it; "cowork-3p migrate" does.',
    wrong: set({ disableDefaultPlugins: true }),
    right: set({}),
  },
  'key-newer-than-target': {
    why: 'The oldest release of the fleet does not know the key, the value or the member; there it does nothing.',
    fix: 'Leave it out, update the fleet first, or let "cowork-3p migrate --target" write an older spelling.',
    wrong: set({ toolSearchEnabled: true }),
    right: set({}),
    flags: { target: '1.20186.9' },
  },
  'release-unknown': {
    why: 'The first release that reads it is not documented; the target lies between one that did not and one that did.',
    fix: 'Try it on a device with that release, or choose a later target.',
    wrong: set({ dictationEnabled: true }),
    right: set({}),
    flags: { target: '1.40609.0' },
  },
  'behaviour-changed': {
    why: 'Releases before and after the change read the same configuration differently, and the fleet has both.',
    fix: 'Say explicitly what is meant, so that every release does the same.',
    wrong: set({ isDesktopExtensionEnabled: false, otlpEndpoint: 'https://otlp.example.com' }),
    right: set({
      isDesktopExtensionEnabled: false,
      otlpEndpoint: 'https://otlp.example.com',
      otlpTracesEnabled: false,
    }),
    flags: { target: '1.46388.1' },
  },
  'other-provider-key': {
    why: 'Keys of providers other than the selected one are ignored. That is harmless, and often left over.',
    fix: 'Remove the key.',
    wrong: set({ inferenceBedrockRegion: 'us-east-1' }),
    right: set({}),
  },
  'standard-deployment-key': {
    why: 'The key governs sign-ins at claude.ai; third-party mode has none.',
    fix: 'Remove the key from the third-party configuration.',
    wrong: set({ loginSsoOrgDomain: 'example.com' }),
    right: set({}),
  },

  /* What must be filled in */
  placeholder: {
    why: 'The text was copied from a sample and waits to be filled in. In an address or an ID it is an error, elsewhere a warning.',
    fix: 'Fill it in, or write a reference such as ${env:NAME} that export resolves.',
    wrong: set({ inferenceGatewayBaseUrl: 'https://REPLACE_ME.example.com' }),
    right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
  },
  'secret-literal': {
    why: 'A credential in the file goes wherever the file goes: into git, into tickets, into chats.',
    fix: 'Write a reference, and give the value to export through the environment or a file.',
    wrong: set({ inferenceGatewayApiKey: 'Zx41-kitchen-sink-8842' }),
    right: set(KEY),
  },
  'reference-malformed': {
    why: 'A reference that is not well formed is not replaced, so its text itself would be deployed.',
    fix: 'Write ${env:NAME} or ${file:/path}. A literal ${ is written $${.',
    wrong: set({ inferenceGatewayApiKey: '${env:GATEWAY-KEY}' }),
    right: set({ inferenceGatewayApiKey: '${env:GATEWAY_KEY}' }),
  },
  'reference-unresolved': {
    why: 'The variable or the file is not there, so there is no value to deploy or to ask the gateway with.',
    fix: 'Set the variable in the environment of the command, or fix the path.',
    wrong: set({ inferenceGatewayApiKey: '${env:NO_SUCH_VARIABLE}' }),
    right: set({ inferenceGatewayApiKey: '${env:GATEWAY_KEY}' }),
    flags: { resolve: true },
  },

  /* Containers */
  'native-structure': {
    why: 'Arrays and dictionaries in a property list are read by newer releases only; a JSON string is read by all.',
    fix: 'Re-export the file; "cowork-3p export" writes JSON strings.',
    wrong: plist('<key>inferenceModels</key>', '<array>', '  <string>claude-sonnet-4-5</string>', '</array>'),
    right: plist('<key>inferenceModels</key>', '<string>["claude-sonnet-4-5"]</string>'),
  },
  'unreadable-value': {
    why: 'Dates and data are no types that Claude Desktop reads, so the key counts as not set.',
    fix: 'Write the value as a string.',
    wrong: plist('<key>deploymentDisplayName</key>', '<data>RXhhbXBsZQ==</data>'),
    right: plist('<key>deploymentDisplayName</key>', '<string>Example</string>'),
  },
  'mdm-variable': {
    why: 'The MDM replaces the text for each device or user. That is fine where it is meant, and a surprise where it is not.',
    fix: 'Keep it if it is meant, and silence the finding; otherwise write the text differently.',
    wrong: plist('<key>inferenceCustomHeaders</key>', '<string>{"X-User":"$EMAIL"}</string>'),
    right: plist('<key>inferenceCustomHeaders</key>', '<string>{"X-Team":"platform"}</string>'),
  },
  'reg-type-unreadable': {
    why: 'Claude Desktop reads REG_SZ and REG_DWORD. Other types are invisible, and REG_EXPAND_SZ under the machine hive still hides the user hive.',
    fix: 'Use REG_SZ.',
    wrong: values('"inferenceModels"=hex(7):63,00,00,00,00,00'),
    right: values('"inferenceModels"="[\\"claude-sonnet-4-5\\"]"'),
  },
  'reg-subkey': {
    why: 'Only values directly under the policy key are read.',
    fix: 'Put them directly under SOFTWARE\\Policies\\Claude.',
    wrong: reg(
      REG,
      '',
      MACHINE,
      GATEWAY,
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\\Models]',
      '"inferenceModels"="[\\"claude-sonnet-4-5\\"]"',
    ),
    right: reg(REG, '', MACHINE, GATEWAY, '"inferenceModels"="[\\"claude-sonnet-4-5\\"]"'),
  },
  'reg-wrong-key': {
    why: 'Claude Desktop reads SOFTWARE\\Policies\\Claude and no other key.',
    fix: 'Move the values there.',
    wrong: reg(REG, '', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude]', GATEWAY),
    right: reg(REG, '', MACHINE, GATEWAY),
  },
  'reg-both-hives': {
    why: 'Since 1.19367.0 any value in the machine hive hides the user hive entirely; before, they were merged key by key.',
    fix: 'Put everything into one hive.',
    wrong: reg(REG, '', MACHINE, GATEWAY, '', USER, '"coworkTabEnabled"="true"'),
    right: reg(REG, '', MACHINE, GATEWAY, '"coworkTabEnabled"="true"'),
  },
  'reg-user-hive': {
    why: 'Users may be able to change their own hive, and anything in the machine hive hides it.',
    fix: 'Use HKEY_LOCAL_MACHINE for a fleet.',
    wrong: reg(REG, '', USER, GATEWAY),
    right: reg(REG, '', MACHINE, GATEWAY),
  },
  'reg-header': {
    why: 'Registry editors know two header lines; with any other the file is refused.',
    fix: 'Begin the file with "Windows Registry Editor Version 5.00".',
    wrong: reg('Windows Registry Editor Version 6.00', '', MACHINE, GATEWAY),
    right: reg(REG, '', MACHINE, GATEWAY),
  },
  'reg-line-ignored': {
    why: 'An importer drops a line that it cannot read, mostly without a word: the value never arrives.',
    fix: 'Fix the line, or re-export the file.',
    wrong: values('"coworkTabEnabled"="true'),
    right: values('"coworkTabEnabled"="true"'),
  },
  'reg-escape': {
    why: 'In a registry file a backslash begins an escape, so a path with single ones arrives changed.',
    fix: 'Double every backslash.',
    wrong: values('"sshClientPath"="C:\\Windows\\System32\\OpenSSH\\ssh.exe"'),
    right: values('"sshClientPath"="C:\\\\Windows\\\\System32\\\\OpenSSH\\\\ssh.exe"'),
  },
  'reg-encoding': {
    why: 'Registry editors read UTF-16 with a byte order mark, or the code page of the device: other encodings are refused or garble what is not ASCII.',
    fix: 'Save the file as UTF-16LE with a byte order mark, as "cowork-3p export" does.',
    wrong: { ...values('"deploymentDisplayName"="Größe"'), note: 'saved as UTF-8' },
    right: { ...values('"deploymentDisplayName"="Größe"'), note: 'saved as UTF-16LE with a byte order mark' },
  },
  'reg-default-value': {
    why: 'Claude Desktop reads nothing from the default value, but in the machine hive it hides the user hive.',
    fix: 'Remove the line.',
    wrong: values('@="managed"'),
    right: values('"coworkTabEnabled"="true"'),
  },
  'reg-deletes': {
    why: 'The import removes values, also those that others wrote.',
    fix: 'Keep it only if this file is the sole source of the policy, and put it first.',
    wrong: values('"coworkTabEnabled"="true"', '"coworkTabEnabled"=-'),
    right: values('"coworkTabEnabled"="true"'),
  },
  'reg-unusual': {
    why: 'Some importers read the line differently from others.',
    fix: 'Re-export the file.',
    wrong: values('  "coworkTabEnabled" = "true"'),
    right: values('"coworkTabEnabled"="true"'),
  },
  'profile-incomplete': {
    why: 'A profile without one of these keys does not install.',
    fix: 'Re-export the profile; "cowork-3p export" writes all of them.',
    wrong: profile(
      '<key>PayloadIdentifier</key>',
      '<string>com.example.claude</string>',
      '<key>PayloadVersion</key>',
      '<integer>1</integer>',
    ),
    right: profile(
      '<key>PayloadIdentifier</key>',
      '<string>com.example.claude</string>',
      '<key>PayloadUUID</key>',
      '<string>2C4F1E5A-6D0B-4C39-9A57-0B1D8E3F7A21</string>',
      '<key>PayloadVersion</key>',
      '<integer>1</integer>',
    ),
  },
  'profile-invalid': {
    why: 'The value breaks a rule that holds for every profile, and the installation fails.',
    fix: 'Give it the form that is asked for.',
    wrong: profile(
      '<key>PayloadIdentifier</key>',
      '<string>com.example.claude</string>',
      '<key>PayloadUUID</key>',
      '<string>claude-desktop</string>',
      '<key>PayloadVersion</key>',
      '<integer>1</integer>',
    ),
    right: profile(
      '<key>PayloadIdentifier</key>',
      '<string>com.example.claude</string>',
      '<key>PayloadUUID</key>',
      '<string>2C4F1E5A-6D0B-4C39-9A57-0B1D8E3F7A21</string>',
      '<key>PayloadVersion</key>',
      '<integer>1</integer>',
    ),
  },
  'profile-encrypted': {
    why: 'The content was encrypted for one device, so nobody else can read or check it.',
    fix: 'Check the profile as it was before.',
    wrong: profile('<key>EncryptedPayloadContent</key>', '<data>AAECAw==</data>'),
    right: profile(
      '<key>PayloadIdentifier</key>',
      '<string>com.example.claude</string>',
      '<key>PayloadUUID</key>',
      '<string>2C4F1E5A-6D0B-4C39-9A57-0B1D8E3F7A21</string>',
      '<key>PayloadVersion</key>',
      '<integer>1</integer>',
    ),
  },
  'profile-other-payload': {
    why: 'The profile also configures something else, which is not checked here.',
    fix: 'Nothing needs fixing; one profile a purpose is easier to keep.',
    wrong: payloads(
      '<dict>',
      '  <key>PayloadType</key>',
      '  <string>com.apple.dock</string>',
      '  <key>PayloadIdentifier</key>',
      '  <string>com.example.dock</string>',
      '  <key>PayloadUUID</key>',
      '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
      '  <key>PayloadVersion</key>',
      '  <integer>1</integer>',
      '</dict>',
    ),
    right: payloads(),
  },
  'profile-set-once': {
    why: 'Set-Once writes a preference that users may change. Claude Desktop reads forced preferences only.',
    fix: 'Use Forced, or a payload of the type com.anthropic.claudefordesktop.',
    wrong: payloads(
      '<dict>',
      '  <key>PayloadType</key>',
      '  <string>com.apple.ManagedClient.preferences</string>',
      '  <key>PayloadIdentifier</key>',
      '  <string>com.example.claude.preferences</string>',
      '  <key>PayloadUUID</key>',
      '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
      '  <key>PayloadVersion</key>',
      '  <integer>1</integer>',
      '  <key>PayloadContent</key>',
      '  <dict>',
      '    <key>com.anthropic.claudefordesktop</key>',
      '    <dict>',
      '      <key>Set-Once</key>',
      '      <array>',
      '        <dict>',
      '          <key>mcx_preference_settings</key>',
      '          <dict>',
      '            <key>coworkTabEnabled</key>',
      '            <string>true</string>',
      '          </dict>',
      '        </dict>',
      '      </array>',
      '    </dict>',
      '  </dict>',
      '</dict>',
    ),
    right: payloads(),
  },
  'profile-too-large': {
    why: 'Large profiles are slow to deliver, and each MDM has a limit; Intune takes 1,000,000 bytes.',
    fix: 'Move long lists to what a bootstrap server delivers.',
    wrong: { ...payloads(), note: 'with a value of 250,000 characters' },
    right: payloads(),
  },
  'profile-several-payloads': {
    why: 'Where two payloads set the same key differently, nothing says which one wins.',
    fix: 'Put all settings into one payload.',
    wrong: payloads(
      '<dict>',
      '  <key>PayloadType</key>',
      '  <string>com.anthropic.claudefordesktop</string>',
      '  <key>PayloadIdentifier</key>',
      '  <string>com.example.claude.more</string>',
      '  <key>PayloadUUID</key>',
      '  <string>7B9D6C1E-2F84-4A0D-8C33-5E6F7A8B9C0D</string>',
      '  <key>PayloadVersion</key>',
      '  <integer>1</integer>',
      '  <key>coworkTabEnabled</key>',
      '  <string>true</string>',
      '</dict>',
    ),
    right: payloads(),
  },
  'profile-signed-unverified': {
    why: 'The profile was opened without asking who signed it.',
    fix: 'Verify it with "openssl cms -verify" or "security cms -D".',
    wrong: { ...payloads(), note: 'signed' },
    right: { ...payloads(), note: 'not signed' },
  },
  'profile-unusual': {
    why: 'The profile installs, but part of it does not do what it seems to.',
    fix: 'Fix the key that is named.',
    wrong: profile('<key>coworkTabEnabled</key>', '<true/>'),
    right: profile(),
  },

  /* Suppressions */
  'unused-ignore': {
    why: 'The finding is gone, or the comment names another one; left in, it would silence something later.',
    fix: 'Remove the comment.',
    wrong: json(
      '{',
      '  // cowork-3p-ignore url-loopback-http: developers only',
      '  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com"',
      '}',
    ),
    right: json(
      '{',
      '  // cowork-3p-ignore url-loopback-http: developers only',
      '  "inferenceGatewayBaseUrl": "http://localhost:4000"',
      '}',
    ),
  },
} as const satisfies Record<Code, CodeDoc>;

/** What stands around an example, so that it can be checked: the small configuration that is added around it. */
export const AROUND: Readonly<Record<string, unknown>> = { ...BASE, ...KEY };

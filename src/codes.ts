/*
 * Every finding the product can make: one row a code. The code is the same in source, JSON, docs,
 * fixtures and `--ignore`. Call sites give the code, the path and the arguments; the words are here.
 */

export type Severity = 'error' | 'warning' | 'info';

export interface CodeRow<A> {
  readonly severity: Severity;
  /** The fault in a few words: heading of reports and docs. */
  readonly title: string;
  readonly message: (args: A) => string;
  readonly hint?: (args: A) => string | undefined;
}

const row = <A>(spec: CodeRow<A>): CodeRow<A> => spec;
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** A message that needs no argument. */
type Nothing = Readonly<Record<string, never>>;

/** For faults that come in many shapes: the rule words the fault and its fixing. */
interface Worded {
  readonly fault: string;
  readonly fix?: string;
}
const worded = (severity: Severity, title: string): CodeRow<Worded> => ({
  severity,
  title,
  message: ({ fault }) => fault,
  hint: ({ fix }) => fix,
});

export const CODES = {
  /* The file */
  syntax: row<{ format: string; problem: string }>({
    severity: 'error',
    title: 'The file does not parse',
    message: ({ format, problem }) => `The ${format} does not parse: ${problem}`,
    hint: () => 'Fix the syntax first; nothing after this place was checked.',
  }),
  'wrong-shape': row<{ expected: string; got: string }>({
    severity: 'error',
    title: 'The file holds something else than settings',
    message: ({ expected, got }) => `The file must hold ${expected}; this one holds ${got}`,
    hint: () => 'Put the keys at the top level of one object.',
  }),
  'not-strict-json': row<{ what: string }>({
    severity: 'warning',
    title: 'Claude Desktop reads strict JSON only',
    message: ({ what }) =>
      `The file has ${what}, which Claude Desktop does not read in managed-settings.json`,
    hint: () => 'Keep this as your source and deploy the output of "cowork-3p export --format json".',
  }),
  'duplicate-key': row<{ key: string; how?: string }>({
    severity: 'error',
    title: 'The same key stands twice',
    message: ({ key, how }) =>
      `"${key}" stands more than once${how === undefined ? '' : ` (${how})`}; which one counts is not defined`,
    hint: () => 'Keep one of them.',
  }),
  'unknown-key': row<{ key: string; nearest?: string | undefined }>({
    severity: 'warning',
    title: 'Claude Desktop reads no such key',
    message: ({ key }) => `Claude Desktop reads no key named "${key}"`,
    hint: ({ nearest }) =>
      nearest === undefined ? 'Remove it; "cowork-3p explain" lists every key.' : `Did you mean ${nearest}?`,
  }),
  'nested-config': row<{ key: string; keys: readonly string[] }>({
    severity: 'error',
    title: 'Settings stand inside an object',
    message: ({ key }) =>
      `The settings inside "${key}" are never read: Claude Desktop reads flat keys at the top level`,
    hint: ({ keys }) =>
      keys.length === 0
        ? 'Move its members to the top level.'
        : `Move ${quoted(keys.slice(0, 3))}${keys.length > 3 ? ' and the rest' : ''} to the top level.`,
  }),
  'dotted-key': row<{ key: string; parent: string }>({
    severity: 'error',
    title: 'A dotted key is never read',
    message: ({ key }) => `"${key}" is never read: there are no dotted keys`,
    hint: ({ parent }) => `Write one value for "${parent}" that holds the members.`,
  }),

  /* One value */
  'wrong-type': row<{ what: string; expected: string; got: string }>({
    severity: 'error',
    title: 'The value is of the wrong type',
    message: ({ what, expected, got }) => `${what} must be ${expected}; this is ${got}`,
    hint: ({ expected }) => `Write ${expected}.`,
  }),
  'not-in-enum': row<{
    what: string;
    got: string;
    values: readonly string[];
    nearest?: string | undefined;
    otherwise?: string | undefined;
  }>({
    severity: 'error',
    title: 'The value is none of those allowed',
    message: ({ what, got, values, otherwise }) =>
      `${what} is ${got}, which is none of ${quoted(values)}${otherwise === undefined ? '' : `; Claude Desktop reads it as "${otherwise}"`}`,
    hint: ({ values, nearest }) =>
      nearest === undefined ? `Use one of ${quoted(values)}.` : `Did you mean "${nearest}"?`,
  }),
  'out-of-range': row<{ what: string; got: string; bound: string }>({
    severity: 'error',
    title: 'The value is out of range',
    message: ({ what, got, bound }) => `${what} is ${got}; it must be ${bound}`,
    hint: ({ bound }) => `Choose a value that is ${bound}.`,
  }),
  'bad-format': row<{ what: string; problem: string; fix?: string | undefined }>({
    severity: 'error',
    title: 'The text has the wrong form',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: ({ fix }) => fix,
  }),
  'unknown-field': row<{ what: string; field: string; nearest?: string | undefined }>({
    severity: 'warning',
    title: 'The object has no such member',
    message: ({ what, field }) => `${what} has no member "${field}"`,
    hint: ({ nearest }) => (nearest === undefined ? 'Remove it.' : `Did you mean "${nearest}"?`),
  }),
  'missing-field': row<{ what: string; field: string }>({
    severity: 'error',
    title: 'A member is missing',
    message: ({ what, field }) => `${what} lacks "${field}"`,
    hint: ({ field }) => `Add "${field}".`,
  }),
  'empty-value': row<{ what: string }>({
    severity: 'error',
    title: 'The value is empty',
    message: ({ what }) => `${what} is empty, and an empty value still counts as a policy`,
    hint: () => 'Give it a value, or remove the key.',
  }),
  'control-character': row<{ what: string; character: string }>({
    severity: 'error',
    title: 'The value holds a character that no file can carry',
    message: ({ what, character }) =>
      `${what} holds ${character}, which a profile or a registry value cannot carry`,
    hint: () => 'Remove the character.',
  }),
  'number-too-large': row<{ what: string }>({
    severity: 'error',
    title: 'The number is too large to be exact',
    message: ({ what }) => `${what} is beyond 2^53 and cannot be read exactly`,
    hint: () => 'Write a smaller number, or a string where the key takes one.',
  }),

  /* URLs */
  'url-not-https': row<{ what: string; host: string; loopback?: boolean | undefined }>({
    severity: 'error',
    title: 'The address is not https',
    message: ({ what, host }) => `${what} uses plain http to ${host}`,
    hint: ({ loopback }) =>
      loopback === true
        ? 'Use https: this key allows no http, not even on loopback.'
        : 'Use https; Claude Desktop allows http on loopback only.',
  }),
  'url-credentials': row<{ what: string }>({
    severity: 'error',
    title: 'The address holds credentials',
    message: ({ what }) =>
      `${what} holds a user name or password; Claude Desktop refuses such addresses since 1.32352.0`,
    hint: () => 'Remove what stands before the @ and use a credential key instead.',
  }),
  'url-messages-path': row<{ what: string }>({
    severity: 'error',
    title: 'The address contains the endpoint',
    message: ({ what }) => `${what} contains /v1/messages; Claude Desktop appends that itself`,
    hint: () => 'Cut /v1/messages off the address.',
  }),
  'url-loopback-http': row<{ what: string; host: string }>({
    severity: 'warning',
    title: 'Plain http on loopback',
    message: ({ what, host }) =>
      `${what} points at ${host}, which works only where a gateway runs on the same device`,
    hint: () => 'For a fleet, give the https address of the gateway.',
  }),
  'url-v1-path': row<{ what: string }>({
    severity: 'warning',
    title: 'The address ends in /v1',
    message: ({ what }) =>
      `${what} ends in /v1, and Claude Desktop appends /v1/messages: the gateway would be asked for /v1/v1/messages`,
    hint: () => 'Remove the trailing /v1, or run "cowork-3p probe" to see which form answers.',
  }),

  /* Providers and credentials */
  'provider-missing': row<{ bootstrapOff?: boolean }>({
    severity: 'error',
    title: 'Nothing starts third-party mode',
    message: ({ bootstrapOff }) =>
      bootstrapOff === true
        ? 'inferenceProvider is not set and bootstrapEnabled is false, so Claude Desktop starts in standard mode'
        : 'Neither inferenceProvider nor bootstrapUrl is set, so Claude Desktop starts in standard mode',
    hint: () => 'Set inferenceProvider (for an LLM gateway: "gateway").',
  }),
  'no-third-party-mode': worded('warning', 'The file does not start third-party mode'),
  'required-key-missing': row<{ key: string; why: string }>({
    severity: 'error',
    title: 'A required key is missing',
    message: ({ key, why }) => `${key} is missing: ${why}`,
    hint: ({ key }) => `Set ${key}.`,
  }),
  'credential-missing': worded('error', 'No credential is configured'),
  'credential-conflict': worded('warning', 'More than one credential is configured'),
  'credential-unused': row<{ key: string; why: string }>({
    severity: 'warning',
    title: 'The credential is not used',
    message: ({ key, why }) => `${key} is not used: ${why}`,
    hint: ({ key }) => `Remove ${key}.`,
  }),
  'helper-not-absolute': row<{ what: string; problem: string }>({
    severity: 'error',
    title: 'The helper is not an absolute path',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: () => 'Give the absolute path of one program, without arguments, ~ or quotes.',
  }),
  'header-invalid': row<{ what: string; problem: string }>({
    severity: 'error',
    title: 'The header cannot be sent',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: () =>
      "Use an HTTP field name (letters, digits and !#$%&'*+-.^_`|~) and a one-line value (RFC 9110, section 5).",
  }),
  'header-credential': row<{ what: string; name: string; fix: string }>({
    severity: 'warning',
    title: 'A header carries a credential',
    message: ({ what, name }) =>
      `${what} sets "${name}", which looks like a credential; a header set here is neither rotated nor protected as one`,
    hint: ({ fix }) => fix,
  }),

  /* Models */
  'model-not-claude': row<{ model: string; vendor?: string | undefined }>({
    severity: 'error',
    title: 'The model is not recognisably Claude',
    message: ({ model, vendor }) =>
      vendor === undefined
        ? `The model "${model}" is not recognisably Claude, and with a gateway Claude Desktop then refuses the whole configuration`
        : `The model "${model}" contains "${vendor}", a name of another vendor; with a gateway Claude Desktop then refuses the whole configuration`,
    hint: () => 'Name the route on the gateway after the Claude model it serves, such as claude-sonnet-4-5.',
  }),
  'model-alias-needs-discovery': row<{ model: string }>({
    severity: 'warning',
    title: 'The alias cannot be resolved',
    message: ({ model }) =>
      `"${model}" is a tier alias, and model discovery is off or not available, so nothing resolves it`,
    hint: () => 'Write the full model ID.',
  }),
  'model-duplicate': row<{ model: string }>({
    severity: 'warning',
    title: 'The model is listed twice',
    message: ({ model }) =>
      `The model "${model}" is listed more than once; Claude Desktop merges the entries`,
    hint: () => 'Keep one entry.',
  }),
  'model-context-suffix': row<{ model: string; plain: string }>({
    severity: 'warning',
    title: 'The model ID has a [1m] suffix',
    message: ({ model }) => `"${model}" carries the suffix [1m], an old spelling that no gateway receives`,
    hint: ({ plain }) => `Write { "name": "${plain}", "supports1m": true }.`,
  }),
  'model-flag-without-base': row<{ model: string; flag: string; base: string }>({
    severity: 'warning',
    title: 'The model flag has no effect alone',
    message: ({ model, flag, base }) => `"${model}" sets ${flag} without ${base}, so it does nothing`,
    hint: ({ flag, base }) => `Set ${base} as well, or remove ${flag}.`,
  }),
  'models-required': row<{ why: string }>({
    severity: 'error',
    title: 'A model list is required',
    message: ({ why }) => `inferenceModels must list at least one model: ${why}`,
    hint: () => 'List full model IDs in inferenceModels.',
  }),
  'models-incomplete': worded('warning', 'The model list may not be what you expect'),

  /* Sign-in */
  'oidc-incomplete': row<{ what: string; problem: string }>({
    severity: 'error',
    title: 'The sign-in settings are incomplete',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: () => 'Give clientId, and either issuer or both authorizationUrl and tokenUrl.',
  }),
  'oidc-issuer-path': row<{ what: string }>({
    severity: 'error',
    title: 'The issuer is the metadata address',
    message: ({ what }) =>
      `${what} ends in /.well-known/openid-configuration, which Claude Desktop appends itself: discovery would answer 404`,
    hint: () => 'Give the issuer alone.',
  }),
  'oidc-scopes-required': row<{ what: string }>({
    severity: 'error',
    title: 'Scopes are required',
    message: ({ what }) => `${what} asks for an access token without scopes`,
    hint: () => 'Add scopes that name the gateway, or use the default bearerTokenType id_token.',
  }),
  'oidc-broker-issuer': row<{ what: string }>({
    severity: 'error',
    title: 'The sign-in broker needs an Entra ID issuer',
    message: ({ what }) =>
      `${what} must be https://login.microsoftonline.com/<tenant>/v2.0 for the broker flow`,
    hint: () => 'Give the Entra ID issuer of your tenant, or use the browser flow.',
  }),
  'oidc-setting': worded('warning', 'A sign-in setting does not do what it says'),

  /* Settings that lean on others */
  'setting-ignored': worded('warning', 'The setting has no effect'),
  'setting-incomplete': worded('error', 'Settings that belong together are incomplete'),
  'setting-conflict': worded('error', 'Settings contradict each other'),
  'setting-risky': worded('warning', 'The setting may not do what you expect'),
  'entry-duplicate': row<{ what: string; name: string }>({
    severity: 'error',
    title: 'Two entries have the same name',
    message: ({ what, name }) => `${what} names "${name}" twice; names must be unique`,
    hint: () => 'Rename or remove one of them.',
  }),
  'marketplace-unpinned': worded('warning', 'The marketplace is not pinned'),
  'platform-unsupported': worded('error', 'The setting does not work on this platform'),

  /* Releases */
  'deprecated-key': row<{ key: string; effect: string; fix: string }>({
    severity: 'warning',
    title: 'The key is retired',
    message: ({ key, effect }) => `${key} is a retired key: ${effect}`,
    hint: ({ fix }) => fix,
  }),
  'deprecated-value': row<{ what: string; effect: string; fix: string }>({
    severity: 'warning',
    title: 'The value is retired',
    message: ({ what, effect }) => `${what} is a retired value: ${effect}`,
    hint: ({ fix }) => fix,
  }),
  'deprecated-shape': row<{ what: string; effect: string; fix: string }>({
    severity: 'warning',
    title: 'The form of the value is retired',
    message: ({ what, effect }) => `${what} is a retired form: ${effect}`,
    hint: ({ fix }) => fix,
  }),
  'removed-key': row<{ key: string; effect: string; fix: string }>({
    severity: 'warning',
    title: 'The key is no longer read',
    message: ({ key, effect }) => `${key} is no longer read: ${effect}`,
    hint: ({ fix }) => fix,
  }),
  'key-newer-than-target': row<{ what: string; since: string; target: string }>({
    severity: 'error',
    title: 'The target release does not read this',
    message: ({ what, since, target }) => `${what} is read from ${since} on; the target is ${target}`,
    hint: ({ since }) => `Remove it, or raise the target to ${since}.`,
  }),
  'release-unknown': row<{ what: string; known: string; target: string }>({
    severity: 'info',
    title: 'It is not known whether the target release reads this',
    message: ({ what, known, target }) =>
      `Whether ${target} reads ${what} is not known; what is known: read ${known}`,
    hint: () => 'Try it on a device with that release before you rely on it.',
  }),
  'behaviour-changed': worded('warning', 'Releases differ in what this means'),
  'other-provider-key': row<{ key: string; readBy: readonly string[]; provider: string }>({
    severity: 'info',
    title: 'The key belongs to another provider',
    message: ({ key, readBy, provider }) =>
      `${key} is read for ${readBy.join(' and ')} only; with inferenceProvider "${provider}" it is ignored`,
    hint: ({ key }) => `Remove ${key}.`,
  }),
  'standard-deployment-key': row<{ key: string }>({
    severity: 'info',
    title: 'The key belongs to standard deployments',
    message: ({ key }) =>
      `${key} is read in standard (claude.ai) deployments only; third-party mode ignores it`,
    hint: ({ key }) => `Remove ${key}.`,
  }),

  /* What must be filled in */
  placeholder: row<{ what: string; text: string }>({
    severity: 'warning',
    title: 'A placeholder was left in',
    message: ({ what, text }) => `${what} still holds the placeholder ${text}`,
    hint: () => 'Fill it in, or use a reference such as ${env:NAME} that export resolves.',
  }),
  'secret-literal': row<{ what: string; name: string }>({
    severity: 'info',
    title: 'A credential is written in the file',
    message: ({ what }) => `${what} is written in the file itself`,
    hint: ({ name }) =>
      `Write "\${env:${name}}" and give the value to "cowork-3p export" through the environment, so that the file can be shared.`,
  }),
  'reference-malformed': row<{ what: string; problem: string }>({
    severity: 'error',
    title: 'The reference is malformed',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: () => 'Write ${env:NAME} or ${file:/path}; a literal ${ is written $${.',
  }),
  'reference-unresolved': row<{ what: string; problem: string; fix: string }>({
    severity: 'error',
    title: 'The reference cannot be resolved',
    message: ({ what, problem }) => `${what} ${problem}`,
    hint: ({ fix }) => fix,
  }),

  /* Containers */
  'native-structure': row<{ key: string; type: string }>({
    severity: 'warning',
    title: 'A native plist structure',
    message: ({ key, type }) =>
      `${key} is a native plist ${type}; older releases drop it, and a JSON string is read by all`,
    hint: () => 'Re-export with "cowork-3p export --format mobileconfig".',
  }),
  'unreadable-value': row<{ key: string; type: string }>({
    severity: 'error',
    title: 'The value is of a type that is never read',
    message: ({ key, type }) => `${key} is ${type}, which Claude Desktop does not read`,
    hint: () => 'Write the value as a string.',
  }),
  'mdm-variable': row<{ what: string; text: string; by: string }>({
    severity: 'warning',
    title: 'An MDM would replace this text',
    message: ({ what, text, by }) => `${what} holds ${text}, which ${by} replaces on the way to the device`,
    hint: () => 'Keep it only if the replacement is meant.',
  }),
  'reg-type-unreadable': row<{ key: string; type: string }>({
    severity: 'error',
    title: 'The registry type is not read',
    message: ({ key, type }) => `${key} is ${type}, which Claude Desktop cannot read`,
    hint: () => 'Use REG_SZ.',
  }),
  'reg-subkey': row<{ path: string }>({
    severity: 'error',
    title: 'Values stand in a subkey',
    message: ({ path }) => `The values under ${path} stand in a subkey and are never read`,
    hint: () => 'Put them directly under SOFTWARE\\Policies\\Claude.',
  }),
  'reg-wrong-key': row<{ path: string }>({
    severity: 'error',
    title: 'Values stand under another registry key',
    message: ({ path }) => `The values under ${path} are not read by Claude Desktop`,
    hint: () => 'Use HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude.',
  }),
  'reg-both-hives': row<Nothing>({
    severity: 'warning',
    title: 'Both hives are used',
    message: () =>
      'The file writes both HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER: since 1.19367.0 any machine value hides the user hive entirely',
    hint: () => 'Keep one hive; HKEY_LOCAL_MACHINE for a fleet.',
  }),
  'reg-user-hive': row<Nothing>({
    severity: 'warning',
    title: 'The user hive is used',
    message: () =>
      'HKEY_CURRENT_USER is ignored as soon as anything stands under HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude',
    hint: () => 'Use HKEY_LOCAL_MACHINE for a fleet.',
  }),
  'reg-header': worded('error', 'The first line is not the header of a registry file'),
  'reg-line-ignored': worded('error', 'A line is dropped on import'),
  'reg-escape': row<{ key: string }>({
    severity: 'error',
    title: 'A backslash is not doubled',
    message: ({ key }) =>
      `${key} holds a backslash that is not doubled; what arrives differs from what is written`,
    hint: () => 'Write \\\\ for every backslash, and \\" for every quote.',
  }),
  'reg-encoding': worded('warning', 'The registry file is encoded in a way that is not read everywhere'),
  'reg-default-value': row<Nothing>({
    severity: 'warning',
    title: 'The default value is set',
    message: () =>
      'The default value of the key is set: Claude Desktop reads nothing from it, yet under HKEY_LOCAL_MACHINE it hides the user hive',
    hint: () => 'Remove the line.',
  }),
  'reg-deletes': worded('warning', 'The registry file deletes'),
  'reg-unusual': worded('warning', 'The registry file does something unexpected'),
  'profile-incomplete': row<{ problem: string; fix: string }>({
    severity: 'error',
    title: 'The profile is incomplete',
    message: ({ problem }) => problem,
    hint: ({ fix }) => fix,
  }),
  'profile-invalid': row<{ problem: string; fix: string }>({
    severity: 'error',
    title: 'The profile breaks a rule of configuration profiles',
    message: ({ problem }) => problem,
    hint: ({ fix }) => fix,
  }),
  'profile-encrypted': row<Nothing>({
    severity: 'error',
    title: 'The profile is encrypted',
    message: () => 'The content of the profile is encrypted, so nothing in it can be checked',
    hint: () => 'Give the profile as it was before it was encrypted for a device.',
  }),
  'profile-other-payload': row<{ type: string }>({
    severity: 'info',
    title: 'The profile holds other payloads',
    message: ({ type }) => `The payload of type ${type} is not for Claude Desktop and was not read`,
  }),
  'profile-set-once': row<Nothing>({
    severity: 'warning',
    title: 'The settings are set once, not forced',
    message: () =>
      'The settings stand under Set-Once, which is not enforced: Claude Desktop reads forced preferences only',
    hint: () => 'Move them to Forced, or export a direct payload.',
  }),
  'profile-too-large': row<{ size: number; limit: string }>({
    severity: 'warning',
    title: 'The profile is large',
    message: ({ size, limit }) => `The profile has ${size} bytes; ${limit}`,
    hint: () => 'Move long values, such as server lists, to what the bootstrap server delivers.',
  }),
  'profile-several-payloads': worded('warning', 'Several payloads configure Claude Desktop'),
  'profile-signed-unverified': row<Nothing>({
    severity: 'info',
    title: 'The signature was not verified',
    message: () => 'The profile is signed; it was opened, but its signature was not verified',
    hint: () => 'Verify it with "openssl cms -verify" or "security cms -D".',
  }),
  'profile-unusual': worded('warning', 'The profile does something unexpected'),

  /* Suppressions */
  'unused-ignore': row<{ code: string }>({
    severity: 'warning',
    title: 'The suppression silences nothing',
    message: ({ code }) => `The suppression of ${code} silences nothing`,
    hint: () => 'Remove it.',
  }),
} as const satisfies Record<string, CodeRow<never>>;

/** A finding's code. */
export type Code = keyof typeof CODES;

export const codes = Object.keys(CODES) as readonly Code[];

export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}

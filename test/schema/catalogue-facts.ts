import { sections } from '../../src/schema/catalogue/index.ts';
import type { EnumType, FieldSpec, FieldType, KeyRow } from '../../src/schema/key-spec.ts';

/*
 * Flattens the catalogue, and the collected facts from which it was written, to the same `path#fact` form. What
 * differs has to be listed with its reason, and what is listed has to differ.
 */
type Facts = Record<string, unknown>;
interface Collected {
  key?: string;
  name?: string;
  section?: string;
  type?: string | null;
  since?: string | Record<string, string>;
  fields?: Collected[];
  [fact: string]: unknown;
}

const OIDC = ['inferenceGatewayOidc', 'inferenceIdpOidc', 'inferenceVertexWorkforceOidc', 'bootstrapOidc'];
const NOT_NEGATIVE = [
  'inferenceSessionLifetimeSec',
  'inferenceCredentialHelperTtlSec',
  'inferenceMaxTokensPerWindow',
  'managedMcpServers.headersHelperTtlSec',
  'managedMcpServers.headersHelperRefreshBufferSec',
  'managedMcpServers.envHelperTtlSec',
  'managedMcpServers.startupTimeoutSec',
];
const PRICES = ['inputPerMtok', 'outputPerMtok', 'cacheReadPerMtok', 'cacheWritePerMtok'];

/** Keys that the app reads since the facts were collected, and keys of the facts that it reads no more. */
export const NOT_COLLECTED: readonly string[] = [];

export const INTENDED: Record<string, readonly string[]> = {
  'a retired value is the business of the deprecations': ['inferenceCredentialKind#enum'],
  'a retired member is listed, so that it is not taken for a slip': [
    'managedMcpServers.oauth.scopes#json',
    'managedMcpServers.oauth.scopes#deprecated',
    'managedMcpServers.oauth.scopes#items',
  ],
  'a port by nature': OIDC.flatMap((key) => [`${key}.redirectPort#min`, `${key}.redirectPort#max`]),
  'an issuer is more than an https URL': OIDC.map((key) => `${key}.issuer#format`),
  'cannot be negative': NOT_NEGATIVE.map((path) => `${path}#min`),
  'prices start at 0, and the multiplier right above it': [
    'inferenceModelPricingMultiplier#above',
    ...PRICES.map((name) => `inferenceModelPricing.${name}#min`),
  ],
  'a required name is never empty': [
    ...OIDC.map((key) => `${key}.clientId#minLength`),
    'inferenceModels.name#minLength',
    'inferenceModelPricing.name#minLength',
    'managedMcpServers.name#minLength',
    'orgPluginSettings.serverName#minLength',
    'orgPluginSettings.tools.toolName#minLength',
    'inferenceModels#itemMinLength',
  ],
  'a folder may start with ~ or a variable': [
    'allowedWorkspaceFolders.path#format',
    'allowedWorkspaceFolders#itemFormat',
  ],
  'the grammar of the entries is known': [
    'sshHostAllowlist#itemFormat',
    'allowedPluginMcpServers.serverUrl#format',
    'deniedPluginMcpServers.serverUrl#format',
  ],
  'a name, from which the host is built': ['inferenceFoundryResource#format'],
  'the release stands in the rules, not in the row': ['inferenceModels.maxEffort#since'],
  'one organization or a list of them': [
    'forceLoginOrgUUID#json',
    'forceLoginOrgUUID#items',
    'forceLoginOrgUUID#format',
  ],
};

function set(facts: Facts, path: string, values: Facts): void {
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) facts[`${path}#${name}`] = value;
}

function jsonOf(type: FieldType): string[] {
  if (type.kind === 'either') return [...new Set(type.of.flatMap(jsonOf))].sort();
  return [{ enum: 'string', map: 'object', any: 'any' }[type.kind as string] ?? type.kind];
}

function laterThan(since: EnumType['since'], first: unknown): Facts | undefined {
  const later = Object.entries(since ?? {}).filter(([, release]) => release !== first);
  return later.length === 0 ? undefined : Object.fromEntries(later);
}

function ofType(facts: Facts, path: string, type: FieldType): void {
  const { minLength, maxLength, pattern, format, min, max, above } = type as unknown as Facts;
  set(facts, path, { minLength, maxLength, pattern, format, min, max, above });
  if (type.kind === 'enum')
    set(facts, path, { enum: type.values, enumSince: laterThan(type.since, undefined) });
  if (type.kind === 'map' && type.values.kind === 'string') set(facts, path, { format: 'string-map' });
  if (type.kind === 'map' && type.values.kind === 'enum')
    set(facts, path, { format: 'map<string,enum>', itemEnum: type.values.values });
  if (type.kind === 'either') for (const one of type.of) ofType(facts, path, one);
  if (type.kind === 'object')
    for (const [name, field] of Object.entries(type.fields)) ofField(facts, `${path}.${name}`, field);
  if (type.kind !== 'array') return;
  set(facts, path, { maxItems: type.maxItems, items: jsonOf(type.items) });
  for (const item of type.items.kind === 'either' ? type.items.of : [type.items]) {
    if (item.kind === 'object') ofType(facts, path, item);
    if (item.kind === 'enum') set(facts, path, { itemEnum: item.values });
    if (item.kind === 'string')
      set(facts, path, { itemFormat: item.format, itemMinLength: item.minLength, itemPattern: item.pattern });
  }
}

function ofField(facts: Facts, path: string, field: FieldSpec): void {
  const { required = field.advised, secret, default: unset, since, deprecated } = field;
  set(facts, path, { json: jsonOf(field.type), required, secret, default: unset, since, deprecated });
  ofType(facts, path, field.type);
}

function ofRow(facts: Facts, key: string, section: string, spec: KeyRow): void {
  const {
    secret,
    default: unset,
    since,
    sinceBounds,
    managedSince,
    removed,
    standardOnly,
    alsoStandard,
    appBehaviour,
    beta,
    delivery,
  } = spec;
  set(facts, key, { section, json: jsonOf(spec.type), secret, default: unset, since, managedSince, removed });
  set(facts, key, {
    sinceBounds: Object.keys(sinceBounds ?? {}).length === 0 ? undefined : sinceBounds,
    standardOnly,
    alsoStandard,
    appBehaviour,
    beta,
    delivery,
    providers: spec.providers,
    group: spec.group,
  });
  ofType(facts, key, spec.type);
}

function ofCollected(facts: Facts, path: string, entry: Collected): void {
  const { type, since, fields = [], sensitive, default: unset, itemEnum, required } = entry;
  const list = type?.endsWith('[]');
  const single = type?.replace('[]', '');
  const json =
    single === undefined || single === ''
      ? ['any']
      : single === 'mixed'
        ? ['object', 'string']
        : single.replace('enum', 'string').split('|');
  const { min, max, pattern, minLength, maxLength, maxItems, enum: values } = entry;
  const format =
    typeof entry.format === 'string' && !['seconds', 'gcp-project'].includes(entry.format)
      ? entry.format
      : undefined;
  set(facts, path, {
    json: list ? ['array'] : json,
    items: list ? json : undefined,
    secret: sensitive,
    default: unset,
  });
  set(facts, path, { min, max, pattern, minLength, maxLength, maxItems, enum: values, itemEnum });
  set(facts, path, { itemPattern: entry.itemPattern });
  set(facts, path, list ? { itemFormat: format?.replace('[]', '') } : { format });
  set(facts, path, {
    required: required === true ? true : undefined,
    since: typeof since === 'string' ? since : undefined,
  });
  const enumSince =
    typeof since === 'object' ? since : (entry.enumSince as Record<string, string> | undefined);
  set(facts, path, { enumSince: laterThan(enumSince, since) });
  for (const field of fields) {
    ofCollected(facts, `${path}.${field.name}`, field);
    set(facts, `${path}.${field.name}`, { deprecated: field.deprecated === undefined ? undefined : true });
  }
}

/** Where the facts say which sources deliver a key; what every source delivers is not said again. */
const DELIVERY: Readonly<Record<string, string | undefined>> = { 'mdm+local': 'device', console: 'console' };

function ofCollectedKey(facts: Facts, entry: Collected): void {
  const key = entry.key!;
  ofCollected(facts, key, entry);
  const { only1p, appBehaviorOnly, beta, mdmSince, removed, provider, subsection } = entry;
  const { after, atOrBefore } = (entry.sinceBounds ?? {}) as { after?: string; atOrBefore?: string };
  const bounds = { ...(after && { after }), ...(atOrBefore && { atOrBefore }) };
  set(facts, key, {
    standardOnly: only1p,
    appBehaviour: appBehaviorOnly,
    beta,
    managedSince: mdmSince,
    removed,
  });
  set(facts, key, { sinceBounds: after || atOrBefore ? bounds : undefined, group: subsection });
  set(facts, key, { alsoStandard: entry.scope === 'both' ? true : undefined });
  set(facts, key, { delivery: DELIVERY[entry.availability as string] });
  set(facts, key, { section: entry.section?.replace(/ \(.*/, '') });
  set(facts, key, { providers: entry.providers ?? (provider === 'any' ? undefined : [provider]) });
}

export function collectedFacts(json: string): Facts {
  const facts: Facts = {};
  for (const entry of JSON.parse(json) as Collected[]) ofCollectedKey(facts, entry);
  return facts;
}

export function writtenFacts(): Facts {
  const facts: Facts = {};
  for (const [section, keys] of Object.entries(sections))
    for (const [key, spec] of Object.entries<KeyRow>(keys)) ofRow(facts, key, section, spec);
  return facts;
}

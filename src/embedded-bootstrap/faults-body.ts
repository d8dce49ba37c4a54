import { withBody, withText, type ServedFault } from './reply.ts';

/** The settings as a nested document would hold them, as far as these examples need. */
const asNested = (settings: Readonly<Record<string, unknown>>): object => ({
  $schemaVersion: 2,
  inference: {
    provider: settings.inferenceProvider,
    baseUrl: settings.inferenceGatewayBaseUrl,
    credential: { kind: settings.inferenceCredentialKind },
  },
});

/** Faults of the body: what it is, and what stands in it. */
export const BODY_FAULTS = {
  array: { what: 'wraps the answer into a list', says: ['not-an-object'], reply: withBody((one) => [one]) },
  null: { what: 'answers null', says: ['not-an-object'], reply: withBody(() => null) },
  'json-string': {
    what: 'encodes the JSON twice',
    says: ['not-an-object'],
    reply: withText((json) => JSON.stringify(json)),
  },
  wrapped: {
    what: 'puts the settings below "config"',
    says: ['empty'],
    reply: withBody((one) => ({ config: one })),
  },
  'error-200': {
    what: 'answers 200 with an error',
    says: ['empty'],
    reply: withBody(() => ({ error: 'unauthorized', message: 'no session' })),
  },
  'empty-object': { what: 'answers {}', says: ['empty'], reply: withBody(() => ({})) },
  'empty-body': { what: 'answers 200 with nothing', says: ['not-json'], reply: withText(() => '') },
  truncated: {
    what: 'breaks off in the middle',
    says: ['not-json'],
    reply: withText((json) => json.slice(0, -20)),
  },
  'two-documents': {
    what: 'sends two objects in a row',
    says: ['not-json'],
    reply: withText((json) => `${json}\n${json}`),
  },
  guarded: {
    what: 'guards the JSON with a prefix',
    says: ['not-json'],
    reply: withText((json) => `)]}',\n${json}`),
  },
  nan: {
    what: 'writes NaN',
    says: ['not-json'],
    reply: withText((json) => json.replace('{', '{"mcpToolTimeoutSec":NaN,')),
  },
  deep: {
    what: 'nests a thousand levels deep',
    says: ['not-json'],
    reply: withText((json) => json.replace('{', `{"user":${'['.repeat(1000)}${']'.repeat(1000)},`)),
  },
  'trailing-comma': {
    what: 'leaves a comma at the end',
    says: ['not-strict-json'],
    reply: withText((json) => json.replace(/\}$/, ',}')),
  },
  comment: {
    what: 'leaves a comment in',
    says: ['not-strict-json'],
    reply: withText((json) => `// role: all\n${json}`),
  },
  'utf-16': {
    what: 'encodes the text as UTF-16',
    says: ['not-strict-json'],
    reply: withText((json) => Buffer.from(`\uFEFF${json}`, 'utf16le')),
  },
  'latin-1': {
    what: 'encodes the text as Latin-1',
    says: ['not-strict-json'],
    reply: withText((json) =>
      Buffer.from(json.replace('{', '{"deploymentDisplayName":"B\u00fcro Z\u00fcrich",'), 'latin1'),
    ),
  },
  bom: { what: 'begins with a byte order mark', says: ['bom'], reply: withText((json) => `\uFEFF${json}`) },
  'duplicate-keys': {
    what: 'sends a key twice',
    says: ['duplicate-key'],
    reply: withText((json) => json.replace('{', '{"inferenceProvider":"vertex",')),
  },
  'huge-number': {
    what: 'sends a number beyond all bounds',
    says: ['wrong-type'],
    reply: withText((json) => json.replace('{', '{"mcpToolTimeoutSec":1e999,')),
  },
  'key-case': {
    what: 'writes keys in small letters',
    says: ['empty'],
    reply: withBody((one) =>
      Object.fromEntries(Object.entries(one).map(([key, value]) => [key.toLowerCase(), value])),
    ),
  },
  'mixed-v1-v2': {
    what: 'puts a cluster beside flat keys',
    says: ['mixed-v1-v2'],
    reply: withBody((one) => ({ ...one, mcp: { managedServers: [] } })),
  },
  'excluded-keys': {
    what: 'serves keys that only the device sets',
    says: ['never-delivered'],
    reply: withBody((one) => ({
      ...one,
      bootstrapUrl: 'https://b.example.com',
      trustBootstrapDelivery: true,
      egressProxyUrl: 'http://proxy.example.com:8080',
    })),
  },
  'loopback-url': {
    what: 'serves the address of the device itself',
    says: ['loopback-dropped'],
    reply: withBody((one) => ({ ...one, inferenceGatewayBaseUrl: 'http://127.0.0.1:4000' })),
  },
  'loopback-ipv6': {
    what: 'serves it as an IPv6 address',
    says: ['loopback-dropped'],
    reply: withBody((one) => ({ ...one, otlpEndpoint: 'http://[::1]:4318' })),
  },
  'unknown-keys': {
    what: 'serves keys that no release reads',
    says: ['unknown-key'],
    reply: withBody((one) => ({ ...one, inferenceRegion: 'eu', user: 'alice' })),
  },
  'string-booleans': {
    what: 'serves booleans as texts',
    says: ['string-encoded'],
    reply: withBody((one) => ({ ...one, disableAutoUpdates: 'true' })),
  },
  'http-mcp': {
    what: 'serves an MCP server by plain http',
    says: ['mcp-url-dropped'],
    reply: withBody((one) => ({
      ...one,
      managedMcpServers: [{ name: 'a', transport: 'sse', url: 'http://mcp.example.com/sse' }],
    })),
  },
  reference: {
    what: 'serves a reference that nobody resolves',
    says: ['reference-in-deployed-file'],
    reply: withBody((one) => ({ ...one, deploymentDisplayName: '${env:COMPANY}' })),
  },
  placeholder: {
    what: 'serves a placeholder',
    says: ['placeholder'],
    reply: withBody((one) => ({ ...one, inferenceGatewayBaseUrl: 'https://{{GATEWAY_HOST}}' })),
  },
  expired: {
    what: 'serves an answer that has expired',
    says: ['expires-at-past'],
    reply: withBody((one, { now }) => ({ ...one, expiresAt: now - 60 })),
  },
  'expires-0': {
    what: 'serves expiresAt 0',
    says: ['expires-at-past'],
    reply: withBody((one) => ({ ...one, expiresAt: 0 })),
  },
  'expires-soon': {
    what: 'serves an answer for ten seconds',
    says: ['expires-at-past'],
    reply: withBody((one, { now }) => ({ ...one, expiresAt: now + 10 })),
  },
  'expires-string': {
    what: 'serves expiresAt as a text',
    says: ['expires-at-invalid'],
    reply: withBody((one, { now }) => ({ ...one, expiresAt: new Date((now + 3600) * 1000).toISOString() })),
  },
  'expires-microseconds': {
    what: 'serves expiresAt in microseconds',
    says: ['expires-at-invalid'],
    reply: withBody((one, { now }) => ({ ...one, expiresAt: (now + 3600) * 1e6 })),
  },
  'schema-version-3': {
    what: 'numbers its form 3',
    says: ['schema-version'],
    reply: withBody((one) => ({ ...one, $schemaVersion: 3 })),
  },
  'static-key': {
    what: 'serves a key for the user, which is right for this channel only',
    says: [],
    reply: withBody((one) => ({
      ...one,
      inferenceCredentialKind: 'static',
      inferenceGatewayApiKey: 'sk-per-user-0000',
    })),
  },
  good: { what: 'nothing: flat keys', says: [] },
  'good-v2': { what: 'nothing: a nested document', says: [], reply: withBody(asNested) },
  'good-ms': {
    what: 'nothing: expiresAt in milliseconds',
    says: [],
    reply: withBody((one, { now }) => ({ ...one, expiresAt: (now + 3600) * 1000 })),
  },
  'good-weak': { what: 'nothing: a weak ETag', says: [], reply: (good) => ({ ...good, etag: 'weak' }) },
} as const satisfies Record<string, ServedFault>;

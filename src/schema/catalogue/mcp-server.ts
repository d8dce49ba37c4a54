import { bool, either, headers, integer, list, map, object, oneOf, text } from '../key-spec.ts';
import { authFlow, port, referrerHosts, toolPermissions } from './shapes.ts';

/** How users sign in to a remote server. */
const oauth = object({
  mode: {
    type: oneOf(['hosted']),
    summary: 'Signs in with a client that Anthropic hosts, bound to authorizationServer.',
    since: '1.32885.1',
  },
  clientId: {
    type: text({ role: 'identifier' }),
    summary: 'Identifies the OAuth client registered for the app.',
  },
  clientSecret: {
    type: text(),
    summary: 'Holds the secret of that client, where one is asked for.',
    secret: true,
  },
  clientSecretHelper: {
    type: text({ role: 'program', format: 'absolute-path' }),
    summary: 'Runs a program that prints the secret of the client; it wins over clientSecret.',
  },
  authorizationServer: {
    type: list(text({ format: 'https-url' })),
    summary: 'Names the issuers at which signing in is allowed.',
  },
  authorizationUrl: {
    type: text({ format: 'https-url' }),
    summary: 'Gives the authorization endpoint; tokenUrl and clientId have to come with it.',
  },
  tokenUrl: {
    type: text({ format: 'https-url' }),
    summary: 'Gives the token endpoint; authorizationUrl and clientId have to come with it.',
  },
  tenantId: {
    type: text({ role: 'identifier' }),
    summary: 'Names the Entra tenant; scope has to come with it.',
  },
  authFlow: {
    type: authFlow,
    summary: 'Chooses between browser and OS identity broker for Entra.',
    since: '1.25927.0',
  },
  scope: { type: text({ role: 'scopes' }), summary: 'Lists the scopes to ask for, separated by spaces.' },
  appendOfflineAccess: { type: bool, summary: 'Asks for offline_access on top of the other scopes.' },
  callbackHost: {
    type: oneOf(['127.0.0.1', 'localhost']),
    summary: 'Picks the loopback name in the redirect address; clientId has to come with it.',
  },
  callbackPort: {
    type: port,
    summary: 'Picks the loopback port in the redirect address; clientId has to come with it.',
    default: 53280,
  },
  additionalRedirectReferrerHosts: referrerHosts,
  scopes: {
    type: list(text()),
    summary: 'Lists the scopes one by one; scope has taken its place.',
    deprecated: true,
  },
});

/** One entry of managedMcpServers: a remote server, a local command or a connector that comes with the app. */
export const mcpServer = object({
  name: {
    type: text({ minLength: 1 }),
    summary: 'Names the server, uniquely: policies for tools and stored sign-ins hang on it.',
    required: true,
  },
  server: {
    type: oneOf(['microsoft365', 'websearch', 'github'], { websearch: '1.15962.0', github: '1.25927.0' }),
    summary: 'Selects a connector that comes with the app, in place of a transport.',
  },
  transport: {
    type: oneOf(['http', 'sse', 'stdio', 'policy-only'], { 'policy-only': '2.110.0' }),
    summary:
      'Says how the server is reached, or with policy-only that the entry just sets tool policies for a plugin server of its name; every entry without server has one.',
  },
  url: {
    type: text({ format: 'https-url' }),
    summary: 'Tells where a remote server is.',
    appliesTo: 'http, sse',
  },
  headers: {
    type: headers,
    summary: 'Adds fixed headers to each request; credentials belong elsewhere.',
    secret: true,
    appliesTo: 'http, sse, websearch',
  },
  headersHelper: {
    type: text({ role: 'program', format: 'absolute-path' }),
    summary: 'Runs a program that prints headers as a flat JSON object within 30 seconds.',
    appliesTo: 'http, sse, websearch',
  },
  headersHelperTtlSec: {
    type: integer({ min: 0, unit: 'seconds' }),
    summary: 'Keeps the printed headers in use for so many seconds.',
    default: 300,
  },
  headersHelperRefreshBufferSec: {
    type: integer({ min: 0, unit: 'seconds' }),
    summary: 'Runs the program again so many seconds ahead of expiry.',
    default: 60,
    since: '1.21459.0',
  },
  oauth: {
    type: either(bool, oauth),
    summary: 'Signs users in: with a client registered on the fly (true), or with the one described.',
    appliesTo: 'http, sse',
  },
  command: {
    type: text({ role: 'program', format: 'absolute-path' }),
    summary: 'Names the program that is the local server.',
    appliesTo: 'stdio',
  },
  args: {
    type: list(text({ role: 'argument' })),
    summary: 'Gives the arguments of that program.',
    appliesTo: 'stdio',
  },
  env: {
    type: map(text()),
    summary: 'Sets variables in the environment of that program.',
    secret: true,
    appliesTo: 'stdio',
  },
  envHelper: {
    type: text({ role: 'program', format: 'absolute-path' }),
    summary: 'Runs a program that prints further variables as JSON.',
    since: '1.21459.0',
    appliesTo: 'stdio',
  },
  envHelperTtlSec: {
    type: integer({ min: 0, unit: 'seconds' }),
    summary: 'Keeps the printed variables in use for so many seconds at most.',
    default: 300,
    since: '1.21459.0',
    appliesTo: 'stdio',
  },
  startupTimeoutSec: {
    type: integer({ min: 0, unit: 'seconds' }),
    summary: 'Gives the server so many seconds to start and to tell its tools.',
    default: 120,
    since: '1.19367.0',
    appliesTo: 'stdio',
  },
  toolPolicy: {
    type: toolPermissions,
    summary: 'Allows, asks or blocks by the name of the tool, where * is a wildcard.',
  },
  tenantId: {
    type: text({ role: 'identifier' }),
    summary: 'Names the Entra tenant of the connector.',
    appliesTo: 'microsoft365',
  },
  clientId: {
    type: text({ role: 'identifier' }),
    summary: 'Identifies the OAuth client of the connector.',
    appliesTo: 'microsoft365, github',
  },
  azureCloud: {
    type: oneOf(['global', 'us-gov-high', 'us-gov-dod']),
    summary: 'Selects the Microsoft cloud; a US Government one needs a clientId of your own.',
    default: 'global',
    appliesTo: 'microsoft365',
  },
  scope: {
    type: text({ role: 'scopes' }),
    summary: 'Lists the permissions that the sign-in asks for.',
    appliesTo: 'microsoft365, github',
  },
  continuousAccessEvaluation: {
    type: oneOf(['enabled', 'disabled']),
    summary:
      'Asks Microsoft Graph for long-lived tokens that can be cut off within minutes, or with disabled for those of an hour.',
    default: 'enabled',
    since: '1.49585.0',
    appliesTo: 'microsoft365',
  },
  provider: {
    type: oneOf(['brave', 'tavily', 'exa', 'custom']),
    summary: 'Selects the service that answers web searches.',
    appliesTo: 'websearch',
  },
  customUrl: {
    type: text({ format: 'https-url' }),
    summary: 'Tells where a custom search service is; no other provider takes it.',
    appliesTo: 'websearch',
  },
  host: {
    type: text({ format: 'https-url' }),
    summary: 'Gives the address of a GitHub Enterprise Server; without it, github.com is meant.',
    since: '1.25927.0',
    appliesTo: 'github',
  },
  toolsets: {
    type: text(),
    summary: 'Loads these toolsets of GitHub, separated by commas.',
    since: '1.25927.0',
    appliesTo: 'github',
  },
  readOnly: {
    type: bool,
    summary: 'Leaves out every tool that writes.',
    since: '1.25927.0',
    appliesTo: 'github',
  },
  scopes: {
    type: list(text()),
    summary: 'Lists the OAuth scopes one by one; scope has taken its place.',
    deprecated: true,
  },
  source: {
    type: text(),
    summary: 'Notes where the entry comes from, to no effect.',
    deprecated: true,
  },
  authorityHost: {
    type: text(),
    summary: 'Names the sign-in host of a sovereign Microsoft cloud; azureCloud has taken its place.',
    appliesTo: 'microsoft365',
    deprecated: true,
  },
});

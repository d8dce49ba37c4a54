import { bool, integer, list, object, text, type KeyRow } from '../key-spec.ts';
import { mcpServer } from './mcp-server.ts';

const serverUrl = object({
  serverUrl: {
    type: text({ format: 'url-pattern' }),
    summary: 'Matches the URL of a server, with * as wildcard.',
    required: true,
  },
});

/** Connectors, MCP: the servers an organization brings, and those that users or plugins may add. */
export const mcp = {
  managedMcpServers: {
    title: 'Managed MCP servers',
    nestedPath: 'mcp.managedServers',
    group: 'MCP',
    summary: 'Deploys MCP servers: remote ones, local commands and connectors that come with the app.',
    type: list(mcpServer),
    secret: true,
    since: 'baseline',
    alsoStandard: true,
    notes: [
      'No two entries may share a name, and an entry wins over a plugin server that bears the same one.',
      'A remote entry without oauth, headersHelper or an Authorization header signs in when the server asks, from 1.24012.0 on.',
      'Where oauth is used, headersHelper leaves the Authorization header alone.',
      'The sending tools of Microsoft 365 ask at least: allow acts as ask.',
      'Since 2.9939.2 the app follows no redirect of a managed server, so the address has to be the final one.',
      'Releases before 2.110.0 drop an entry with transport policy-only, and cannot read a list of nothing else.',
      'A bootstrap server can deliver stdio, microsoft365 and websearch entries from 1.19367.0 on, remote ones before.',
      'A value that cannot be read leaves Code with managed servers only since 1.40609.0.',
      'Standard deployments are reported to read it from 1.24012.11 on.',
    ],
    example: [
      {
        name: 'wiki',
        transport: 'http',
        url: 'https://wiki.example.com/mcp',
        oauth: true,
        toolPolicy: { '*': 'ask', search: 'allow' },
      },
    ],
  },
  mcpPersistentAlwaysAllowEnabled: {
    title: 'Allow persistent tool approvals',
    nestedPath: 'mcp.persistentAlwaysAllowEnabled',
    group: 'MCP',
    summary: 'Lets users approve an MCP tool for good.',
    type: bool,
    default: true,
    since: '1.24012.9',
    notes: ['A toolPolicy entry goes before it.', 'Code sessions are outside its reach.'],
  },
  isLocalDevMcpEnabled: {
    title: 'Allow user-added MCP servers',
    group: 'MCP',
    summary: 'Permits users to add MCP servers that run as local commands.',
    type: bool,
    default: true,
    since: 'baseline',
    alsoStandard: true,
  },
  mcpToolTimeoutSec: {
    title: 'MCP tool call timeout',
    nestedPath: 'mcp.toolTimeoutSec',
    group: 'MCP',
    summary: 'Breaks a call of an MCP tool off after so many seconds.',
    type: integer({ min: 60, max: 3600, unit: 'seconds' }),
    default: 180,
    since: '1.37937.0',
    notes: ['Code knows no such limit while the key is unset.'],
  },
  mcpScheduledTaskApprovalLifetimeDays: {
    title: 'Scheduled-task approval lifetime',
    nestedPath: 'mcp.scheduledTaskApprovalLifetimeDays',
    group: 'MCP',
    summary: 'Limits for how many days scheduled tasks go on using a stored approval, 0 allowing none.',
    type: integer({ min: 0, max: 3650, unit: 'days' }),
    since: '2.7032.0',
    notes: [
      'A value that is no whole number in range counts as 0.',
      'A toolPolicy entry goes before it.',
      'With 1 or more, scheduled tasks offer a lasting approval even while mcpPersistentAlwaysAllowEnabled is false.',
      'Delivered by a bootstrap server, it counts as 0 after each launch until the configuration has been fetched.',
    ],
    example: 30,
  },
  allowedPluginMcpServers: {
    title: 'Allowed plugin MCP servers',
    nestedPath: 'mcp.allowedPluginServers',
    group: 'MCP',
    summary: 'Limits plugins to remote MCP servers whose URL matches an entry.',
    type: list(serverUrl, 100),
    since: '2.2553.0',
    notes: [
      'Whatever it holds, local servers of plugins no longer start.',
      'An empty list lets none through.',
    ],
    example: [{ serverUrl: 'https://mcp.example.com/*' }],
  },
  deniedPluginMcpServers: {
    title: 'Denied plugin MCP servers',
    nestedPath: 'mcp.deniedPluginServers',
    group: 'MCP',
    summary: 'Keeps plugins away from remote MCP servers whose URL matches an entry.',
    type: list(serverUrl),
    since: '2.16120.0',
    notes: [
      'A pattern without a scheme matches nothing, so it blocks nothing; a lone * matches everything.',
      'An entry that cannot be read blocks every remote server of every plugin.',
      'It wins over allowedPluginMcpServers, and leaves managedMcpServers and servers of users alone.',
    ],
    example: [{ serverUrl: 'https://*.example.net/*' }],
  },
} as const satisfies Record<string, KeyRow>;

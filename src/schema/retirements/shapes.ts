import type { KeyName } from '../catalogue/index.ts';
import { headersFrom, isPairText } from './headers.ts';
import { ENDED, OCTOBER, itemsOf, membersOf, type Found, type RetirementRow, type Settings } from './row.ts';

/* Values that had another form, and the permission `ask-session`. */

function headerRows(key: KeyName, consequence: string): RetirementRow[] {
  const effect = `${ENDED} the value is refused as malformed: ${consequence}`;
  const replacement = 'an object of names and values';
  const fix = 'Write { "Name": "value" }.';
  const found = (settings: Settings, applies: (value: unknown) => boolean): Found[] => {
    const old = settings.get(key);
    if (!applies(old)) return [];
    const value = headersFrom(old);
    if (value !== undefined) return [{ path: [key], edits: [{ path: [key], value }] }];
    return [
      {
        path: [key],
        decide: `${key} cannot be taken apart: a part lacks its separator, a name is empty or repeats, or there are too many; write it anew as an object.`,
      },
    ];
  };
  return [
    {
      ...OCTOBER,
      id: `shape-${key}-string`,
      subject: `${key} as one string "Name=value,Name2=value2"`,
      form: 'as one string of pairs',
      code: 'deprecated-shape',
      replacement,
      effect,
      fix,
      when: [key],
      find: (settings) => found(settings, (value) => typeof value === 'string' && isPairText(value)),
    },
    {
      ...OCTOBER,
      id: `shape-${key}-list`,
      subject: `${key} as a list ["Name: value"]`,
      form: 'as a list of lines',
      code: 'deprecated-shape',
      replacement,
      effect,
      fix,
      when: [key],
      find: (settings) => found(settings, (value) => Array.isArray(value)),
    },
  ];
}

const PLUGINS = 'orgPluginSettings';

const permission = (value: unknown): unknown => (value === 'ask-session' ? 'ask' : value);

/** `{mcpServers: {<server>: {toolPolicy: {<tool>: <permission>}}}}` as a list; undefined when it holds anything else. */
function pluginList(record: unknown): unknown {
  const { mcpServers, ...others } = membersOf(record) ?? {};
  const servers = membersOf(mcpServers);
  if (servers === undefined || Object.keys(others).length > 0) return undefined;
  const list: unknown[] = [];
  for (const [serverName, server] of Object.entries(servers)) {
    const { toolPolicy, ...rest } = membersOf(server) ?? {};
    const tools = membersOf(toolPolicy);
    if (tools === undefined || Object.keys(rest).length > 0) return undefined;
    list.push({
      serverName,
      tools: Object.entries(tools).map(([toolName, value]) => ({ toolName, permission: permission(value) })),
    });
  }
  return list;
}

/** The way back, for releases that know the record only; undefined when the list is not well formed. */
function pluginRecord(list: unknown): unknown {
  const servers: [string, unknown][] = [];
  for (const item of itemsOf(list)) {
    const { serverName, tools } = membersOf(item) ?? {};
    if (typeof serverName !== 'string' || !Array.isArray(tools)) return undefined;
    const policy: [string, unknown][] = [];
    for (const tool of tools) {
      const { toolName, permission: allowed } = membersOf(tool) ?? {};
      if (typeof toolName !== 'string') return undefined;
      policy.push([toolName, allowed]);
    }
    servers.push([serverName, { toolPolicy: Object.fromEntries(policy) }]);
  }
  return { mcpServers: Object.fromEntries(servers) };
}

function findPluginRecord(settings: Settings): Found[] {
  const record = settings.get(PLUGINS);
  if (membersOf(record) === undefined) return [];
  const value = pluginList(record);
  if (value !== undefined) return [{ path: [PLUGINS], edits: [{ path: [PLUGINS], value }] }];
  return [
    {
      path: [PLUGINS],
      decide: `${PLUGINS} holds members other than mcpServers and toolPolicy; write it anew as a list.`,
    },
  ];
}

function findPluginList(settings: Settings): Found[] {
  const list = settings.get(PLUGINS);
  const value = Array.isArray(list) ? pluginRecord(list) : undefined;
  return value === undefined ? [] : [{ path: [PLUGINS], edits: [{ path: [PLUGINS], value }] }];
}

const toAsk = (path: Found['path']): Found => ({ path, edits: [{ path, value: 'ask' }] });

function findAskSessionOfTools(settings: Settings): Found[] {
  return Object.entries(membersOf(settings.get('builtinToolPolicy')) ?? {}).flatMap(([tool, value]) =>
    value === 'ask-session' ? [toAsk(['builtinToolPolicy', tool])] : [],
  );
}

function findAskSessionOfPlugins(settings: Settings): Found[] {
  return itemsOf(settings.get(PLUGINS)).flatMap((server, at) =>
    itemsOf(membersOf(server)?.tools).flatMap((tool, index) =>
      membersOf(tool)?.permission === 'ask-session'
        ? [toAsk([PLUGINS, at, 'tools', index, 'permission'])]
        : [],
    ),
  );
}

function findAskSessionOfServers(settings: Settings): Found[] {
  return itemsOf(settings.get('managedMcpServers')).flatMap((server, at) =>
    Object.entries(membersOf(membersOf(server)?.toolPolicy) ?? {}).flatMap(([tool, value]) =>
      value === 'ask-session' ? [toAsk(['managedMcpServers', at, 'toolPolicy', tool])] : [],
    ),
  );
}

export const shapes: readonly RetirementRow[] = [
  ...headerRows('inferenceCustomHeaders', 'no custom header is sent'),
  ...headerRows('otlpHeaders', 'no OTLP header is sent, so the collector may refuse the export'),
  ...headerRows('otlpResourceAttributes', 'no resource attribute is added'),
  ...headerRows('bootstrapHeaders', 'no header goes with the bootstrap fetch, which may fail for it'),
  {
    ...OCTOBER,
    id: 'shape-orgPluginSettings-record',
    subject: 'orgPluginSettings as a record of servers',
    form: 'as a record of servers',
    code: 'deprecated-shape',
    readSince: '1.8089.0',
    replacement: 'a list of { serverName, tools }',
    replacedSince: '1.15200.0',
    effect: `${ENDED} the record is refused and every tool of a plugin's MCP servers is blocked`,
    fix: 'Write a list of { "serverName": …, "tools": [{ "toolName": …, "permission": … }] }.',
    when: [PLUGINS],
    find: findPluginRecord,
    findNewer: findPluginList,
  },
  {
    ...OCTOBER,
    id: 'value-ask-session-builtin',
    subject: 'builtinToolPolicy value "ask-session"',
    code: 'deprecated-value',
    replacement: '"ask"',
    effect: `${ENDED} it is read as "ask"`,
    fix: 'Write "ask".',
    when: ['builtinToolPolicy'],
    find: findAskSessionOfTools,
  },
  {
    ...OCTOBER,
    id: 'value-ask-session-orgplugin',
    subject: 'orgPluginSettings permission "ask-session"',
    code: 'deprecated-value',
    replacement: '"ask"',
    effect: `${ENDED} the tool is blocked`,
    fix: 'Write "ask".',
    when: [PLUGINS],
    find: findAskSessionOfPlugins,
  },
  {
    ...OCTOBER,
    id: 'value-ask-session-managedmcp',
    subject: 'managedMcpServers[].toolPolicy value "ask-session"',
    code: 'deprecated-value',
    replacement: '"ask"',
    effect: `${ENDED} the entry is invalid and the connector is not available`,
    fix: 'Write "ask".',
    when: ['managedMcpServers'],
    find: findAskSessionOfServers,
  },
];

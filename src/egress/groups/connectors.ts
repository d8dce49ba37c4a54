import { shown } from '../../schema/index.ts';
import { isLoopback } from '../../text/loopback.ts';
import { shownUrl } from '../../text/shown-url.ts';
import { flagOf, has, listOf, membersOf, textOf, textsOf } from '../read.ts';
import type { EgressGroup, Found, Settings } from '../types.ts';

const KEY = 'managedMcpServers';

interface Server {
  readonly entry: Settings;
  /** `managedMcpServers[2]`. */
  readonly at: string;
  readonly name: string;
}

function servers(settings: Settings): readonly Server[] {
  return listOf(settings, KEY).flatMap((item, index) => {
    const entry = membersOf(item);
    const at = `${KEY}[${index}]`;
    return entry === undefined ? [] : [{ entry, at, name: nameOf(entry, index) ?? at }];
  });
}

function nameOf(entry: Settings, index: number): string | undefined {
  const name = textOf(entry, 'name');
  return name === undefined ? undefined : shown(name, [KEY, index, 'name']);
}

/** Remote servers that the administrator deploys, and those that plugins may bring. */
export const mcp: EgressGroup = {
  cause: 'mcp',
  keys: [KEY, 'allowedPluginMcpServers', 'isLocalDevMcpEnabled'],
  find(settings, found) {
    for (const server of servers(settings)) if (!has(server.entry, 'server')) remote(server, found);
    for (const [index, item] of listOf(settings, 'allowedPluginMcpServers').entries())
      pluginServer(membersOf(item), `allowedPluginMcpServers[${index}].serverUrl`, found);
    if (flagOf(settings, 'isLocalDevMcpEnabled') !== false)
      found.remark(
        'isLocalDevMcpEnabled',
        'Users may add local MCP servers, which connect wherever their authors chose.',
      );
  },
};

function remote({ entry, at, name }: Server, found: Found): void {
  if (entry.transport === 'stdio' || (!has(entry, 'url') && has(entry, 'command'))) {
    found.remark(at, `The server "${name}" is a local program; what it connects to, no configuration says.`);
    return;
  }
  if (!has(entry, 'url')) {
    found.missing(`${at}.url`, `The server "${name}" has no url, so its host is missing here.`);
    return;
  }
  found.url(entry.url, { key: `${at}.url`, why: `The MCP server "${name}" is here.`, required: true });
  const oauth = membersOf(entry.oauth);
  if (oauth !== undefined) signIn(oauth, `${at}.oauth`, name, found);
  else if (entry.oauth === true || !has(entry, 'oauth'))
    found.remark(
      `${at}.oauth`,
      `The server "${name}" may name a sign-in server on another host, which is not listed here.`,
    );
}

function signIn(oauth: Settings, at: string, name: string, found: Found): void {
  const why = `Users sign in to the server "${name}" here.`;
  for (const [index, issuer] of listOf(oauth, 'authorizationServer').entries())
    found.url(issuer, { key: `${at}.authorizationServer[${index}]`, why, required: true });
  for (const member of ['authorizationUrl', 'tokenUrl'])
    if (has(oauth, member)) found.url(oauth[member], { key: `${at}.${member}`, why, required: true });
  if (has(oauth, 'tenantId'))
    found.host('login.microsoftonline.com', { key: `${at}.tenantId`, why, required: true });
  if (oauth.mode === 'hosted')
    found.host('claude.ai', {
      key: `${at}.mode`,
      why,
      required: true,
      note: 'The hosted mode asks for a sign-in to claude.ai; which hosts that takes is not documented for it.',
    });
  if (!['authorizationServer', 'authorizationUrl', 'tenantId'].some((member) => has(oauth, member)))
    found.remark(at, `The server "${name}" names its sign-in server itself; it may be on another host.`);
}

/** The host of a URL pattern, where the pattern leaves one. */
function pluginServer(entry: Settings | undefined, key: string, found: Found): void {
  const pattern = entry === undefined ? undefined : textOf(entry, 'serverUrl');
  if (pattern === undefined) return;
  const [, scheme = 'https', host = '', port] =
    /^(?:(https?|\*):\/\/)?([^/:?#\s[]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:[/?#].*)?$/i.exec(pattern) ?? [];
  const facts = { key, why: 'Plugins may connect to MCP servers here.', required: false };
  if (isLoopback(host)) {
    found.remark(
      key,
      `The pattern "${shownUrl(pattern)}" points at the device itself: no firewall is passed.`,
    );
    return;
  }
  if (/^\*+$/.test(host) || !(/^[\w*.-]+$/.test(host) || isIpv6(host))) {
    found.remark(key, `The pattern "${shownUrl(pattern)}" leaves the host open, so none is listed for it.`);
    return;
  }
  const protocol = scheme.toLowerCase() === 'http' ? 'http' : 'https';
  found.host(host, facts, { port: Number(port ?? (protocol === 'http' ? 80 : 443)), protocol });
}

/** An IPv6 address as a URL writes it, in brackets. */
function isIpv6(host: string): boolean {
  return host.startsWith('[') && URL.canParse(`https://${host}`);
}

/** Sign-in and Graph of each Microsoft cloud (learn.microsoft.com/graph/deployments). */
const CLOUDS: Readonly<Record<string, { readonly login: string; readonly graph: string }>> = {
  global: { login: 'login.microsoftonline.com', graph: 'graph.microsoft.com' },
  'us-gov-high': { login: 'login.microsoftonline.us', graph: 'graph.microsoft.us' },
  'us-gov-dod': { login: 'login.microsoftonline.us', graph: 'dod-graph.microsoft.us' },
  china: { login: 'login.partner.microsoftonline.cn', graph: 'microsoftgraph.chinacloudapi.cn' },
};

export const microsoft365: EgressGroup = {
  cause: 'microsoft365',
  keys: [KEY, 'entraClientId', 'entraAzureCloud', 'officeDisabledFeatures'],
  find(settings, found) {
    for (const { entry, at } of servers(settings)) {
      if (entry.server !== 'microsoft365') continue;
      const cloud = CLOUDS[textOf(entry, 'azureCloud') ?? 'global'];
      const key = has(entry, 'azureCloud') ? `${at}.azureCloud` : `${at}.server`;
      if (cloud === undefined) {
        found.missing(
          key,
          'The Microsoft cloud of the connector is not known, so its hosts are missing here.',
        );
        continue;
      }
      const note = 'Microsoft’s published host of that cloud; the page of the vendor does not name it.';
      found.host(cloud.login, { key, why: 'Users sign in to Microsoft 365 here.', required: true });
      found.host(cloud.graph, {
        key,
        why: 'Mail, files and chats are read here (Microsoft Graph).',
        required: true,
        note,
      });
    }
    const disabled = textsOf(settings, 'officeDisabledFeatures').includes('addin.access');
    if (!has(settings, 'entraClientId') || disabled) return;
    const login = CLOUDS[textOf(settings, 'entraAzureCloud') ?? 'global']?.login;
    if (login !== undefined)
      found.host(login, {
        key: 'entraClientId',
        why: 'The Microsoft 365 add-in signs users in here.',
        required: false,
        note: 'The add-in runs inside Office; what else it connects to is not established.',
      });
  },
};

export const github: EgressGroup = {
  cause: 'github',
  keys: [KEY],
  find(settings, found) {
    for (const { entry, at } of servers(settings)) {
      if (entry.server !== 'github') continue;
      if (has(entry, 'host')) {
        const key = `${at}.host`;
        found.url(entry.host, { key, why: 'The GitHub connector works with this server.', required: true });
        continue;
      }
      const key = `${at}.server`;
      found.host('github.com', { key, why: 'Users sign in to GitHub here.', required: true });
      found.host('api.github.com', {
        key,
        why: 'The GitHub connector works with this API.',
        required: true,
        note: 'GitHub’s published host; the page of the vendor does not name it.',
      });
    }
  },
};

/** Vendor: "Web search and web fetch". */
const SEARCH: Readonly<Record<string, string>> = {
  brave: 'api.search.brave.com',
  tavily: 'api.tavily.com',
  exa: 'api.exa.ai',
};

export const websearch: EgressGroup = {
  cause: 'websearch',
  keys: [KEY, 'disabledBuiltinTools'],
  find(settings, found) {
    const off = textsOf(settings, 'disabledBuiltinTools').includes('WebSearch');
    for (const { entry, at } of servers(settings)) {
      if (entry.server !== 'websearch') continue;
      if (off) {
        found.remark(
          at,
          'disabledBuiltinTools holds WebSearch, which switches the built-in web search off, too.',
        );
        continue;
      }
      const why = 'Web searches run from the device and go here.';
      const provider = textOf(entry, 'provider');
      const host = provider === undefined ? undefined : SEARCH[provider];
      if (host !== undefined) found.host(host, { key: `${at}.provider`, why, required: true });
      else if (has(entry, 'customUrl'))
        found.url(entry.customUrl, { key: `${at}.customUrl`, why, required: true });
      else
        found.missing(
          `${at}.provider`,
          'The web search names no known provider, so its host is missing here.',
        );
    }
  },
};

export const extensions: EgressGroup = {
  cause: 'extensions',
  keys: ['isDesktopExtensionEnabled'],
  find(settings, found) {
    if (flagOf(settings, 'isDesktopExtensionEnabled') !== true) return;
    const key = 'isDesktopExtensionEnabled';
    for (const host of ['github.com', 'objects.githubusercontent.com', 'pypi.org', 'files.pythonhosted.org'])
      found.host(host, {
        key,
        why: 'Extensions written in Python get their interpreter and packages here.',
        required: false,
        note: 'Not needed where no such extension is used.',
      });
    found.remark(key, 'An extension connects wherever its author chose; no configuration says where.');
  },
};

import { MAX_PORT, texts } from '../../schema/index.ts';
import { flagOf, has, listOf, membersOf, textOf } from '../read.ts';
import type { EgressGroup, Found, Settings } from '../types.ts';

/** The organization's own collector. */
export const otlp: EgressGroup = {
  cause: 'otlp',
  keys: ['otlpEndpoint', 'otlpProtocol'],
  find(settings, found) {
    const grpc = textOf(settings, 'otlpProtocol') === 'grpc';
    found.url(settings.otlpEndpoint, {
      key: 'otlpEndpoint',
      why: 'Logs, metrics and traces of the app go to this collector.',
      required: true,
      ...(grpc
        ? { note: 'Code sessions speak gRPC here; Cowork sessions cannot and send HTTP to the same address.' }
        : {}),
    });
  },
};

/** Where plugins and skills are fetched. */
export const plugins: EgressGroup = {
  cause: 'plugins',
  keys: [
    'allowedPluginMarketplaces',
    'organizationPluginsUrl',
    'skillBundles',
    'userPluginMarketplacesEnabled',
  ],
  find(settings, found) {
    for (const [index, item] of listOf(settings, 'allowedPluginMarketplaces').entries()) {
      const entry = membersOf(item);
      if (entry !== undefined) marketplace(entry, `allowedPluginMarketplaces[${index}]`, found);
    }
    found.url(settings.organizationPluginsUrl, {
      key: 'organizationPluginsUrl',
      why: 'The plugins of the organization are fetched here.',
      required: true,
    });
    skillBundles(settings, found);
    if (flagOf(settings, 'userPluginMarketplacesEnabled') !== false)
      found.remark('userPluginMarketplacesEnabled', 'Users may add plugin marketplaces on other hosts.');
  },
};

function marketplace(entry: Settings, at: string, found: Found): void {
  const elsewhere = 'A marketplace may list plugins that are fetched from further hosts.';
  if (entry.source === 'github') {
    const key = `${at}.repo`;
    found.host('github.com', {
      key,
      why: 'The marketplace is fetched from GitHub.',
      required: true,
      note: elsewhere,
    });
    for (const host of ['codeload.github.com', 'raw.githubusercontent.com'])
      found.host(host, {
        key,
        why: 'GitHub serves archives and single files from here.',
        required: false,
        note: 'A clone needs github.com alone; whether the app fetches in another way is not established.',
      });
    return;
  }
  if (has(entry, 'url'))
    found.url(entry.url, {
      key: `${at}.url`,
      why: 'The marketplace is fetched from here.',
      required: true,
      note: elsewhere,
    });
  else found.missing(at, `${at} names no address, so its host is missing here.`);
}

/** The members of an entry are not documented: every address in it may be one to fetch from. */
function skillBundles(settings: Settings, found: Found): void {
  for (const { text, path } of texts(settings.skillBundles))
    if (/^https?:\/\//i.test(text))
      found.url(text, {
        key: `skillBundles${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`,
        why: 'A skill bundle names this address.',
        required: true,
        note: 'The members of an entry are not documented.',
      });
}

/** What the agent's tools may reach must also pass the perimeter. */
export const tools: EgressGroup = {
  cause: 'tools',
  keys: ['coworkEgressAllowedHosts'],
  find(settings, found) {
    for (const [index, entry] of listOf(settings, 'coworkEgressAllowedHosts').entries()) {
      const key = `coworkEgressAllowedHosts[${index}]`;
      const parts = typeof entry === 'string' ? hostPattern(entry) : undefined;
      if (parts === undefined) {
        found.remark(key, `${key} is no host pattern; the app drops the entry.`);
        continue;
      }
      if (parts.host === '*')
        found.remark(key, 'The tools may reach every host: the perimeter alone decides where they get.');
      else
        found.host(
          parts.host,
          {
            key,
            why: 'Web fetches, shell commands and package installs may go here.',
            required: false,
            ...(parts.port === undefined
              ? { note: 'The entry allows any port; 443 is what web fetches use.' }
              : { note: 'Code sessions read the entry without its port.' }),
          },
          { port: parts.port ?? 443 },
        );
    }
  },
};

/** host, *.domain, either with :port, or *. */
export function hostPattern(text: string): { readonly host: string; readonly port?: number } | undefined {
  if (text === '*') return { host: '*' };
  const [, host, port] = /^((?:\*\.)?[\w-]+(?:\.[\w-]+)*\.?)(?::([1-9]\d{0,4}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port ?? 1) > MAX_PORT) return undefined;
  return port === undefined ? { host } : { host, port: Number(port) };
}

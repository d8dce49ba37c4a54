import { pathText, joinPath } from '../path.ts';
import { shown } from '../show.ts';
import { finalText, objectsIn } from './reading.ts';
import type { Rule } from './rule.ts';

/** How the addresses of remote servers begin. */
const SCHEMES: ReadonlySet<string> = new Set(['https', 'http', 'wss', 'ws']);

/** Patterns for the remote servers of plugins: one without a scheme, or with one that no server has, matches nothing. */
export const pluginServers: Rule = {
  id: 'plugin-servers',
  source: 'Vendor page "Extensions" of October 2026, deniedPluginMcpServers',
  when: ['deniedPluginMcpServers', 'allowedPluginMcpServers'],
  check(context) {
    for (const key of ['deniedPluginMcpServers', 'allowedPluginMcpServers'] as const)
      for (const { value, path } of objectsIn(context, key)) {
        const pattern = finalText(value.serverUrl);
        if (pattern === undefined || pattern === '*') continue;
        const [, scheme, rest = pattern] = /^([a-z*][a-z0-9+.*-]*):\/\/(.*)$/is.exec(pattern) ?? [];
        if (scheme !== undefined && (scheme.includes('*') || SCHEMES.has(scheme.toLowerCase()))) continue;
        const at = joinPath(path, 'serverUrl');
        const why = scheme === undefined ? 'has no scheme' : `asks for the scheme ${scheme}`;
        context.report('setting-ignored', at, {
          fault: `${pathText(at)} ${why}, so it matches no server and ${key.startsWith('denied') ? 'blocks' : 'admits'} none`,
          fix: `Write "${shown(`https://${rest}`, at)}".`,
        });
      }
  },
};

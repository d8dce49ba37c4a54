import { pathText, joinPath } from '../path.ts';
import { shown } from '../show.ts';
import { finalText, objectsIn } from './reading.ts';
import type { Rule } from './rule.ts';

/** Patterns for the remote servers of plugins: one without a scheme matches nothing. */
export const pluginServers: Rule = {
  id: 'plugin-servers',
  source: 'Vendor page "Extensions" of October 2026, deniedPluginMcpServers',
  when: ['deniedPluginMcpServers', 'allowedPluginMcpServers'],
  check(context) {
    for (const key of ['deniedPluginMcpServers', 'allowedPluginMcpServers'] as const)
      for (const { value, path } of objectsIn(context, key)) {
        const pattern = finalText(value.serverUrl);
        if (pattern === undefined || pattern === '*' || /^[a-z*][a-z0-9+.*-]*:\/\//i.test(pattern)) continue;
        const at = joinPath(path, 'serverUrl');
        context.report('setting-ignored', at, {
          fault: `${pathText(at)} has no scheme, so it matches no server and ${key.startsWith('denied') ? 'blocks' : 'admits'} none`,
          fix: `Write "${shown(`https://${pattern}`, at)}".`,
        });
      }
  },
};

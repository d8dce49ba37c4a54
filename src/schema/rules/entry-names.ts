import { joinPath } from '../path.ts';
import { eachRepeated, finalText, objectsIn } from './reading.ts';
import type { Rule } from './rule.ts';

/** Lists whose entries are told apart by a name. */
const NAMED = { orgPluginSettings: 'serverName', skillBundles: 'name' } as const;

/** Names of plugin servers and skill bundles are unique, and a managed server hides the plugin server it shares one with. */
export const entryNames: Rule = {
  id: 'entry-names',
  source: 'Vendor page "Extensions", org plugin servers; a third party\'s reading (skill bundles)',
  when: ['orgPluginSettings', 'skillBundles'],
  check(context) {
    for (const key of ['orgPluginSettings', 'skillBundles'] as const)
      eachRepeated(
        objectsIn(context, key),
        ({ value }) => finalText(value[NAMED[key]]),
        ({ path }, name) =>
          context.report('entry-duplicate', joinPath(path, NAMED[key]), { what: key, name }),
      );
    const managed = new Set(
      objectsIn(context, 'managedMcpServers').map(({ value }) => finalText(value.name) ?? ''),
    );
    for (const { value, path } of objectsIn(context, 'orgPluginSettings')) {
      const name = finalText(value.serverName);
      if (name !== undefined && managed.has(name))
        context.report('setting-ignored', joinPath(path, 'serverName'), {
          fault: `"${name}" is also the name of an entry of managedMcpServers, which wins over the plugin server`,
          fix: 'Set toolPolicy on that entry, or rename it.',
        });
    }
  },
};

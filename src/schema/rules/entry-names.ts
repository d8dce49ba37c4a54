import { eachRepeated, finalText, objectsIn } from './reading.ts';
import type { Rule } from './rule.ts';

/** Lists whose entries are told apart by a name. */
const NAMED = { orgPluginSettings: 'serverName', skillBundles: 'name' } as const;

/** Names of plugin servers and skill bundles are unique. */
export const entryNames: Rule = {
  id: 'entry-names',
  source: "A third party's reading of the app (skill bundles); inferred for plugin settings",
  check(context) {
    for (const key of ['orgPluginSettings', 'skillBundles'] as const)
      eachRepeated(
        objectsIn(context, key),
        ({ value }) => finalText(value[NAMED[key]]),
        ({ path }, name) => context.report('entry-duplicate', [...path, NAMED[key]], { what: key, name }),
      );
  },
};

import { compareReleases } from '../releases.ts';
import { claudeVersion } from '../model-name.ts';
import { listedModels } from './models.ts';
import type { Rule } from './rule.ts';

/** Tool search on Vertex needs newer models, and once did more than its name says. */
export const toolSearch: Rule = {
  id: 'tool-search',
  source: 'Vendor reference of October 2026, toolSearchEnabled; vendor changelog, 1.40609.0',
  when: ['toolSearchEnabled'],
  check(context) {
    const { config, provider, target, report } = context;
    if (config.toolSearchEnabled !== true) return;
    const old =
      provider === 'vertex'
        ? listedModels(context).find(({ name }) => isOlderThan45(claudeVersion(name)))
        : undefined;
    if (old !== undefined)
      report('setting-risky', ['toolSearchEnabled'], {
        fault: `toolSearchEnabled is to stay unset on Vertex while a model older than 4.5 is offered, such as "${old.name}"`,
        fix: 'Remove toolSearchEnabled, or the older models.',
      });
    const knows = target !== undefined && compareReleases(target.oldest, [1, 21459, 0]) >= 0;
    if (provider === 'gateway' && knows && compareReleases(target.oldest, [1, 40609, 0]) < 0)
      report('behaviour-changed', ['toolSearchEnabled'], {
        fault:
          'Before 1.40609.0 toolSearchEnabled sends every beta header to a gateway, not only those of tool search',
        fix: 'Make sure that the gateway accepts them, or raise the target.',
      });
  },
};

function isOlderThan45(version: readonly [number, number] | undefined): boolean {
  return version !== undefined && (version[0] < 4 || (version[0] === 4 && version[1] < 5));
}

import { compareReleases } from '../releases.ts';
import type { Rule } from './rule.ts';

/** Tool search is not there with Vertex, and once did more than its name says. */
export const toolSearch: Rule = {
  id: 'tool-search',
  source: 'Vendor page "Vertex AI"; vendor changelog, 1.40609.0',
  when: ['toolSearchEnabled'],
  check({ config, provider, target, report }) {
    if (config.toolSearchEnabled !== true) return;
    if (provider === 'vertex')
      report('setting-ignored', ['toolSearchEnabled'], {
        fault: 'toolSearchEnabled is not available with the provider "vertex"',
        fix: 'Remove toolSearchEnabled.',
      });
    const knows = target !== undefined && compareReleases(target, [1, 21459, 0]) >= 0;
    if (provider === 'gateway' && knows && compareReleases(target, [1, 40609, 0]) < 0)
      report('behaviour-changed', ['toolSearchEnabled'], {
        fault:
          'Before 1.40609.0 toolSearchEnabled sends every beta header to a gateway, not only those of tool search',
        fix: 'Make sure that the gateway accepts them, or raise the target.',
      });
  },
};

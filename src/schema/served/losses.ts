import { keySpec } from '../catalogue/index.ts';
import { replacementOf } from '../retirements/renames.ts';
import type { ServedRule } from './rule.ts';

/** Left out of an answer, the policy's own list stays (changelog 1.19367.0). */
const KEPT: ReadonlySet<string> = new Set(['allowedPluginMarketplaces']);
const ORGANIZATION = 'deploymentOrganizationUuid';

/** What the answer unsets on the device, for it replaces the policy as a whole. */
export const losses: ServedRule = {
  id: 'losses',
  source: 'Vendor page "Bootstrap": wholesale replacement, allowedPluginMarketplaces apart',
  check({ source, settings, document, report }) {
    if (source === undefined || settings.size === 0) return;
    const { file } = source;
    for (const written of source.settings.keys()) {
      const key = replacementOf(written) ?? written;
      const spec = keySpec(key);
      if (spec === undefined || spec.delivery !== undefined) continue;
      if (KEPT.has(key) || settings.has(key) || document.entries.has(key)) continue;
      if (key === ORGANIZATION) continue;
      report('setting-lost', [], {
        fault: `${key} is set in ${file} and not in the answer, which replaces the policy as a whole: on the device it is unset`,
        fix: `Serve ${key} as well, or take it out of the policy, where it does nothing.`,
      });
    }
    const served = settings.get(ORGANIZATION);
    const managed = source.settings.get(ORGANIZATION);
    if (served === managed || (served === undefined && managed === undefined)) return;
    report('setting-incomplete', served === undefined ? [] : [ORGANIZATION], {
      fault:
        served === undefined || managed === undefined
          ? `${ORGANIZATION} is set in ${served === undefined ? file : 'the answer'} only; it must stand in the policy and in the answer`
          : `${ORGANIZATION} of the answer is another one than in ${file}`,
      fix: 'Write the same plain UUID in both places.',
    });
  },
};

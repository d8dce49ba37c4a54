import { keySpec } from '../catalogue/index.ts';
import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** Keys of providers other than the selected one are ignored. */
export const otherProviderKey: Rule = {
  id: 'other-provider-key',
  source: 'Vendor reference, provider column of each key',
  check(context) {
    const { provider, settings, report } = context;
    if (provider === undefined || bootstraps(context)) return;
    for (const key of settings.keys()) {
      const readBy = keySpec(key)?.providers;
      if (readBy !== undefined && !readBy.includes(provider))
        report('other-provider-key', [key], { key, readBy, provider });
    }
  },
};

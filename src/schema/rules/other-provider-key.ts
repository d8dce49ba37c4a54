import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** Keys of providers other than the selected one are ignored. */
export const otherProviderKey: Rule = {
  id: 'other-provider-key',
  source: 'Vendor reference, provider column of each key',
  check(context) {
    const { provider, settings, effective, report } = context;
    if (provider === undefined || bootstraps(context)) return;
    for (const { key, readers } of effective().dropped)
      // What a script computes is in no place of its own.
      if (readers !== undefined && settings.has(key))
        report('other-provider-key', [key], { key, readers, provider });
  },
};

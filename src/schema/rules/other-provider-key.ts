import { keySpec } from '../catalogue/index.ts';
import { bootstraps } from './mode.ts';
import { droppedFor } from './reading.ts';
import type { Rule } from './rule.ts';

/** Keys of providers other than the selected one are ignored. */
export const otherProviderKey: Rule = {
  id: 'other-provider-key',
  source: 'Vendor reference, provider column of each key',
  check(context) {
    const { provider, settings, report } = context;
    if (provider === undefined || bootstraps(context)) return;
    for (const key of droppedFor('other-provider', context))
      // What a script computes is in no place of its own.
      if (settings.has(key))
        report('other-provider-key', [key], { key, readBy: keySpec(key)?.providers ?? [], provider });
  },
};

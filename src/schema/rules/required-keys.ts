import { neededKeys } from '../providers.ts';
import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** What a provider needs whichever credential it gets. */
export const requiredKeys: Rule = {
  id: 'required-keys',
  source: 'Vendor reference, the required keys of each provider',
  check(context) {
    const { provider, has, report } = context;
    if (provider === undefined || bootstraps(context)) return;
    for (const key of neededKeys(provider)) {
      if (has(key)) continue;
      const why =
        key === 'inferenceFoundryResource' && has('inferenceFoundryBaseUrl')
          ? 'the provider "foundry" needs it beside inferenceFoundryBaseUrl too, which replaces the address alone'
          : `the provider "${provider}" needs it`;
      report('required-key-missing', ['inferenceProvider'], { key, why });
    }
  },
};

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
      if (key === 'inferenceFoundryResource' && has('inferenceFoundryBaseUrl'))
        report('setting-risky', ['inferenceFoundryBaseUrl'], {
          fault:
            'inferenceFoundryBaseUrl is set without inferenceFoundryResource, and no document says that it may stand in for it',
          fix: 'Set inferenceFoundryResource, or try it on one device first.',
        });
      else
        report('required-key-missing', ['inferenceProvider'], {
          key,
          why: `the provider "${provider}" needs it`,
        });
    }
  },
};

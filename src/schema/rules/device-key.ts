import { keySpec } from '../catalogue/index.ts';
import type { Rule } from './rule.ts';

/** In the answer of a bootstrap server: keys that the app takes from the device only. */
export const deviceKey: Rule = {
  id: 'device-key',
  source: 'Vendor page "Bootstrap", what a server can deliver; availability of each key in the reference',
  check({ as, settings, report }) {
    if (as !== 'bootstrap') return;
    for (const key of settings.keys())
      if (keySpec(key)?.delivery === 'device')
        report(
          'setting-ignored',
          [key],
          {
            fault: `${key} counts only where device management or the local file sets it; a bootstrap server cannot deliver it`,
            fix: 'Put it into the policy of the device, and leave it out here.',
          },
          'error',
        );
  },
};

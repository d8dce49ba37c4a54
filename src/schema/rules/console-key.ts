import { keySpec } from '../catalogue/index.ts';
import type { Rule } from './rule.ts';

/** Keys that only the admin console of the vendor sets. */
export const consoleKey: Rule = {
  id: 'console-key',
  source: 'Vendor reference of October 2026, availability of each key',
  check({ settings, report, as }) {
    if (as === 'bootstrap') return;
    for (const key of settings.keys())
      if (keySpec(key)?.delivery === 'console')
        report('setting-ignored', [key], {
          fault: `${key} counts only where the admin console of the vendor sets it; device management, a local file and a bootstrap server cannot`,
          fix: 'Set it in the admin console, and leave it out here.',
        });
  },
};

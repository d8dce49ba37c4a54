import { keySpec } from '../catalogue/index.ts';
import type { Rule } from './rule.ts';

/** Keys that the hive of the user cannot set. */
export const machineHive: Rule = {
  id: 'machine-hive',
  source: 'A guide of a third party, disableWslSessions; the vendor does not say',
  when: ['disableWslSessions'],
  check({ hive, settings, report }) {
    if (hive !== 'user') return;
    for (const key of settings.keys())
      if (keySpec(key)?.machineHiveOnly === true)
        report(
          'setting-ignored',
          [key],
          {
            fault: `${key} counts under HKEY_LOCAL_MACHINE only, as one guide says; here it stands under HKEY_CURRENT_USER`,
            fix: 'Write it under HKEY_LOCAL_MACHINE. Values there hide all of HKEY_CURRENT_USER, so move the others with it.',
          },
          'info',
        );
  },
};

import type { Rule } from './rule.ts';

/** Without updates there is none to enforce. */
export const updates: Rule = {
  id: 'updates',
  source: 'Vendor reference, autoUpdaterEnforcementHours',
  when: ['autoUpdaterEnforcementHours'],
  check({ config, has, report }) {
    if (config.disableAutoUpdates === true && has('autoUpdaterEnforcementHours'))
      report('setting-ignored', ['autoUpdaterEnforcementHours'], {
        fault: 'autoUpdaterEnforcementHours does nothing while disableAutoUpdates is true',
        fix: 'Remove one of them.',
      });
  },
};

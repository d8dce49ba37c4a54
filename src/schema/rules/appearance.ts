import { hasMember, listing, membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

/** What shows nothing without its companion. */
export const appearance: Rule = {
  id: 'appearance',
  source: 'Vendor reference, banner and deploymentDisplaySubtitle',
  when: ['banner', 'deploymentDisplaySubtitle'],
  check({ settings, has, report }) {
    if (has('deploymentDisplaySubtitle') && !has('deploymentDisplayName'))
      report('setting-ignored', ['deploymentDisplaySubtitle'], {
        fault: 'deploymentDisplaySubtitle is shown only together with deploymentDisplayName',
        fix: 'Set deploymentDisplayName.',
      });
    const banner = membersOf(settings.get('banner'));
    if (banner === undefined || hasMember(banner, 'enabled')) return;
    const set = ['text', 'backgroundColor', 'textColor', 'linkUrl'].filter((name) => hasMember(banner, name));
    if (set.length > 0)
      report('setting-ignored', ['banner'], {
        fault: `banner sets ${listing(set)} without enabled, so no banner is shown`,
        fix: 'Add "enabled": true to it.',
      });
  },
};

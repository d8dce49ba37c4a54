import type { Rule } from './rule.ts';

/** Releases that do not know the value `required` switch the broker off. */
export const microsoftBroker: Rule = {
  id: 'microsoft-broker',
  source: 'Vendor reference, microsoftAuthBroker',
  when: ['microsoftAuthBroker'],
  check({ config, target, report }) {
    // With a target, what that release reads is told elsewhere.
    if (config.microsoftAuthBroker === 'required' && target === undefined)
      report('setting-risky', ['microsoftAuthBroker'], {
        fault: 'microsoftAuthBroker "required" means "disabled" to releases that do not know it',
        fix: 'Use "auto" until the whole fleet is updated.',
      });
  },
};

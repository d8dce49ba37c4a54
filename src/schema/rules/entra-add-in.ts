import type { Rule } from './rule.ts';

/** The Microsoft 365 add-in signs in with an app registration of your own, or with none of this. */
export const entraAddIn: Rule = {
  id: 'entra-add-in',
  source: "A third party's reading of the app, entraClientId",
  when: ['entraAzureCloud', 'entraScope', 'entraClientId'],
  check({ config, has, report }) {
    if (has('entraClientId')) return;
    const cloud = config.entraAzureCloud;
    if (cloud !== undefined && cloud !== 'global')
      report('setting-ignored', ['entraAzureCloud'], {
        fault: `entraAzureCloud "${cloud}" needs entraClientId`,
        fix: 'Set entraClientId.',
      });
    if (has('entraScope'))
      report('setting-ignored', ['entraScope'], {
        fault: 'entraScope needs entraClientId',
        fix: 'Set entraClientId.',
      });
  },
};

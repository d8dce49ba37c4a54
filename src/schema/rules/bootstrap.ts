import type { KeyName } from '../catalogue/index.ts';
import { bootstraps } from './mode.ts';
import { membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

const NEEDS_URL: readonly KeyName[] = [
  'bootstrapOidc',
  'bootstrapHeaders',
  'bootstrapHeadersHelper',
  'trustBootstrapDelivery',
];

/** The bootstrap server: what does nothing without it, and what it replaces. */
export const bootstrap: Rule = {
  id: 'bootstrap',
  source: 'Vendor page "Bootstrap"',
  when: [
    'bootstrapUrl',
    'bootstrapEnabled',
    'bootstrapOidc',
    'bootstrapHeaders',
    'bootstrapHeadersHelper',
    'trustBootstrapDelivery',
  ],
  check(context) {
    const { has, config, settings, report } = context;
    if (!has('bootstrapUrl')) {
      const keys = config.bootstrapEnabled === true ? ['bootstrapEnabled' as const, ...NEEDS_URL] : NEEDS_URL;
      for (const key of keys)
        if (has(key))
          report('setting-ignored', [key], {
            fault: `${key} does nothing without bootstrapUrl`,
            fix: `Set bootstrapUrl, or remove ${key}.`,
          });
      return;
    }
    const headers = membersOf(settings.get('bootstrapHeaders')) ?? {};
    const authorization = Object.keys(headers).find((name) => name.toLowerCase() === 'authorization');
    if (has('bootstrapOidc') && authorization !== undefined)
      report('setting-ignored', ['bootstrapHeaders', authorization], {
        fault: `The ${authorization} header of bootstrapHeaders is replaced by the token of the user, who signs in because bootstrapOidc is set`,
        fix: 'Remove the header, or remove bootstrapOidc.',
      });
    if (bootstraps(context) && has('inferenceProvider'))
      report(
        'setting-ignored',
        ['inferenceProvider'],
        {
          fault:
            'What the bootstrap server delivers replaces the settings of this file as a whole, inferenceProvider with them',
          fix: 'Keep the inference settings on the bootstrap server only.',
        },
        'info',
      );
  },
};

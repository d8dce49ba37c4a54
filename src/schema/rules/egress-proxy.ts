import type { Rule } from './rule.ts';

/** A PAC file beats a fixed proxy. */
export const egressProxy: Rule = {
  id: 'egress-proxy',
  source: 'Vendor page "Proxy"',
  when: ['egressProxyUrl', 'egressProxyPacUrl'],
  check({ has, report }) {
    if (has('egressProxyUrl') && has('egressProxyPacUrl'))
      report('setting-ignored', ['egressProxyUrl'], {
        fault: 'egressProxyUrl is not used, because egressProxyPacUrl is set',
        fix: 'Remove one of them.',
      });
  },
};

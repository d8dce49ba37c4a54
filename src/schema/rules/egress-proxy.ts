import type { Rule } from './rule.ts';

/** A PAC file beats a fixed proxy. */
export const egressProxy: Rule = {
  id: 'egress-proxy',
  source: 'Vendor page "Proxy"',
  when: ['egressProxyUrl', 'egressProxyPacUrl'],
  check({ effective, report }) {
    for (const { key, reason, why } of effective.dropped)
      if (key === 'egressProxyUrl' && reason === 'outranked')
        report('setting-ignored', [key], { fault: `${key} ${why}`, fix: 'Remove one of them.' });
  },
};

import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** What nobody is told: while the list is unset, tools reach the inference endpoint and nothing else. */
export const toolNetwork: Rule = {
  id: 'tool-network',
  source: 'Vendor reference, coworkEgressAllowedHosts; field reports of git, pip and npm that answer 403',
  when: ['inferenceProvider'],
  check(context) {
    const { config, deployed, has, provider, report } = context;
    // Only where somebody asks what the file does on a device, not while it is written or exported.
    if (!deployed || provider === undefined || has('coworkEgressAllowedHosts') || bootstraps(context)) return;
    if (config.coworkTabEnabled === false && config.isClaudeCodeForDesktopEnabled === false) return;
    report(
      'setting-risky',
      ['coworkEgressAllowedHosts'],
      {
        fault:
          'coworkEgressAllowedHosts is not set, so the tools of Cowork and Code reach the inference endpoint and nothing else: git, pip, npm and page fetches fail',
        fix: 'List the hosts that tools may reach, or set it to [] to say that this is meant.',
      },
      'info',
    );
  },
};

import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** Code sessions over SSH take no named AWS profile. */
export const sshSessions: Rule = {
  id: 'ssh-sessions',
  source: 'Vendor page "Amazon Bedrock", inferenceBedrockProfile',
  when: ['sshHostAllowlist'],
  check(context) {
    const { effective, provider, settings, report } = context;
    if (provider !== 'bedrock' || bootstraps(context)) return;
    if (effective().credential?.kind !== 'vendor-profile') return;
    const hosts = settings.get('sshHostAllowlist');
    if (!Array.isArray(hosts) || hosts.length === 0) return;
    report('setting-risky', ['sshHostAllowlist'], {
      fault: 'Code sessions on SSH hosts are refused with inferenceBedrockProfile as the credential',
      fix: 'Use another credential of Bedrock, or remove sshHostAllowlist.',
    });
  },
};

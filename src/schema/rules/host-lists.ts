import { textsIn } from './reading.ts';
import type { Rule } from './rule.ts';

/** `*.example.com` covers example.com in the SSH list and not in the egress list. */
export const hostLists: Rule = {
  id: 'host-lists',
  source: 'Vendor page "SSH", sshHostAllowlist; vendor reference, coworkEgressAllowedHosts',
  when: ['sshHostAllowlist'],
  check(context) {
    const ssh = new Set(textsIn(context, 'sshHostAllowlist').map(({ text }) => text.toLowerCase()));
    const egress = textsIn(context, 'coworkEgressAllowedHosts').map((one) => ({
      path: one.path,
      host: one.text.toLowerCase().replace(/:\d+$/, ''),
    }));
    const hosts = new Set(egress.map(({ host }) => host));
    for (const { host, path } of egress) {
      const apex = host.startsWith('*.') ? host.slice(2) : undefined;
      if (apex === undefined || !ssh.has(host) || hosts.has(apex) || hosts.has('*')) continue;
      context.report('setting-risky', path, {
        fault: `"${host}" stands in both host lists, but only in sshHostAllowlist it covers ${apex} itself`,
        fix: `Add "${apex}" to coworkEgressAllowedHosts if tools need it.`,
      });
    }
  },
};

import { isLoopback } from '../../text/loopback.ts';
import { parseUrl } from '../formats.ts';
import { finalText } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A PAC file beats a fixed proxy; a fixed proxy is asked for every host, and Cowork has to reach it too. */
export const egressProxy: Rule = {
  id: 'egress-proxy',
  source: 'Vendor page "Proxy"; vendor reference of October 2026, egressProxyUrl; field reports',
  when: ['egressProxyUrl', 'egressProxyPacUrl'],
  check(context) {
    const { effective, report } = context;
    checkLoopback(context);
    for (const { key, reason, why } of effective().dropped)
      if (key === 'egressProxyUrl' && reason === 'outranked')
        report('setting-ignored', [key], { fault: `${key} ${why}`, fix: 'Remove one of them.' });
  },
};

function checkLoopback({ config, effective, report }: RuleContext): void {
  const proxy = parseUrl(finalText(config.egressProxyUrl) ?? '');
  if (proxy === undefined || effective().proxy.kind !== 'url') return;
  if (proxy.protocol === 'https:' && isLoopback(proxy.hostname))
    report('setting-risky', ['egressProxyUrl'], {
      fault:
        'egressProxyUrl is https on loopback, and inside the Cowork virtual machine its certificate cannot be verified',
      fix: `Write http://127.0.0.1:${proxy.port === '' ? '443' : proxy.port}.`,
    });
  const address = effective().address?.url;
  if (address !== undefined && isLoopback(parseUrl(address)?.hostname ?? '') && !isLoopback(proxy.hostname))
    report('setting-risky', ['egressProxyUrl'], {
      fault: `egressProxyUrl sends requests for ${parseUrl(address)?.host ?? 'the gateway'} to ${proxy.host}, which cannot reach a gateway on this device`,
      fix: 'Remove egressProxyUrl, or let the local gateway use the proxy instead.',
    });
}

import { isIP } from 'node:net';
import { fail, pass, skip, warn, type Check } from '../check.ts';
import { proxyOf, targetOf } from '../../net/target.ts';
import { isLoopback, isLoopbackAddress } from '../../text/loopback.ts';

export const dns = {
  id: 'dns',
  title: 'the host name resolves',
  group: 'A',
  owner: 'network',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['base-url-scheme'],
  async run(context) {
    const target = targetOf(context.facts);
    if (target === undefined) return undefined;
    const { host } = target;
    const proxy = proxyOf(target, context.route);
    if (proxy !== undefined)
      return skip(`The proxy ${context.quote(proxy)} resolves names, not this device.`);
    if (isIP(host) !== 0) return pass(`${host} is an address; there is nothing to resolve.`);
    const found = await context.ask('dns', () => context.network.lookup(host, undefined, context.signal));
    if (!found.ok) {
      const { code } = found.failure;
      return fail(
        `${context.quote(host)} does not resolve here (${code}).`,
        code === 'EAI_AGAIN' || code === 'ETIMEDOUT'
          ? 'The name server does not answer: check the network, then run the probe again.'
          : 'Check the host in inferenceGatewayBaseUrl; a VPN or split DNS may be missing on this device.',
      );
    }
    const addresses = found.value;
    if (addresses.length === 0) {
      return fail(
        `${context.quote(host)} resolves to no address.`,
        'Check the host in inferenceGatewayBaseUrl.',
      );
    }
    const shown = addresses.slice(0, 4).join(', ');
    if (!isLoopback(host) && addresses.every(isLoopbackAddress)) {
      return warn(
        `${context.quote(host)} resolves to this device itself (${shown}).`,
        'Look into the hosts file and the name server: other devices will not find the gateway there.',
      );
    }
    return pass(`${context.quote(host)} is ${shown}.`);
  },
} as const satisfies Check;

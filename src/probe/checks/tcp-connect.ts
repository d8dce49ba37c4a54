import { isIP } from 'node:net';
import { fail, pass, skip, warn, type Check } from '../check.ts';
import { proxyOf, targetOf } from '../../net/target.ts';
import { isLoopback } from '../../text/loopback.ts';

const SLOW_MS = 2000;
const LIMIT_MS = 10_000;

export const tcpConnect = {
  id: 'tcp-connect',
  title: 'something listens at the address',
  group: 'A',
  owner: 'network',
  required: true,
  whenBroken: 'explains',
  when: 'default',
  needs: ['dns'],
  async run(context) {
    const target = targetOf(context.facts);
    if (target === undefined) return undefined;
    const { host, port } = target;
    const proxy = proxyOf(target, context.route);
    if (proxy !== undefined) return skip(`The proxy ${context.quote(proxy)} connects, not this device.`);
    const found =
      isIP(host) === 0
        ? await context.ask('dns', () => context.network.lookup(host, undefined, context.signal))
        : undefined;
    const addresses = found?.ok === true ? onePerFamily(found.value) : [host];
    const tried = await Promise.all(
      addresses.map(async (address) => ({
        address,
        outcome: await context.network.connect(address, port, LIMIT_MS, context.signal),
      })),
    );
    const where = `${context.quote(host)}:${port}`;
    const refused = tried.filter(({ outcome }) => !outcome.ok);
    const open = tried.find(({ outcome }) => outcome.ok);
    if (open?.outcome.ok !== true) {
      const first = tried[0]?.outcome;
      const code = first?.ok === false ? first.failure.code : 'UNKNOWN';
      return code === 'ECONNREFUSED'
        ? fail(
            `Nothing listens on ${where} (ECONNREFUSED).`,
            'Start the gateway, or correct the port in inferenceGatewayBaseUrl.',
          )
        : fail(
            `${where} cannot be reached (${code}).`,
            'Check the firewall and the VPN between this device and the gateway, and whether HTTPS_PROXY should be set.',
          );
    }
    const { ms } = open.outcome.value;
    if (refused.length > 0 && !isLoopback(host)) {
      return warn(
        `${where} answers at ${open.address}, but not at ${refused.map(({ address }) => address).join(', ')}.`,
        'Remove the address that does not answer from DNS: devices that try it first start slowly or fail.',
      );
    }
    if (ms > SLOW_MS)
      return warn(`${where} took ${ms} ms to accept a connection.`, 'Look at the way to the gateway.');
    return pass(`${where} accepts connections (${ms} ms).`);
  },
} as const satisfies Check;

/** The first IPv4 and the first IPv6 address: enough to see a family that does not answer. */
function onePerFamily(addresses: readonly string[]): readonly string[] {
  return [4, 6].flatMap((family) => addresses.find((address) => isIP(address) === family) ?? []);
}

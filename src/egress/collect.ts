import { effective, hasReference, parseUrl } from '../schema/index.ts';
import { isLoopback } from '../text/loopback.ts';
import type { Cause, EgressGroup, EgressHost, Found, Protocol, Remark, Settings } from './types.ts';

/** Runs every group over the settings and keeps what they find, each host once a cause and setting. */
export function collect(
  groups: readonly EgressGroup[],
  settings: Settings,
): { readonly hosts: readonly EgressHost[]; readonly remarks: readonly Remark[] } {
  const hosts = new Map<string, EgressHost>();
  const remarks: Remark[] = [];
  const uses = effective({ settings: new Map(Object.entries(settings)) });
  for (const group of groups) group.find(settings, collector(group.cause, hosts, remarks), uses);
  return { hosts: [...hosts.values()], remarks };
}

/** What may be printed as a host, a pattern or an IP address; a reference, or a template, is none. */
const HOST = /^[\p{L}\p{N}_.*:[\]-]+$/u;

function collector(cause: Cause, hosts: Map<string, EgressHost>, remarks: Remark[]): Found {
  const found: Found = {
    host(name, { key, why, required, note }, { port = 443, protocol = 'https' } = {}) {
      if (!HOST.test(name)) {
        found.missing(key, `${key} names no host that can be listed.`);
        return;
      }
      const host = name.toLowerCase().replace(/\.$/, '');
      const id = JSON.stringify([cause, key, host, port]);
      if (hosts.has(id)) return;
      const wildcard = host.includes('*');
      const audience = 'perimeter';
      // Written out: a copy of one of a hundred thousand takes several times as much memory.
      hosts.set(
        id,
        note === undefined
          ? { host, port, protocol, wildcard, cause, key, why, required, audience }
          : { host, port, protocol, wildcard, cause, key, why, required, audience, note },
      );
    },
    url(address, facts) {
      if (address === undefined || address === '') return;
      const url = typeof address === 'string' && !hasReference(address) ? parseUrl(address) : undefined;
      const protocol = url === undefined ? undefined : PROTOCOLS[url.protocol];
      if (url === undefined || protocol === undefined) {
        found.missing(
          facts.key,
          typeof address === 'string' && hasReference(address)
            ? `${facts.key} holds a reference, which is not resolved here, so its host is missing.`
            : `${facts.key} could not be read as an address, so its host is missing here.`,
        );
        return;
      }
      if (isLoopback(url.hostname)) {
        found.remark(
          facts.key,
          `${facts.key} points at the device itself (${url.host}): no firewall is passed.`,
        );
        return;
      }
      found.host(url.hostname, facts, { port: portOf(url), protocol });
    },
    remark: (key, text) => void remarks.push({ cause, key, text, missing: false }),
    missing: (key, text) => void remarks.push({ cause, key, text, missing: true }),
  };
  return found;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { 'https:': 'https', 'http:': 'http' };

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
}

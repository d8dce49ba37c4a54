import { parseUrl } from '../formats.ts';
import { pathText } from '../path.ts';
import type { FieldType } from '../key-spec.ts';
import { stringFormats } from '../string-formats.ts';
import { alternatives } from '../types/visit.ts';
import type { ServedRule } from './rule.ts';

/** Whether a host name, as the URL parser writes it, leads to the device itself. */
export function leadsHome(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(host) ||
    host === '0.0.0.0' ||
    host === '[::1]' ||
    host === '[::]' ||
    host.startsWith('[::ffff:7f')
  );
}

/** Whether the row asks for an address there. */
export function asksForAddress(type: FieldType | undefined): boolean {
  return (
    type !== undefined &&
    alternatives(type).some(
      (one) => one.kind === 'string' && one.format !== undefined && stringFormats[one.format].leads === true,
    )
  );
}

/** Loopback hosts are dropped from every URL key. A plain http address of an MCP server is told by its own rule. */
export const loopback: ServedRule = {
  id: 'loopback',
  source: 'Vendor page "Bootstrap", what a server can deliver',
  check({ texts, report }) {
    for (const { text, path, type } of texts) {
      if (!asksForAddress(type)) continue;
      const url = parseUrl(text);
      if (url === undefined || !leadsHome(url.hostname)) continue;
      if (path[0] === 'managedMcpServers' && url.protocol !== 'https:') continue;
      report('loopback-dropped', path, {
        fault: `${pathText(path)} points at ${url.host}, the device itself; from a bootstrap server Claude Desktop drops such an address`,
        fix: 'Give an address that every device reaches, or set this key in the policy of the device.',
      });
    }
  },
};

import { leadsToDevice } from '../../text/loopback.ts';
import { parseUrl } from '../formats.ts';
import { pathText } from '../path.ts';
import type { FieldType } from '../key-spec.ts';
import { stringFormats } from '../string-formats.ts';
import { alternatives, textType } from '../types/visit.ts';
import type { ServedRule } from './rule.ts';

/** Whether the row asks for an address there. */
export function asksForAddress(type: FieldType | undefined): boolean {
  return (
    type !== undefined &&
    alternatives(type).some((one) => {
      const format = textType(one)?.format;
      return format !== undefined && stringFormats[format].leads === true;
    })
  );
}

/** The address that a text gives, where the row asks for one and it leads to the device itself: no server can deliver that. */
export function addressOfDevice(type: FieldType | undefined, text: string): URL | undefined {
  const url = asksForAddress(type) ? parseUrl(text) : undefined;
  return url !== undefined && leadsToDevice(url.hostname) ? url : undefined;
}

/** Loopback hosts are dropped from every URL key. A plain http address of an MCP server is told by its own rule. */
export const loopback: ServedRule = {
  id: 'loopback',
  source: 'Vendor page "Bootstrap", what a server can deliver',
  check({ texts, report }) {
    for (const { text, path, type } of texts) {
      const url = addressOfDevice(type, text);
      if (url === undefined) continue;
      if (path[0] === 'managedMcpServers' && url.protocol !== 'https:') continue;
      report('loopback-dropped', path, {
        fault: `${pathText(path)} points at ${url.host}, the device itself; from a bootstrap server Claude Desktop drops such an address`,
        fix: 'Give an address that every device reaches, or set this key in the policy of the device.',
      });
    }
  },
};

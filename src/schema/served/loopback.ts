import { pathText } from '../path.ts';
import { addressOfDevice } from './asked-address.ts';
import { plainMcpAddress } from './mcp-address.ts';
import type { ServedRule } from './rule.ts';

/** Loopback hosts are dropped from every URL key. A plain http address of an MCP server is told by its own rule. */
export const loopback: ServedRule = {
  id: 'loopback',
  source: 'Vendor page "Bootstrap", what a server can deliver',
  check({ texts, report }) {
    for (const leaf of texts) {
      const { text, path, type } = leaf;
      const url = addressOfDevice(type, text);
      if (url === undefined || plainMcpAddress(leaf) !== undefined) continue;
      report('loopback-dropped', path, {
        fault: `${pathText(path)} points at ${url.host}, the device itself; from a bootstrap server Claude Desktop drops such an address`,
        fix: 'Give an address that every device reaches, or set this key in the policy of the device.',
      });
    }
  },
};

import { parseUrl } from '../formats.ts';
import { pathText } from '../path.ts';
import { asksForAddress } from './loopback.ts';
import type { ServedRule } from './rule.ts';

/** Addresses of MCP servers and of their OAuth servers must be https; http on loopback is no exception here. */
export const mcpAddress: ServedRule = {
  id: 'mcp-address',
  source: 'Vendor page "Bootstrap", what a server can deliver',
  check({ texts, report }) {
    for (const { text, path, type } of texts) {
      if (path[0] !== 'managedMcpServers' || !asksForAddress(type)) continue;
      const url = parseUrl(text);
      // An identifier such as urn: is no address.
      if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'ws:')) continue;
      report('mcp-url-dropped', path, {
        fault: `${pathText(path)} reaches ${url.host} by ${url.protocol.slice(0, -1)}; from a bootstrap server Claude Desktop drops an MCP or OAuth address that is not https`,
        fix: 'Give an https address.',
      });
    }
  },
};

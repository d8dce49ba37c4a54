import { parseUrl } from '../formats.ts';
import type { Leaf } from '../leaves.ts';
import { pathText } from '../path.ts';
import { asksForAddress } from './asked-address.ts';
import type { ServedRule } from './rule.ts';

/** The address of an MCP server or of its OAuth server, where it is not https. An identifier such as urn: is no address. */
export function plainMcpAddress({ text, path, type }: Leaf): URL | undefined {
  if (path[0] !== 'managedMcpServers' || !asksForAddress(type)) return undefined;
  const url = parseUrl(text);
  return url?.protocol === 'http:' || url?.protocol === 'ws:' ? url : undefined;
}

/** Addresses of MCP servers and of their OAuth servers must be https; http on loopback is no exception here. */
export const mcpAddress: ServedRule = {
  id: 'mcp-address',
  source: 'Vendor page "Bootstrap", what a server can deliver',
  check({ texts, report }) {
    for (const leaf of texts) {
      const url = plainMcpAddress(leaf);
      if (url === undefined) continue;
      report('mcp-url-dropped', leaf.path, {
        fault: `${pathText(leaf.path)} reaches ${url.host} by ${url.protocol.slice(0, -1)}; from a bootstrap server Claude Desktop drops an MCP or OAuth address that is not https`,
        fix: 'Give an https address.',
      });
    }
  },
};

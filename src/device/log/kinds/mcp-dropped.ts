import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** An entry of managedMcpServers that does not count. */
export const mcpDropped: LogKind = {
  id: 'mcp-dropped',
  mark: 'managedMcpServers entry',
  pattern: /managedMcpServers entry (\d{1,6}) dropped - (.{0,300})/,
  repeats: 'adds',
  read: ([entry = '', why = '']) => ({
    text: `it dropped entry ${entry} of managedMcpServers: ${foreign(why)}`,
    isFault: true,
  }),
};

import { hostPattern } from './groups/own.ts';
import { flagOf, has, listOf } from './read.ts';
import type { EgressHost, Settings, ToolAllowance } from './types.ts';

const KEY = 'coworkEgressAllowedHosts';

/**
 * What the agent's web fetch, shell and package installs may reach, in Cowork and Code: the setting, and what
 * the app adds by itself. It is a second, inner boundary: a host must pass this list and the perimeter.
 * Web search, inference and MCP do not pass here.
 */
export function toolAllowlist(settings: Settings, hosts: readonly EgressHost[]): readonly ToolAllowance[] {
  const list: ToolAllowance[] = [];
  for (const [index, entry] of listOf(settings, KEY).entries())
    if (typeof entry === 'string' && hostPattern(entry) !== undefined)
      list.push({
        pattern: entry.toLowerCase(),
        from: 'configured',
        key: `${KEY}[${index}]`,
        why: 'The setting allows it.',
      });
  for (const { host, cause, key } of hosts) {
    if (cause === 'inference' && !host.startsWith('bedrock.') && !host.startsWith('bedrock-fips.'))
      list.push({ pattern: host, from: 'app', key, why: 'The inference endpoint is always allowed.' });
    if (cause === 'otlp')
      list.push({ pattern: host, from: 'app', key, why: 'The app adds the collector by itself.' });
  }
  if (has(settings, 'inferenceProvider') && flagOf(settings, 'disableNonessentialTelemetry') !== true)
    list.push({
      pattern: 'api.anthropic.com',
      from: 'app',
      key: 'disableNonessentialTelemetry',
      why: 'The app adds it for the usage telemetry of Claude Code, as long as that is not switched off.',
    });
  return list;
}

/** The entry of the egress module: a configuration in, the hosts it needs out. Pure but for `reach.ts`, which tries them. */
import { collect } from './collect.ts';
import { extensions, github, mcp, microsoft365, websearch } from './groups/connectors.ts';
import { inference } from './groups/inference.ts';
import { otlp, plugins, tools } from './groups/own.ts';
import { signIn } from './groups/sign-in.ts';
import { bootstrap, other, proxy, ssh } from './groups/source.ts';
import {
  browser,
  downloads,
  imports,
  modelCatalog,
  previews,
  services,
  telemetry,
  updates,
  webfetch,
} from './groups/vendor.ts';
import { toolAllowlist } from './tool-allowlist.ts';
import type { Egress, EgressGroup, Settings } from './types.ts';

export type { Checked, HostCheck } from './checked.ts';
export { CAUSES, type Egress, type EgressHost, type Remark } from './types.ts';
export { reach, type ReachOptions } from './reach.ts';

/** Every cause, in the order of the report: what inference needs first, what can be switched off last. */
export const groups: readonly EgressGroup[] = [
  proxy,
  inference,
  signIn,
  bootstrap,
  downloads,
  updates,
  modelCatalog,
  otlp,
  mcp,
  microsoft365,
  github,
  websearch,
  plugins,
  extensions,
  tools,
  webfetch,
  browser,
  ssh,
  imports,
  previews,
  services,
  telemetry,
  other,
];

/** Both boundaries, the perimeter and the app's own allowlist for tools, and what neither list can say. */
export function egress(settings: Settings): Egress {
  const { hosts, remarks } = collect(groups, settings);
  return { hosts, toolAllowlist: toolAllowlist(settings, hosts), remarks };
}

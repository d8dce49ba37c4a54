import type { DatedRow, KeySpec, ValueOf } from '../key-spec.ts';
import { anthropic } from './anthropic.ts';
import { appearance } from './appearance.ts';
import { bedrock } from './bedrock.ts';
import { browser } from './browser.ts';
import { connection } from './connection.ts';
import { connectors } from './connectors.ts';
import { credentialHelper } from './credential-helper.ts';
import { foundry } from './foundry.ts';
import { gateway } from './gateway.ts';
import { identity } from './identity.ts';
import { lifecycle } from './lifecycle.ts';
import { limits } from './limits.ts';
import { mcp } from './mcp.ts';
import { models } from './models.ts';
import { office } from './office.ts';
import { otlp } from './otlp.ts';
import { plugins } from './plugins.ts';
import { retention } from './retention.ts';
import { selfHosted } from './self-hosted.ts';
import { source } from './source.ts';
import { standard } from './standard.ts';
import { surfaces } from './surfaces.ts';
import { telemetry } from './telemetry.ts';
import { toolPolicy } from './tool-policy.ts';
import { vertex } from './vertex.ts';
import { workspace } from './workspace.ts';

/** The sections of the app's own configuration window, in its order. Adding a key touches only its section's file. */
export const sections = {
  Connection: {
    ...connection,
    ...credentialHelper,
    ...identity,
    ...gateway,
    ...anthropic,
    ...bedrock,
    ...vertex,
    ...foundry,
  },
  Models: models,
  Workspace: { ...surfaces, ...toolPolicy, ...workspace },
  Retention: retention,
  Capabilities: browser,
  Connectors: { ...connectors, ...mcp },
  'Telemetry & updates': { ...telemetry, ...otlp },
  Lifecycle: lifecycle,
  Limits: limits,
  Appearance: appearance,
  Plugins: plugins,
  Source: source,
  'Microsoft 365 add-in': office,
  'Standard deployments': standard,
  'Self-hosted': selfHosted,
} as const satisfies Record<string, Readonly<Record<string, DatedRow>>>;

export const catalogue = {
  ...sections.Connection,
  ...sections.Models,
  ...sections.Workspace,
  ...sections.Retention,
  ...sections.Capabilities,
  ...sections.Connectors,
  ...sections['Telemetry & updates'],
  ...sections.Lifecycle,
  ...sections.Limits,
  ...sections.Appearance,
  ...sections.Plugins,
  ...sections.Source,
  ...sections['Microsoft 365 add-in'],
  ...sections['Standard deployments'],
  ...sections['Self-hosted'],
} as const;

export type KeyName = keyof typeof catalogue;

/** A configuration that passed validation: native values by key name, in the order of the source document. */
export type Config = { readonly [K in KeyName]?: ValueOf<(typeof catalogue)[K]['type']> };

const rows: ReadonlyMap<string, KeySpec> = new Map(Object.entries(catalogue));

/** The row of a key, or undefined for a name Claude Desktop does not read. Safe for any text, `__proto__` included. */
export function keySpec(name: string): KeySpec | undefined {
  return rows.get(name);
}

export const keyNames = Object.keys(catalogue) as readonly KeyName[];

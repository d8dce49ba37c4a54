import type { Effective } from '../schema/index.ts';

/** Settings by today's name, decoded to native values; a validated `Config` is one. */
export type Settings = Readonly<Record<string, unknown>>;

/** What for the device makes a connection; the heading under which a host is listed. */
export const CAUSES = {
  proxy: 'Proxy',
  inference: 'Inference',
  'sign-in': 'Sign-in',
  bootstrap: 'Bootstrap server',
  downloads: 'Cowork and Code components',
  updates: 'Updates',
  catalog: 'Model catalog',
  import: 'Import from claude.ai',
  otlp: 'OpenTelemetry collector',
  mcp: 'MCP servers',
  microsoft365: 'Microsoft 365',
  github: 'GitHub connector',
  websearch: 'Web search',
  plugins: 'Plugins and skills',
  extensions: 'Desktop extensions',
  tools: 'Tools of the agent',
  webfetch: 'Web fetch',
  browser: 'Browser',
  ssh: 'SSH sessions',
  previews: 'Previews and widgets',
  services: 'Nonessential services',
  telemetry: 'Telemetry to Anthropic',
  other: 'Settings whose meaning is not established',
} as const satisfies Record<string, string>;
export type Cause = keyof typeof CAUSES;

/** How the port is spoken to. `https` and `grpc` begin with TLS. */
export type Protocol = 'https' | 'http' | 'ssh';

/** One host that a device must reach, and why. */
export interface EgressHost {
  /** A host name or address in lower case; with `wildcard` a pattern such as `*.example.com`, or `*`. */
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly wildcard: boolean;
  readonly cause: Cause;
  /** The setting whose presence or absence causes it, such as `managedMcpServers[0].url`. */
  readonly key: string;
  /** One sentence. */
  readonly why: string;
  /** Something that this configuration sets up stops working without it; otherwise the app runs on. */
  readonly required: boolean;
  /** Who opens it: the firewall between the device and the internet. */
  readonly audience: 'perimeter';
  /** What is uncertain, or what else is worth knowing. */
  readonly note?: string;
}

/** One entry of the app's own allowlist: what the agent's tools may reach once the perimeter lets them. */
export interface ToolAllowance {
  /** As the app matches it: `host`, `*.domain`, either with `:port`, or `*`. */
  readonly pattern: string;
  /** `coworkEgressAllowedHosts`, or the app itself. */
  readonly from: 'configured' | 'app';
  readonly key: string;
  readonly why: string;
}

/** What a list of hosts cannot say. */
export interface Remark {
  readonly cause: Cause;
  readonly key: string;
  readonly text: string;
  /** A host is missing from the list because its setting could not be read. */
  readonly missing: boolean;
}

/** Where a configuration goes to. */
export interface Egress {
  readonly hosts: readonly EgressHost[];
  readonly toolAllowlist: readonly ToolAllowance[];
  readonly remarks: readonly Remark[];
}

/** Which setting leads to a host, and why. */
export interface Facts {
  readonly key: string;
  readonly why: string;
  readonly required: boolean;
  readonly note?: string;
}

/** Where a group puts what it finds. */
export interface Found {
  /** `host` may be a pattern: `*.example.com`. https on 443 unless said otherwise. */
  host(host: string, facts: Facts, at?: { readonly port?: number; readonly protocol?: Protocol }): void;
  /** The host of an address. Absent: nothing. Unreadable: a remark that a host is missing. This device: a remark. */
  url(address: unknown, facts: Facts): void;
  remark(key: string, text: string): void;
  missing(key: string, text: string): void;
}

/** The hosts of one cause. One file a group; the table is in index.ts. */
export interface EgressGroup {
  readonly cause: Cause;
  /** Every setting it looks at. */
  readonly keys: readonly string[];
  find(settings: Settings, found: Found, uses: Effective): void;
}

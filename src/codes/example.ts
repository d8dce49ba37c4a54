/*
 * What the explanation of a code is written with. A test validates both examples of every code.
 */

/** Settings, shown alone; the settings of AROUND are added to them unless they are the whole file. */
export interface SettingsExample {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly whole?: true;
}

/** Lines of a file; `around` names the part of a small file that they are put into. */
export interface TextExample {
  readonly format: 'json' | 'plist' | 'mobileconfig' | 'reg' | 'powershell' | 'cmd' | 'gpp' | 'graph';
  readonly text: string;
  readonly around?: 'settings' | 'payloads' | 'profile' | 'policy key' | 'statements';
  /** What the lines do not show. */
  readonly note?: string;
}

/** A part of a configuration that has a finding, or has it no more. */
export type CodeExample = SettingsExample | TextExample;

/** The explanation of a code: `explain`, docs/codes.md and SARIF show it. */
export interface CodeDoc {
  /** What happens when it is left as it is. */
  readonly why: string;
  /** How to fix it, beyond the hint of the finding. */
  readonly fix: string;
  readonly wrong: CodeExample;
  readonly right: CodeExample;
  /** Of a code with an `edit`: what \`--fix\` does alone, where the wrong example needs a decision. */
  readonly fixable?: CodeExample;
  /** Flags with which the finding shows. */
  readonly flags?: {
    readonly target?: string;
    readonly platform?: 'macos' | 'windows' | 'linux';
    readonly resolve?: true;
    /** As the answer of a bootstrap server. */
    readonly as?: 'bootstrap';
    /** The managed source that leads to that server (`--managed`). */
    readonly managed?: SettingsExample;
    /** Another file that is validated together with this one. */
    readonly together?: CodeExample;
  };
}

/** Settings beside those of AROUND. */
export function set(settings: Readonly<Record<string, unknown>>): SettingsExample {
  return { settings };
}

/** Settings that are the whole file. */
export function file(settings: Readonly<Record<string, unknown>>): SettingsExample {
  return { settings, whole: true };
}

/** A whole JSON file. */
export function json(...lines: string[]): TextExample {
  return { format: 'json', text: lines.join('\n') };
}

/** Members of the dictionary of a property list. */
export function plist(...lines: string[]): TextExample {
  return { format: 'plist', text: lines.join('\n'), around: 'settings' };
}

/** Payloads of a profile, beside the one of Claude Desktop. */
export function payloads(...lines: string[]): TextExample {
  return { format: 'mobileconfig', text: lines.join('\n'), around: 'payloads' };
}

/** Members of the outermost dictionary of a profile. */
export function profile(...lines: string[]): TextExample {
  return { format: 'mobileconfig', text: lines.join('\n'), around: 'profile' };
}

/** Values under the policy key of a registry file. */
export function values(...lines: string[]): TextExample {
  return { format: 'reg', text: lines.join('\n'), around: 'policy key' };
}

/** A whole registry file. */
export function reg(...lines: string[]): TextExample {
  return { format: 'reg', text: lines.join('\n') };
}

/** Statements of a PowerShell script that has set the rest, with the policy key in `$policy`. */
export function powershell(...lines: string[]): TextExample {
  return { format: 'powershell', text: lines.join('\n'), around: 'statements' };
}

/** A whole PowerShell script. */
export function script(...lines: string[]): TextExample {
  return { format: 'powershell', text: lines.join('\n') };
}

/** Items of Group Policy preferences, beside those that set the rest. */
export function policyPreferences(...lines: string[]): TextExample {
  return { format: 'gpp', text: lines.join('\n') };
}

/** A whole body for Microsoft Graph. */
export function graphBody(...lines: string[]): TextExample {
  return { format: 'graph', text: lines.join('\n') };
}

/** A whole batch file of cmd. */
export function commandFile(...lines: string[]): TextExample {
  return { format: 'cmd', text: lines.join('\n') };
}

export const REG = 'Windows Registry Editor Version 5.00';
export const MACHINE = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]';
export const USER = '[HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]';
export const GATEWAY = '"inferenceProvider"="gateway"';

export const OIDC = { clientId: 'claude-desktop', issuer: 'https://login.example.com' };
export const ENTRA_ISSUER = 'https://login.microsoftonline.com/6f9619ff-8b86-4d01-b42d-00cf4fc964ff/v2.0';
export const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
};
export const KEY = { inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' };
export const SIGN_IN = { ...BASE, inferenceCredentialKind: 'interactive' };

/** A remote MCP server with these members. */
export function remote(entry: object): SettingsExample {
  return set({
    managedMcpServers: [{ name: 'wiki', transport: 'http', url: 'https://wiki.example.com/mcp', ...entry }],
  });
}

/** The small configuration that is put around an example, so that it can be validated. */
export const AROUND: Readonly<Record<string, unknown>> = { ...BASE, ...KEY };

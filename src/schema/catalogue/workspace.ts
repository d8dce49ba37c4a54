import { anything, bool, either, list, object, oneOf, text, type KeySpec } from '../key-spec.ts';

const folder = text({ format: 'folder-path' });

/** Workspace, device: folders, network and the machine on which Claude works. */
export const workspace = {
  allowedWorkspaceFolders: {
    title: 'Allowed workspace folders',
    summary: 'Restricts Claude to these folders.',
    type: list(
      either(
        folder,
        object({
          path: {
            type: folder,
            summary: 'Names the folder, in full or from ~ or a supported %VAR% on.',
            required: true,
          },
          isDefaultSelected: {
            type: bool,
            summary: 'Selects the folder from the start and trusts it unasked.',
          },
          mode: {
            type: oneOf(['rw', 'ro']),
            summary: 'Lets Claude write in the folder, or only read it.',
            since: '1.26832.0',
          },
        }),
      ),
    ),
    unset: 'Every folder may be used.',
    since: 'baseline',
    alsoStandard: true,
    notes: [
      'Supported are %OneDrive%, %OneDriveCommercial%, %OneDriveConsumer%, %APPDATA%, %LOCALAPPDATA%, %USERNAME% and %XDG_DOCUMENTS_DIR%; an entry with another or an unset one is skipped.',
      'On an SSH host, entries with %VAR% are skipped and ~ is the home over there.',
      'Read-only holds for Cowork and for the file tools of Code, not for Bash and not over SSH.',
    ],
  },
  coworkEgressAllowedHosts: {
    title: 'Allowed egress hosts',
    summary: 'Opens the network to the tools of Cowork and Code, for the hosts that match an entry.',
    type: list(text({ format: 'host-pattern' })),
    unset: 'Tools reach the inference endpoint and nothing else.',
    since: 'baseline',
    notes: [
      'An entry is a host, *.domain or *; each but the last may end in a port.',
      '*.example.com leaves example.com itself out, unlike in sshHostAllowlist.',
      'An IP address matches only as written, and IPv6 not at all.',
      'The app drops an entry it cannot read and logs a warning.',
      'A build too old for ports loses the whole list for shell and packages over one such entry.',
      'Web search, inference and MCP go their own ways.',
    ],
  },
  blockReadsOutsideWorkingDirectories: {
    title: 'Block reads outside working directories',
    summary: 'Confines the reading of files in Code to working directories and allowed folders.',
    type: bool,
    since: '1.46388.1',
    alsoStandard: true,
  },
  egressProxyUrl: {
    title: 'Proxy server URL',
    summary: 'Sends the traffic of app and agent through this proxy, whatever the system settings say.',
    type: text({ format: 'http-url' }),
    since: '1.44121.1',
    alsoStandard: true,
    appBehaviour: true,
    notes: [
      'SOCKS and credentials inside the address are refused.',
      'A bootstrap server cannot deliver it.',
      'egressProxyPacUrl makes it void.',
      'It is read at launch, and nothing goes around a proxy that fails.',
      'A proxy on loopback is reached by plain http.',
    ],
  },
  egressProxyPacUrl: {
    title: 'Proxy auto-config (PAC) URL',
    summary: 'Lets a PAC script choose the proxy of each request.',
    type: text({ format: 'http-url' }),
    since: '1.44121.1',
    alsoStandard: true,
    appBehaviour: true,
    notes: [
      'Credentials inside the address are refused.',
      'It wins over egressProxyUrl.',
      'A bootstrap server cannot deliver it.',
      'While the script cannot be had, the app connects directly.',
    ],
  },
  requireCoworkFullVmSandbox: {
    title: 'Require full VM sandbox',
    summary: 'Has tools work inside an isolated virtual machine, never on the host.',
    type: bool,
    since: 'baseline',
    standardOnly: true,
    notes: [
      'The vendor lists it as deprecated, with no end date.',
      'Sources disagree: the third-party reference names it, the app is read as using it in standard deployments.',
    ],
  },
  coworkVmIpv6Enabled: {
    title: 'Cowork VM IPv6',
    summary: 'Equips the virtual machine of Cowork with an IPv6 address and route.',
    type: bool,
    since: '1.52386.0',
    platforms: ['macos', 'windows'],
  },
  disableWslSessions: {
    title: 'Block WSL sessions',
    summary: 'Refuses Code sessions that would run in the Windows Subsystem for Linux.',
    type: bool,
    sinceBounds: { atOrBefore: '1.34493.1' },
    platforms: ['windows'],
    alsoStandard: true,
    appBehaviour: true,
  },
  relocateUncUserData: {
    title: 'Move app data off network shares',
    summary: 'Keeps app data on the local disk where folder redirection would put it on a UNC share.',
    type: bool,
    since: '1.32352.0',
    platforms: ['windows'],
    standardOnly: true,
    appBehaviour: true,
    notes: ['In 1.32352.1 it was marked as not released yet.'],
  },
  secureVmFeaturesEnabled: {
    title: 'Secure VM features',
    summary: 'Makes Cowork available in a standard deployment.',
    type: bool,
    default: true,
    sinceBounds: { atOrBefore: '1.34493.1' },
    standardOnly: true,
  },
  keepAwakeEnabled: {
    title: 'Keep awake',
    summary: 'Says whether the app may prevent the computer from going to sleep.',
    type: bool,
    sinceBounds: { after: '2.2553.1' },
    notes: ['The vendor documents it by 2026-10-02; its first release is not known.'],
  },
  desktopHome: {
    title: 'Desktop home',
    summary: 'Does something that is not established.',
    type: anything(),
    sinceBounds: { after: '1.49585.0', atOrBefore: '2.2553.1' },
    notes: ['Only the name is known.'],
  },
  claudeCodeProcessWrapperEnabled: {
    title: 'Claude Code process wrapper',
    summary: 'Presumably switches a wrapper around the Claude Code process on or off.',
    type: anything('boolean'),
    sinceBounds: { after: '2.2553.1', atOrBefore: '2.9939.2' },
    appBehaviour: true,
    notes: ['Only the name is known, from a reading of 2.9939.2.'],
  },
} as const satisfies Record<string, KeySpec>;

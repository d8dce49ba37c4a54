import { anything, bool, list, map, object, oneOf, text, type KeyRow } from '../key-spec.ts';
import { toolPermission } from './shapes.ts';

const marketplace = object({
  source: {
    type: oneOf(['github', 'git', 'url'], { url: '1.32352.0' }),
    summary: 'Says what kind of place the marketplace is.',
    required: true,
  },
  repo: {
    type: text({
      pattern: '^[^/\\s]+/[^/\\s]+$',
      words: {
        problem: 'is not OWNER/NAME',
        fix: 'Write the owner, a slash and the name of the repository.',
      },
    }),
    summary: 'Names the GitHub repository as owner/name.',
    appliesTo: 'github',
  },
  url: {
    type: text({ format: 'https-url' }),
    summary:
      'Gives the address to clone from, or that of the manifest, with neither credentials nor a query.',
    appliesTo: 'git, url',
  },
  ref: {
    type: text(),
    summary:
      'Selects a branch, a tag or a commit; plugins that install themselves take all 40 digits of a commit.',
    appliesTo: 'github, git',
  },
  path: { type: text(), summary: 'Names the folder of the repository to look in.', appliesTo: 'github, git' },
  expectedName: { type: text(), summary: 'Turns a manifest away that bears another name.' },
  installationPreference: {
    type: oneOf(['available', 'auto_install', 'required']),
    summary: 'Decides whether plugins are offered, installed or imposed.',
    default: 'available',
  },
  credentialKind: {
    type: oneOf(['anonymous', 'userGit', 'credentialHelper', 'inferenceCredential'], {
      inferenceCredential: '1.32352.0',
    }),
    summary: 'Decides with which credential the marketplace is fetched.',
    default: 'anonymous',
  },
  credentialHelper: {
    type: text({ role: 'program', format: 'absolute-path' }),
    summary:
      'Runs a program that prints an access token; it goes with the credential kind of that name only.',
  },
  manifestSha256: {
    type: text({
      pattern: '^[0-9a-fA-F]{64}$',
      words: {
        problem: 'is not a SHA-256 digest',
        fix: 'Write the 64 hexadecimal digits that "shasum -a 256" prints.',
      },
    }),
    summary: 'Pins the manifest to the SHA-256 of its bytes.',
    since: '1.32352.0',
    appliesTo: 'url',
  },
});

/** Plugins: which ones there are, where they come from and what their tools may do. */
export const plugins = {
  orgPluginSettings: {
    title: 'Organization plugin settings',
    summary: 'Fixes, tool by tool, what MCP servers from organization plugins may do.',
    type: list(
      object({
        serverName: {
          type: text({ minLength: 1 }),
          summary: 'Names the server that a plugin brings.',
          required: true,
        },
        tools: {
          type: list(
            object({
              toolName: {
                type: text({ minLength: 1 }),
                summary: 'Names the tool as the server does.',
                required: true,
              },
              permission: { type: toolPermission, summary: 'Fixes the state of the tool.', required: true },
            }),
          ),
          summary: 'Lists the tools that are fixed.',
          required: true,
        },
      }),
    ),
    since: '1.8089.0',
    notes: [
      'This list form is read from 1.15200.0 on; older releases pass over it and fix nothing.',
      'An entry of managedMcpServers goes before a plugin server called the same.',
    ],
    example: [{ serverName: 'crm', tools: [{ toolName: 'delete_record', permission: 'blocked' }] }],
  },
  allowedPluginMarketplaces: {
    title: 'Plugin marketplaces',
    nestedPath: 'plugins.marketplaces',
    summary: 'Fills the Organization tab with plugin marketplaces from git or from the web.',
    type: list(marketplace),
    since: '1.17377.1',
    notes: [
      'To install or impose plugins, an entry is pinned: by a commit in ref, or by manifestSha256 for a url.',
      'Since 1.46388.1 an entry without a pin is merely offered, with a warning; before, it was dropped.',
      'inferenceCredential is for a url on the origin of the gateway, or from 1.37937.0 on of the bootstrap server.',
      'A bootstrap server can deliver it from 1.19367.0 on.',
      'Its beta mark went in 1.40609.0.',
    ],
    example: [{ source: 'github', repo: 'example/claude-plugins' }],
  },
  userPluginMarketplacesEnabled: {
    title: 'Allow user-added plugin marketplaces',
    nestedPath: 'plugins.userPluginMarketplacesEnabled',
    summary: 'Permits users to add marketplaces of their own.',
    type: bool,
    default: true,
    since: '1.37937.0',
    notes: [
      'Since 2.16120.0 false also hides marketplaces that users have already added, and their plugins no longer load.',
      'It counts in third-party mode only, so without disableDeploymentModeChooser a user can step around it.',
    ],
  },
  userPluginUploadsEnabled: {
    title: 'Allow user-added plugins',
    nestedPath: 'plugins.userPluginUploadsEnabled',
    summary: 'Permits users to upload plugins.',
    type: bool,
    default: true,
    since: '1.37937.0',
    notes: [
      'It counts in third-party mode only, so without disableDeploymentModeChooser a user can step around it.',
    ],
  },
  organizationPluginsUrl: {
    title: 'Organization plugins endpoint',
    summary: 'Fetches the plugins of the organization from this address.',
    type: text({ format: 'https-url' }),
    since: '1.10628.0',
    notes: [
      'The reference dropped it with 1.25927.0, yet the app still reads it.',
      'Since 1.32885.1, taking it away takes away the plugins it brought.',
    ],
    example: 'https://plugins.example.com/list',
  },
  skillBundles: {
    title: 'Skill bundles',
    summary: 'Installs bundles of skills for everyone.',
    // The members of an entry are not established, so an entry may hold any.
    type: list(map(anything())),
    sinceBounds: { after: '1.34493.1', atOrBefore: '1.46388.2' },
    notes: ['No two may share a name, and the hosted console keeps 20 at most.'],
    example: [{ name: 'brand-guidelines' }],
  },
  disableDefaultPlugins: {
    title: 'Disable default plugins',
    summary: 'Leaves out the marketplaces that come by default, in releases that still read it.',
    type: anything('boolean'),
    sinceBounds: {},
    removed: { since: '1.18286.0' },
    notes: ['Third-party deployments now leave them out in any case.'],
  },
} as const satisfies Record<string, KeyRow>;

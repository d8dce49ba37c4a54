import { bool, list, map, oneOf, text, type KeyRow } from '../key-spec.ts';

/** Workspace, tools: what Claude may use, and what it asks before. */
export const toolPolicy = {
  disabledBuiltinTools: {
    title: 'Disabled built-in tools',
    summary: 'Takes these built-in tools out of every session.',
    type: list(text()),
    since: 'baseline',
    alsoStandard: true,
    notes: ['A value that cannot be read counts as restrictive since 1.40609.0.'],
  },
  disableBundledSkills: {
    title: 'Disable bundled skills and workflows',
    nestedPath: 'workspace.disableBundledSkills',
    summary: 'Strips Claude Code of the skills and workflows in its box.',
    type: bool,
    since: '1.15962.0',
    alsoStandard: true,
  },
  skillCreationEnabled: {
    title: 'Allow user-created skills',
    nestedPath: 'workspace.skillCreationEnabled',
    summary: 'Permits users to write skills or to upload them.',
    type: bool,
    default: true,
    since: '1.25927.0',
  },
  builtinToolPolicy: {
    title: 'Built-in tool policy',
    summary: 'Decides by built-in tool, or by its arguments as in Bash(curl *), whether Claude asks first.',
    type: map(oneOf(['allow', 'ask'])),
    since: '1.8089.0',
    alsoStandard: true,
    notes: [
      'Rules with arguments need 1.37937.0; older releases drop such a rule and run the tool unasked.',
      'WebSearch and WebFetch go by their bare names only.',
      'The app drops a rule it cannot use and reports the configuration as faulty.',
      'It reads a value it does not know as ask, and a map it cannot read as restrictive.',
    ],
  },
  autoModeEnabled: {
    title: 'Allow Auto mode',
    summary: 'Offers Auto mode: a classifier decides what has to be put before the user.',
    type: bool,
    unset: 'Offered in Code since 2.9939.2, where new sessions then start in it; off before.',
    since: '1.10628.0',
    notes: [
      'True offers it in Cowork too; false removes it from both.',
      "In Code, disableAutoMode in Claude Code's own managed settings has the last word.",
    ],
  },
  toolSearchEnabled: {
    title: 'Enable tool search',
    nestedPath: 'workspace.toolSearchEnabled',
    summary: 'Leaves the schemas of MCP tools out of the context until they are called for.',
    type: bool,
    default: false,
    since: '1.21459.0',
    notes: [
      'It is for gateways, Foundry and custom base URLs: elsewhere tool search is on without it since 1.49585.0.',
      'On Vertex it stays unset while a model older than 4.5 is offered or Claude Code is older than 2.1.221.',
      'An endpoint that refuses the experimental beta headers answers with HTTP 400.',
      'On a gateway it concerns tool search alone since 1.40609.0; before, it let all beta features through.',
    ],
  },
  disableBypassPermissionsMode: {
    title: 'Disable bypass permissions mode',
    nestedPath: 'workspace.disableBypassPermissionsMode',
    summary: 'Removes from Code and Cowork the mode that asks for no permission at all.',
    type: bool,
    since: '1.46388.1',
  },
  skipWebFetchPreflight: {
    title: 'Skip WebFetch domain check',
    nestedPath: 'workspace.skipWebFetchPreflight',
    summary: 'Fetches web pages in Code without asking api.anthropic.com about the domain first.',
    type: bool,
    since: '1.37937.0',
  },
  organizationInstructions: {
    title: 'Organization instructions',
    nestedPath: 'workspace.organizationInstructions',
    summary: "Adds the organization's own guidance to the system prompt of Chat, Cowork and Code.",
    type: text({ role: 'prose', minLength: 1, maxLength: 3000 }),
    since: '1.37937.0',
    notes: [
      'Its length counts in UTF-16 code units, without white space at the ends.',
      'An empty text is refused; leaving the key out is the way to have none.',
    ],
  },
  scheduledTasksEnabled: {
    title: 'Scheduled tasks',
    nestedPath: 'workspace.scheduledTasksEnabled',
    summary: 'Permits tasks to run on a schedule.',
    type: bool,
    unset: 'Allowed.',
    since: '2.110.0',
    notes: [
      'False stops existing tasks at the next launch but keeps them, and removes /loop, cron and wake-up tools.',
    ],
  },
  betaFeaturesEnabled: {
    title: 'Allow beta features',
    summary: 'Lets users have beta features, in the few releases that know the key.',
    type: bool,
    since: '1.14271.0',
    removed: { atOrBefore: '1.24012.9' },
    notes: [
      'It was deprecated from its first day.',
      'On Linux, a newer build may ignore the whole file over it.',
    ],
  },
} as const satisfies Record<string, KeyRow>;

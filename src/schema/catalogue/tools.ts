/** Built-in tools known by name; disabledBuiltinTools and builtinToolPolicy may name others that a later release adds. */
export const BUILTIN_TOOLS = [
  'Task',
  'Bash',
  'Glob',
  'Grep',
  'Read',
  'Edit',
  'Write',
  'NotebookEdit',
  'WebFetch',
  'TodoWrite',
  'WebSearch',
  'Skill',
  'REPL',
  'JavaScript',
  'AskUserQuestion',
  // Present under certain conditions only.
  'ToolSearch',
  'SendUserMessage',
] as const;

/** Tools that a rule of builtinToolPolicy names bare, never with arguments. */
export const BARE_TOOLS = [
  'WebSearch',
  'WebFetch',
] as const satisfies readonly (typeof BUILTIN_TOOLS)[number][];

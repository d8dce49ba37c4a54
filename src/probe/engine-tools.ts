/*
 * Tools as the app's engine offers them in a first turn, in small: as many, with the keywords of JSON Schema that stand
 * in the real ones (measured, engine 2.1.332; 20 keywords with the older models, 17 with the newer), and one description
 * of more than 1,024 characters. Names are the engine's own, because gateways filter by them.
 */

interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly input_schema: Readonly<Record<string, unknown>>;
}

const NAMES = [
  'Agent',
  'CronCreate',
  'CronDelete',
  'CronList',
  'Edit',
  'EnterWorktree',
  'ExitWorktree',
  'Glob',
  'Grep',
  'ListAgents',
  'Monitor',
  'NotebookEdit',
  'Read',
  'ReportFindings',
  'ScheduleWakeup',
  'SendMessage',
  'Skill',
  'TaskCreate',
  'TaskGet',
  'TaskList',
  'TaskStop',
  'TaskUpdate',
  'WebFetch',
  'WebSearch',
  'Workflow',
  'Write',
];

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Dashes are few tokens, however many characters they are. */
const LONG_DESCRIPTION = `Runs a command. ${'-'.repeat(1024)}`;

const KEYWORDS: Tool = {
  name: 'Bash',
  description: LONG_DESCRIPTION,
  input_schema: {
    $schema: DRAFT,
    type: 'object',
    properties: {
      command: { type: 'string', description: 'c', minLength: 1, maxLength: 99, pattern: '.', default: 'a' },
      mode: { type: 'string', enum: ['a', 'b'], allOf: [{ type: 'string' }] },
      link: { type: 'string', format: 'uri' },
      n: { type: 'integer', exclusiveMinimum: 0, minimum: 0, maximum: 9 },
      list: { type: 'array', items: { type: 'string' }, maxItems: 9 },
    },
    required: ['command'],
    additionalProperties: false,
  },
};

const OLDER_KEYWORDS: Tool = {
  name: 'Lookup',
  input_schema: {
    type: 'object',
    properties: {
      map: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
      any: { anyOf: [{ type: 'string' }, { const: 1 }] },
    },
  },
};

/** `count` tools; `newer`: without the keywords that the tools of the newest models have no more. */
export function engineTools(count: number, newer: boolean): readonly Tool[] {
  const special = newer ? [KEYWORDS] : [KEYWORDS, OLDER_KEYWORDS];
  const plain = NAMES.slice(0, Math.max(0, count - special.length)).map((name): Tool => ({
    name,
    input_schema: { type: 'object' },
  }));
  return [...special, ...plain];
}

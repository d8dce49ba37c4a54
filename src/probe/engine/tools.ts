import { isObject } from '../../text/json.ts';

/*
 * Tools as the app's engine offers them in a first turn, in small (measured, engine 2.1.332). One turn carries as many,
 * under the engine's own names, because gateways filter by them and count them; another the keywords of JSON Schema that
 * stand in the real ones (20 with the older models, 17 with the newer) and a description of more than 1,024 characters.
 */

/** A tool as it is offered. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly input_schema: Readonly<Record<string, unknown>>;
}

const NAMES = [
  'Agent',
  'Bash',
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
const LONG_DESCRIPTION_END = '-'.repeat(930);

/** What stands in descriptions of the engine's tools and filters take offence at, or lose. */
const IN_TOOLS = `Runs a command:\n"a\\b" ’ … → ≥ cat <<'EOF' | exec kill && curl -s \${x} >/dev/null; $(pwd) .env, injected, bypasses, secrets.`;
const IN_OLDER_TOOLS = '<example> git push --force';

const KEYWORDS: Tool = {
  name: 'Bash',
  description: IN_TOOLS,
  input_schema: {
    $schema: DRAFT,
    type: 'object',
    properties: {
      command: { type: 'string', description: 'c', minLength: 1, maxLength: 524_288, default: '' },
      mode: { type: 'string', allOf: [{ pattern: String.raw`^[^\n\r]*$` }] },
      link: { type: 'string', format: 'uri' },
      '-n': { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      part: { type: 'number', minimum: 0, maximum: 9, default: 1 },
      args: { description: 'Of any type.' },
      isIt: { type: 'boolean', default: false },
      list: {
        type: 'array',
        items: {
          type: 'object',
          properties: { a: { type: 'string', enum: ['a', 'b'] } },
          additionalProperties: false,
        },
        maxItems: 9,
      },
    },
    required: ['command'],
    additionalProperties: false,
  },
};

const OLDER_KEYWORDS: Tool = {
  name: 'Lookup',
  description: IN_OLDER_TOOLS,
  input_schema: {
    type: 'object',
    properties: {
      map: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} },
      any: {
        description: 'a',
        anyOf: [
          { type: 'string', enum: ['a'] },
          { type: 'string', const: 'b' },
        ],
      },
    },
  },
};

/**
 * The tool that a turn asks for, under the engine's own name and in its place among the others: gateways change the case
 * of names, drop properties with underscores, and pass only the first tools on. The engine refuses a property too many.
 */
export const CALLED = {
  name: 'Read',
  description: 'Reads a file.',
  input_schema: {
    type: 'object',
    properties: { file_path: { type: 'string' } },
    required: ['file_path'],
    additionalProperties: false,
  },
} as const satisfies Tool;

/**
 * Tools with every keyword of the real ones; `newer`: without those that the newest models' tools have no more; `long`:
 * with a long description.
 */
export function keywordTools({
  newer,
  long,
}: {
  readonly newer: boolean;
  readonly long: boolean;
}): readonly Tool[] {
  const first = long ? { ...KEYWORDS, description: `${IN_TOOLS} ${LONG_DESCRIPTION_END}` } : KEYWORDS;
  return newer ? [first] : [first, OLDER_KEYWORDS];
}

/** `count` tools under the engine's names, the one to be called among them where the engine has it. */
export function namedTools(count: number): readonly Tool[] {
  return NAMES.slice(0, count).map((name): Tool =>
    name === CALLED.name
      ? CALLED
      : { name, description: '.', input_schema: { type: 'object', properties: {} } },
  );
}

/** How many properties the engine's tools have, on an average; the values in a turn come to some 500, its keys to 770. */
const PROPERTIES = 7;

/** The most of each that stands in one of the engine's schemas: properties, values of an enum, words for a property. */
const MOST_PROPERTIES = 15;
const LONGEST_ENUM = ['a', 'b', 'c', 'd', 'e'];
const LONGEST_PROPERTY = 926;

/** The tools of namedTools with as many properties: firewalls count the values of a body, and translators limit each. */
export function fullTools(count: number): readonly Tool[] {
  const some = (most: number): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Array.from({ length: most }, (_, at) => [`p${String(at)}`, { type: 'string', description: '.' }]),
    );
  const largest = {
    ...some(MOST_PROPERTIES - 6),
    level: { type: 'string', enum: LONGEST_ENUM },
    cron: { type: 'string', minLength: 2, pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
    name: { type: 'string', allOf: [{ pattern: String.raw`^[\s\S]{0,300}$` }], default: '' },
    wait: { type: 'number', minimum: 1000, maximum: 3_600_000, default: 300_000 },
    least: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER },
    long: { type: 'string', description: 'What it is for. '.repeat(60).slice(0, LONGEST_PROPERTY) },
  };
  return namedTools(count).map((tool) => {
    const { properties } = tool.input_schema as { readonly properties: Readonly<Record<string, unknown>> };
    const more = tool.name === 'Grep' ? largest : some(PROPERTIES);
    return { ...tool, input_schema: { ...tool.input_schema, properties: { ...properties, ...more } } };
  });
}

/**
 * A tool with all that the engine's have in common: a draft, no more properties than are named, and words for each.
 * Most gateways take less; what asks for it is not to be told from others by the short ones.
 */
export function wholeTool({ name, description = '', input_schema: schema }: Tool): Tool {
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {});
  return {
    name,
    description: `${description} Agents call ${name} when they need what its name says, and read what it gives back.`,
    input_schema: {
      $schema: DRAFT,
      ...schema,
      properties: Object.fromEntries(
        properties.map(([each, rule]) => [
          each,
          isObject(rule) ? { description: `The ${each}.`, ...rule } : rule,
        ]),
      ),
      additionalProperties: false,
    },
  };
}

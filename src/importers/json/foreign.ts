import { CLAUDE_CODE_SETTINGS, type Document, type Entry, keySpec } from '../../schema/index.ts';
import type { Unreadable } from '../importer.ts';
import { isObject } from '../../text/json.ts';

/*
 * JSON files that an administrator may hand over for a configuration and that are none: named, with the way on. A
 * file that sets a key of Claude Desktop is never one of them: what is wrong with it is a matter of findings.
 */

interface Foreign {
  readonly is: (entries: ReadonlyMap<string, Entry>) => boolean;
  readonly message: string;
  readonly hint: string;
  readonly form?: true;
}

const has = (entries: ReadonlyMap<string, Entry>, name: string): boolean => entries.has(name);
const valueOf = (entries: ReadonlyMap<string, Entry>, name: string): unknown => entries.get(name)?.value;

const FOREIGN: readonly Foreign[] = [
  {
    is: (entries) =>
      typeof valueOf(entries, 'appliedId') === 'string' && Array.isArray(valueOf(entries, 'entries')),
    message: 'This is _meta.json, the index of the local library: it names configurations and holds none.',
    hint: 'Give the file beside it that is called as its appliedId says.',
  },
  {
    is: (entries) => has(entries, '$schema') && has(entries, 'properties') && isJsonSchema(entries),
    message: 'This is a JSON schema: it describes settings and sets none of them.',
    hint: 'Give the configuration itself, or the profile that Jamf made with the schema.',
    form: true,
  },
  {
    is: (entries) => has(entries, 'properties') && has(entries, 'title') && isJsonSchema(entries),
    message: 'This is a Jamf custom schema: it describes settings and sets none of them.',
    hint:
      'Give the profile that Jamf made with it. ' +
      'The schema itself is checked by "cowork-3p template jamf-schema --check FILE".',
    form: true,
  },
  {
    is: (entries) =>
      has(entries, 'mcpServers') ||
      (has(entries, 'deploymentMode') && !has(entries, 'permissions')) ||
      has(entries, 'globalShortcut'),
    message:
      'This is claude_desktop_config.json, in which the app keeps local MCP servers and preferences; no managed setting is read from it.',
    hint: 'Give the managed source: the profile, the registry policy or the Linux file managed-settings.json.',
  },
  {
    is: (entries) => {
      const code = [...entries.keys()].filter((name) => CLAUDE_CODE_SETTINGS.has(name)).length;
      return code > 0 && code * 2 >= [...entries.keys()].filter((name) => name !== '$schema').length;
    },
    message: 'This is a settings file of Claude Code, which Claude Desktop does not read.',
    hint: 'Keep it for Claude Code, and give the configuration of Claude Desktop.',
  },
];

/** What a JSON file is that sets no key of Claude Desktop and is known to be something else. */
export function foreignJson({ entries, nested }: Document): Unreadable | undefined {
  if (nested !== undefined || entries.size === 0) return undefined;
  for (const entry of entries.values()) if (setsKey(entry)) return undefined;
  const found = FOREIGN.find(({ is }) => is(entries));
  if (found === undefined) return undefined;
  const { message, hint, form } = found;
  return { message, hint, ...(form === undefined ? {} : { form }) };
}

/** A key, or an object with keys in it, which somebody took for their place. */
function setsKey({ key, value }: Entry): boolean {
  if (keySpec(key) !== undefined) return true;
  return (
    key !== 'properties' && isObject(value) && Object.keys(value).some((name) => keySpec(name) !== undefined)
  );
}

function isJsonSchema(entries: ReadonlyMap<string, Entry>): boolean {
  return isObject(valueOf(entries, 'properties'));
}

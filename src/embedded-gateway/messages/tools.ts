import { invalid } from '../errors.ts';
import { checkCacheControl } from './cache-control.ts';
import { isFields, type Fields } from './fields.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** A tool that a request offers. */
export interface Tool {
  readonly name: string;
  readonly schema: unknown;
}

/** The tools of a request. */
export function readTools(tools: unknown): readonly Tool[] {
  if (tools === undefined) return [];
  if (!Array.isArray(tools)) throw invalid('tools: Input should be a valid list');
  const names = new Set<string>();
  return tools.map((tool: unknown, at): Tool => {
    const where = `tools.${String(at)}`;
    if (!isFields(tool)) throw invalid(`${where}: Input should be a valid dictionary`);
    if (typeof tool.name !== 'string' || !TOOL_NAME.test(tool.name)) {
      throw invalid(`${where}.name: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
    }
    if (names.has(tool.name)) throw invalid('tools: Tool names must be unique.');
    names.add(tool.name);
    checkCacheControl(tool, where);
    // Tools of the server's own (web search …) have a type and no schema.
    const own = tool.type !== undefined && tool.type !== 'custom';
    if (!own && !(isFields(tool.input_schema) && tool.input_schema.type === 'object')) {
      throw invalid(`${where}.input_schema.type: Input should be 'object'`);
    }
    return { name: tool.name, schema: tool.input_schema };
  });
}

/** `tool_choice`; `auto` when absent. */
export function readChoice(choice: unknown, tools: readonly Tool[], thinking: unknown): Fields {
  if (choice === undefined || choice === null) return { type: 'auto' };
  if (!isFields(choice) || !['auto', 'any', 'tool', 'none'].includes(choice.type as string)) {
    throw invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'");
  }
  if (tools.length === 0 && choice.type !== 'none')
    throw invalid('tool_choice may only be specified while providing tools');
  if (choice.type === 'tool' && !tools.some(({ name }) => name === choice.name)) {
    throw invalid(`Tool '${String(choice.name).slice(0, 64)}' not found in provided tools`);
  }
  const forced = choice.type === 'tool' || choice.type === 'any';
  if (forced && isFields(thinking) && thinking.type === 'enabled') {
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.');
  }
  return choice;
}

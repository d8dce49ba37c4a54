import { type Json, type ProblemSeverity } from './message-shape.ts';
import { isObject } from '../text/json.ts';

/*
 * One tool call against the tool that was offered. platform.claude.com "Tool use"; the engine takes any ID
 * (measured), but IDs are replayed upstream, where they must match the pattern below.
 */

interface ToolProblem {
  readonly code:
    'name' | 'id-missing' | 'id-pattern' | 'id-odd' | 'input-string' | 'input-not-object' | 'input-schema';
  readonly severity: ProblemSeverity;
  readonly text: string;
}

const ID_PATTERN = /^[A-Za-z0-9_-]+$/;

interface OfferedTool {
  readonly name: string;
  readonly input_schema: {
    readonly properties: Readonly<Record<string, { readonly type: string }>>;
    readonly required: readonly string[];
    readonly additionalProperties?: false;
  };
}

/** What is wrong with a call of a tool, as its schema has it. */
export function toolProblems(
  call: { readonly id?: unknown; readonly name?: unknown; readonly input?: unknown },
  tool: OfferedTool,
): readonly ToolProblem[] {
  const problems: ToolProblem[] = [];
  const add = (code: ToolProblem['code'], severity: ProblemSeverity, text: string): void => {
    problems.push({ code, severity, text });
  };
  if (call.name !== tool.name) add('name', 'fail', 'names a tool that was not offered');
  if (typeof call.id !== 'string' || call.id === '') add('id-missing', 'fail', 'has no id');
  else if (!ID_PATTERN.test(call.id))
    add('id-pattern', 'warn', 'has an id with characters the API refuses when it comes back');
  else if (!call.id.startsWith('toolu_')) add('id-odd', 'warn', 'has an id that does not begin with toolu_');
  if (typeof call.input === 'string')
    add('input-string', 'fail', 'has a string as input instead of an object');
  else if (!isObject(call.input)) add('input-not-object', 'fail', 'has an input that is no object');
  else {
    const wrong = schemaProblem(call.input, tool);
    if (wrong !== undefined) add('input-schema', 'fail', wrong);
  }
  return problems;
}

function schemaProblem(input: Json, { input_schema: schema }: OfferedTool): string | undefined {
  for (const name of schema.required) {
    const value = input[name];
    if (value === undefined) return `lacks the required "${name}"`;
    const type = schema.properties[name]?.type;
    const fits = type === 'integer' ? Number.isInteger(value) : type === undefined || typeof value === type;
    if (!fits) return `has a "${name}" that is no ${type ?? 'value'}`;
  }
  // The engine refuses a property too many (measured).
  const more = Object.keys(input).some((name) => !Object.hasOwn(schema.properties, name));
  return schema.additionalProperties === false && more
    ? 'has an input with a property that the tool does not take'
    : undefined;
}

/** A tool call written out as text, as gateways without tool support let the model do. */
export function looksLikeCall(text: string, name: string): boolean {
  return (
    text.includes(name) ||
    /<(?:function_calls?|tool_call|invoke|tool_use)\b|"tool_calls"|"function_call"/.test(text)
  );
}

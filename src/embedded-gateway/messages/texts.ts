import { isFields } from './fields.ts';
import type { Turn } from './turns.ts';

/*
 * The texts of a conversation that its answer depends on.
 */

/** Longer system texts are a client's own prompt, in which anything may stand. */
const LONGEST_RULE = 4000;

/** What a tool gave back. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

/** The short texts of the system prompt and of turns of the system. */
export function rulesOf(system: unknown, turns: readonly Turn[]): string {
  const texts = [
    ...textsOf(system),
    ...turns.filter(({ role }) => role === 'system').flatMap(({ content }) => textsOf(content)),
  ];
  return texts.filter((text) => text.length < LONGEST_RULE).join('\n');
}

/** Texts of the user's turns; after a tool has run those of the last one alone; newest first, reminders left out. */
export function promptsOf(turns: readonly Turn[]): readonly string[] {
  const users = turns.filter(({ role }) => role === 'user');
  const seen = users.some(({ content }) => resultsOf(content).length > 0) ? users.slice(-1) : users;
  return seen
    .flatMap(({ content }) => textsOf(content))
    .filter((text) => !/^\s*<system-reminder>/.test(text))
    .toReversed();
}

/** What the tools gave back in a turn. */
export function resultsOf(content: Turn['content']): readonly ToolResult[] {
  if (typeof content === 'string') return [];
  return content
    .filter(({ type }) => type === 'tool_result')
    .map((block) => ({ text: textsOf(block.content).join('\n'), isError: block.is_error === true }));
}

function textsOf(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown) =>
    isFields(block) && block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
}

import { invalid } from '../errors.ts';
import { checkCacheControl } from './cache-control.ts';
import { isFields, type Fields } from './fields.ts';

const TOOL_USE_ID = /^[a-zA-Z0-9_-]+$/;

/** One message of a conversation. */
export interface Turn {
  readonly role: string;
  readonly content: string | readonly Fields[];
}

/** The messages of a conversation; every call of a tool must be answered by the next turn. */
export function readTurns(messages: unknown): readonly Turn[] {
  if (messages === undefined) throw invalid('messages: Field required');
  if (!Array.isArray(messages)) throw invalid('messages: Input should be a valid list');
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  let open: readonly string[] = [];
  return messages.map((message: unknown, at): Turn => {
    const where = `messages.${String(at)}`;
    if (!isFields(message)) throw invalid(`${where}: Input should be a valid dictionary`);
    const { role, content } = message;
    if (role !== 'user' && role !== 'assistant' && role !== 'system')
      throw invalid(`${where}.role: Input should be 'user' or 'assistant'`);
    if (typeof content !== 'string' && !Array.isArray(content))
      throw invalid(`${where}.content: Field required`);
    const blocks =
      typeof content === 'string'
        ? []
        : content.map((block: unknown, index) => readBlock(block, `${where}.content.${String(index)}`));
    const answered = blocks
      .filter(({ type }) => type === 'tool_result')
      .map((block) => block.tool_use_id as string);
    const missing = open.find((id) => !answered.includes(id));
    if (missing !== undefined) {
      throw invalid(
        `${where}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}`,
      );
    }
    const orphan = answered.find((id) => !open.includes(id));
    if (orphan !== undefined) {
      throw invalid(
        `${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${orphan.slice(0, 100)}`,
      );
    }
    open =
      role === 'assistant'
        ? blocks.filter(({ type }) => type === 'tool_use').map((block) => block.id as string)
        : [];
    return { role, content: typeof content === 'string' ? content : blocks };
  });
}

function readBlock(block: unknown, where: string): Fields {
  if (!isFields(block) || typeof block.type !== 'string') throw invalid(`${where}.type: Field required`);
  checkCacheControl(block, where);
  if (block.type === 'text' && typeof block.text !== 'string') throw invalid(`${where}.text: Field required`);
  if (block.type === 'tool_use') {
    if (typeof block.id !== 'string' || !TOOL_USE_ID.test(block.id)) {
      throw invalid(`${where}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`);
    }
    if (!isFields(block.input)) throw invalid(`${where}.input: Input should be a valid dictionary`);
  }
  if (block.type === 'tool_result' && typeof block.tool_use_id !== 'string')
    throw invalid(`${where}.tool_use_id: Field required`);
  return block;
}

/** The system prompt: a text, or blocks of text. */
export function checkSystem(system: unknown): void {
  if (system === undefined || typeof system === 'string') return;
  if (!Array.isArray(system)) throw invalid('system: Input should be a valid string or list');
  system.forEach((block: unknown, at) => {
    const where = `system.${String(at)}`;
    if (readBlock(block, where).type !== 'text') throw invalid(`${where}.type: Input should be 'text'`);
  });
}

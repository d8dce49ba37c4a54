import type { CodeRow } from './code.ts';
import { json, type CodeDoc } from './example.ts';

export const row: CodeRow<{ format: string; problem: string }> = {
  severity: 'error',
  title: 'The file does not parse',
  message: ({ format, problem }) => `The ${format} does not parse: ${problem}`,
  hint: () => 'Fix the syntax first; nothing after this place was checked.',
};

export const docs = (): CodeDoc => ({
  why: 'A file that does not parse is not applied at all, and Claude Desktop starts as if there were no policy.',
  fix: 'Go to the line and column that are told; an editor with schema.json shows the place at once.',
  wrong: json('{', '  "inferenceProvider": "gateway"', '  "coworkTabEnabled": true', '}'),
  right: json('{', '  "inferenceProvider": "gateway",', '  "coworkTabEnabled": true', '}'),
});

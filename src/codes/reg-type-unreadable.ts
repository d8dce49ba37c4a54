import type { CodeRow } from './code.ts';
import { values, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; type: string }> = {
  severity: 'error',
  title: 'The registry type is not read',
  message: ({ key, type }) => `${key} is ${type}, which Claude Desktop cannot read`,
  hint: () => 'Use REG_SZ.',
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop reads REG_SZ and REG_DWORD. Other types are invisible, and REG_EXPAND_SZ under the machine hive still hides the user hive.',
  fix: 'Use REG_SZ.',
  wrong: values('"inferenceModels"=hex(7):63,00,00,00,00,00'),
  right: values('"inferenceModels"="[\\"claude-sonnet-4-5\\"]"'),
});

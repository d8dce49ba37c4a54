import { type CodeRow, quoted } from './code.ts';
import { file, BASE, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; keys: readonly string[] }> = {
  severity: 'error',
  title: 'Settings stand inside an object',
  message: ({ key }) =>
    `The settings inside "${key}" are never read: Claude Desktop reads flat keys at the top level`,
  hint: ({ keys }) =>
    keys.length === 0
      ? 'Move its members to the top level.'
      : `Move ${quoted(keys.slice(0, 3))}${keys.length > 3 ? ' and the rest' : ''} to the top level.`,
};

export const docs = (): CodeDoc => ({
  why: 'Claude Desktop reads flat keys at the top level only; everything inside such an object is lost.',
  fix: 'Move the members to the top level.',
  wrong: file({ enterpriseConfig: { ...BASE, ...KEY } }),
  right: file({ ...BASE, ...KEY }),
});

import { type CodeRow, quoted } from './code.ts';
import { file, BASE, KEY, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  key: string;
  keys: readonly string[];
  /** The nested place of the one key, when the document is nested. */
  place?: string | undefined;
  /** The place that reads no nested document, in words. */
  where?: string;
}> = {
  severity: 'error',
  at: 'name',
  title: 'Settings stand inside an object',
  message: ({ key, where }) =>
    where === undefined
      ? `The settings inside "${key}" are never read: Claude Desktop reads flat keys at the top level`
      : `The document is nested (it has "${key}"), and ${where} takes flat keys only`,
  hint: ({ keys, place, where }) => {
    if (where !== undefined) return 'Convert it: "cowork-3p export --format json" writes flat keys.';
    if (place !== undefined) return `Write it as ${place}, its name in a nested document.`;
    return keys.length === 0
      ? 'Move its members to the top level.'
      : `Move ${quoted(keys.slice(0, 3))}${keys.length > 3 ? ' and the rest' : ''} to the top level.`;
  },
};

export const docs = (): CodeDoc => ({
  why: 'Managed sources and the local library hold flat keys at the top level; everything inside such an object is lost. The nested form, with member names of its own, is read from JSON files that are imported and from bootstrap servers only.',
  fix: 'Move the members to the top level.',
  wrong: file({ enterpriseConfig: { ...BASE, ...KEY } }),
  right: file({ ...BASE, ...KEY }),
});

import { hiddenIn } from '../../text/hidden.ts';
import type { KeyName } from '../catalogue/index.ts';
import type { FieldType } from '../key-spec.ts';
import { pathText } from '../path.ts';
import { finalText, membersOf } from './reading.ts';
import type { Rule } from './rule.ts';
import { textType } from '../types/visit.ts';

/** Lists whose entries are single words. Folders and arguments may hold separators. */
const WORDS = ['inferenceModels', 'disabledBuiltinTools'] as const satisfies readonly KeyName[];

/** Several entries typed into one text, and characters that nobody sees. */
export const listEntries: Rule = {
  id: 'list-entries',
  source:
    'Inferred: no model, tool or host has a separator or an invisible character in its name; field reports',
  check({ settings, texts, report }) {
    for (const key of WORDS) {
      const list = settings.get(key);
      if (!Array.isArray(list)) continue;
      for (const [index, item] of list.entries()) {
        const text = finalText(typeof item === 'string' ? item : membersOf(item)?.name);
        if (text === undefined || text.includes('(') || !/[,;|\n]/.test(text)) continue;
        const path = typeof item === 'string' ? [key, index] : [key, index, 'name'];
        report('bad-format', path, {
          what: pathText(path),
          problem: 'holds several entries in one text',
          fix: 'Write each entry as a text of its own.',
        });
      }
    }
    for (const { text, path, type, header } of texts) {
      if (isScopes(type) && /[,;|]\s*\S/.test(finalText(text) ?? ''))
        report(
          'bad-format',
          path,
          {
            what: pathText(path),
            problem:
              'holds scopes with a separator between them: an identity provider takes that for one scope',
            fix: 'Separate the scopes by single blanks.',
          },
          'warning',
        );
      // Sentences may hold such a blank, and a header says so itself.
      if (header !== undefined || !isName(type)) continue;
      const found = hiddenIn(text);
      if (found !== undefined)
        report('bad-format', path, {
          what: pathText(path),
          problem: `holds the invisible character ${found}`,
          fix: 'Type the text anew instead of copying it.',
        });
    }
  },
};

/** Scopes of a sign-in, one text with blanks between them (RFC 6749, section 3.3). */
function isScopes(type: FieldType | undefined): boolean {
  return textType(type)?.role === 'scopes';
}

/** Whether a text names something, rather than telling people something. */
function isName(type: FieldType | undefined): boolean {
  if (type?.kind !== 'string' || type.role === 'prose') return false;
  return (
    (type.format !== undefined && type.format !== 'folder-path') ||
    type.pattern !== undefined ||
    type.role === 'identifier'
  );
}

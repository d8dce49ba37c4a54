import type { KeyName } from '../catalogue/index.ts';
import { pathText } from '../path.ts';
import { finalText, membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

/** Lists whose entries are single words. Folders and arguments may hold separators. */
const WORDS = ['inferenceModels', 'disabledBuiltinTools'] as const satisfies readonly KeyName[];

/** Invisible characters: soft hyphen, zero-width and directional marks, byte order mark, and unusual blanks. */
const INVISIBLE = /[\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

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
      // Sentences may hold such a blank, and a header says so itself.
      if (header !== undefined || !isName(path, type)) continue;
      const found = INVISIBLE.exec(text)?.[0];
      if (found !== undefined)
        report('bad-format', path, {
          what: pathText(path),
          problem: `holds the invisible character U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
          fix: 'Type the text anew instead of copying it.',
        });
    }
  },
};

/** Whether a text names something, rather than telling people something. */
function isName(
  path: readonly (string | number)[],
  type: { readonly kind: string; readonly format?: unknown } | undefined,
): boolean {
  const name = path.findLast((step) => typeof step === 'string');
  if (path[0] === 'inferenceModels') return name !== 'labelOverride';
  return type?.kind === 'string' && type.format !== undefined && type.format !== 'folder-path';
}

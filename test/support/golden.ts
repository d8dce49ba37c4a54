import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

/*
 * Texts that people read, kept in one file below fixtures/: "=== name", then the text. UPDATE_FIXTURES=1 writes them
 * anew, in the order of the tests: read the difference before you keep it.
 */

/** The texts of a file, by their names. */
export function golden(name: string): {
  /** Fails unless the text is the one that is kept under that title. */
  readonly check: (title: string, text: string) => void;
} {
  const file = path.join(import.meta.dirname, '../../fixtures', name);
  const kept = new Map<string, string>();
  if (existsSync(file) && process.env.UPDATE_FIXTURES !== '1')
    for (const part of readFileSync(file, 'utf8').split(/^=== /m).slice(1)) {
      const end = part.indexOf('\n');
      kept.set(part.slice(0, end), part.slice(end + 1));
    }
  return {
    check(title, text) {
      // Line ends and blanks at the end of a line are told, for editors and git change them.
      const shown = `${text.replaceAll('\r', '␍').replace(/ $/gm, '␠')}\n`;
      if (process.env.UPDATE_FIXTURES === '1') {
        kept.set(title, shown);
        writeFileSync(file, [...kept].map(([one, content]) => `=== ${one}\n${content}`).join(''));
      }
      expect(shown).toBe(kept.get(title));
    },
  };
}

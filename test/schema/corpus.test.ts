import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { json } from '../../src/importers/json.ts';
import { validate } from '../../src/schema/validate.ts';

/** Configurations met in public repositories, with what a person checked of each. Optional: absent in most checkouts. */
const CORPUS = join(import.meta.dirname, '../../../shared/corpus');
const INDEX = join(CORPUS, 'index.tsv');

/** Where we differ from the person's verdict, and why. */
const DIFFERENT: Readonly<
  Record<string, { readonly verdict: 'error' | 'warning'; readonly because: string }>
> = {};

/** What a class asks of the findings. */
function agrees(verdict: string, findings: readonly Diagnostic[]): boolean {
  const has = (test: (finding: Diagnostic) => boolean): boolean => findings.some(test);
  const error = has(({ severity }) => severity === 'error');
  switch (verdict) {
    case 'yes':
      return !error;
    case 'no':
      return error || has(({ code }) => code === 'unknown-key');
    case 'template':
      return error || has(({ code }) => code === 'placeholder');
    default:
      return true;
  }
}

const present = existsSync(INDEX);
const rows = present
  ? readFileSync(INDEX, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
  : [];
const classes = new Map(rows.map((cells) => [cells[0] ?? '', cells[8] ?? '']));

describe.skipIf(!present)('the JSON files of the corpus', () => {
  const files = present ? readdirSync(join(CORPUS, 'json')) : [];
  for (const file of files)
    it(file, () => {
      const read = json.decode(readFileSync(join(CORPUS, 'json', file)));
      const verdict = classes.get(`json/${basename(file)}`) ?? 'missing';
      expect(verdict).not.toBe('missing');
      // What is no configuration is refused by its name.
      expect(read.ok).toBe(verdict !== 'other');
      if (!read.ok) return;
      const { diagnostics } = validate(read.value);
      const different = DIFFERENT[file];
      if (different === undefined) {
        expect({ verdict, agrees: agrees(verdict, diagnostics), diagnostics }).toMatchObject({
          agrees: true,
        });
        return;
      }
      // An exception that is none any more goes.
      expect(agrees(verdict, diagnostics), different.because).toBe(false);
      expect(diagnostics.some(({ severity }) => severity === different.verdict)).toBe(true);
    });
});

import { pathText } from '../path.ts';
import { referenceProblem } from '../references.ts';
import type { Rule } from './rule.ts';

/** References are well formed, whether or not anything resolves them now. */
export const referenceMalformed: Rule = {
  id: 'reference-malformed',
  source: 'The grammar of references, docs',
  check({ texts, report }) {
    for (const { text, path } of texts) {
      const problem = referenceProblem(text);
      if (problem !== undefined) report('reference-malformed', path, { what: pathText(path), problem });
    }
  },
};

import { pathText } from '../path.ts';
import { referenceProblem, texts } from '../references.ts';
import type { Rule } from './rule.ts';

/** References are well formed, whether or not anything resolves them now. */
export const referenceMalformed: Rule = {
  id: 'reference-malformed',
  source: 'The grammar of references, docs',
  check({ settings, report }) {
    for (const [key, value] of settings)
      for (const { text, path } of texts(value, [key])) {
        const problem = referenceProblem(text);
        if (problem !== undefined) report('reference-malformed', path, { what: pathText(path), problem });
      }
  },
};

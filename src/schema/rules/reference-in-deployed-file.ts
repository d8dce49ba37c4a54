import { pathText } from '../path.ts';
import { referenceIn } from '../references.ts';
import { isDeployed } from './mode.ts';
import type { Rule } from './rule.ts';

/** References are this program's own: in a file that goes to devices nobody resolves them. */
export const referenceInDeployedFile: Rule = {
  id: 'reference-in-deployed-file',
  source: 'Inferred: Claude Desktop knows no references',
  check(context) {
    if (!isDeployed(context)) return;
    for (const { text, path } of context.texts) {
      const reference = referenceIn(text);
      if (reference !== undefined)
        context.report('reference-in-deployed-file', path, { what: pathText(path), reference });
    }
  },
};

import { pathText } from '../path.ts';
import { referenceIn } from '../references.ts';
import type { ServedRule } from './rule.ts';

/** References are this program's own: in what goes over the wire nobody resolves them. */
export const references: ServedRule = {
  id: 'references',
  source: 'Inferred: Claude Desktop knows no references',
  check({ texts, wire, report }) {
    if (wire !== 'sent') return;
    for (const { text, path } of texts) {
      const reference = referenceIn(text);
      if (reference !== undefined)
        report('reference-in-deployed-file', path, { what: pathText(path), reference });
    }
  },
};

import { keySpec } from '../catalogue/index.ts';
import { hasReference } from '../references.ts';
import { typeName } from '../show.ts';
import { wireOf } from '../types/kinds.ts';
import type { ServedRule } from './rule.ts';

/** Native JSON is the documented form; texts as in a profile or the registry are not. */
export const native: ServedRule = {
  id: 'native',
  source: 'Vendor page "Bootstrap": native JSON; that texts are read is not established',
  check({ deployed, document, settings, report }) {
    // A source may be in any format; what is written from it is native.
    if (!deployed) return;
    for (const [key, { value }] of document.entries) {
      if (typeof value !== 'string' || value === '' || hasReference(value)) continue;
      const spec = keySpec(key);
      const decoded = settings.get(key);
      // A text that is not what its row asks for has an error of its own.
      if (spec === undefined || wireOf(spec.type) === 'json-or-text' || typeof decoded === 'string') continue;
      const type = typeName(decoded);
      report('string-encoded', [key], {
        fault: `${key} is ${type} written as a text; a bootstrap server serves native JSON, and that texts are read as well is not documented`,
        fix: `Serve ${type} itself, without quotes around it.`,
      });
    }
  },
};

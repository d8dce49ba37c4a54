import { keySpec } from '../catalogue/index.ts';
import { hasReference } from '../references.ts';
import type { FieldType } from '../key-spec.ts';
import type { ServedRule } from './rule.ts';

/** What a type is in JSON, with its article; undefined where a text is right, or where nobody knows. */
function jsonType(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'boolean':
      return 'a boolean';
    case 'integer':
    case 'number':
      return 'a number';
    case 'array':
      return 'a list';
    case 'map':
    case 'object':
      return 'an object';
    default:
      return undefined;
  }
}

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
      const type = spec === undefined ? undefined : jsonType(spec.type);
      // A text that is not what its row asks for has an error of its own.
      if (type !== undefined && typeof settings.get(key) !== 'string')
        report('string-encoded', [key], {
          fault: `${key} is ${type} written as a text; a bootstrap server serves native JSON, and that texts are read as well is not documented`,
          fix: `Serve ${type} itself, without quotes around it.`,
        });
    }
  },
};

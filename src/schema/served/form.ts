import { typeName } from '../show.ts';
import type { ServedRule } from './rule.ts';

/** The text of the answer: UTF-8 without a mark, strict JSON, and a form whose number is known. */
export const form: ServedRule = {
  id: 'form',
  source: 'RFC 8259, section 8.1; vendor page "Bootstrap", v1 and v2',
  check({ document, deployed, wire, report }) {
    const json = deployed ? document.json : undefined;
    if (json?.encoding !== undefined && json.encoding !== 'utf-8')
      report('not-strict-json', [], { what: `the encoding ${json.encoding}`, served: true }, 'error');
    else if (json?.bom === true)
      report('byte-order-mark', [], {
        fault:
          'The answer begins with a byte order mark, which JSON on the wire must not have (RFC 8259, section 8.1); what the app makes of it is not known',
        fix: 'Save the file as UTF-8 without BOM, or let the server leave it out.',
      });
    if (document.chain === undefined && wire !== 'maybe' && json?.strict() === false)
      report(
        'not-strict-json',
        [],
        { what: 'comments or trailing commas', served: true },
        wire === 'sent' ? 'error' : 'warning',
      );
    const version =
      document.nested === undefined
        ? document.entries.get('$schemaVersion')?.value
        : document.nested.schemaVersion;
    if (version !== undefined && version !== 1 && version !== 2)
      report('schema-version', ['$schemaVersion'], {
        fault: `$schemaVersion is ${typeof version === 'number' ? String(version) : typeName(version)}; only the number 2 is known, for the nested form`,
        fix: 'Leave it out with flat keys; write the number 2 with clusters.',
      });
  },
};

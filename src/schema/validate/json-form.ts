import type { Document } from '../document.ts';
import type { Report } from '../rules/rule.ts';
import { isStrictJson } from '../../text/json.ts';

/**
 * Checks how JSON is written; `managed`: it is managed-settings.json itself, which the app on Linux reads as strict JSON
 * in UTF-8. Of a source, bytes that are no UTF-8 are taken for Windows-1252, which may not be what was meant.
 */
export function checkJsonForm({ json, text }: Document, managed: boolean, report: Report): void {
  if (json?.encoding === 'windows-1252')
    report(
      'not-strict-json',
      [],
      { what: 'bytes that are no UTF-8 (taken for Windows-1252 here)', encoding: true },
      managed ? 'error' : 'warning',
    );
  else if (managed && json !== undefined && (json.bom || json.encoding !== 'utf-8'))
    report(
      'not-strict-json',
      [],
      {
        what: json.encoding === 'utf-8' ? 'a byte order mark' : `the encoding ${json.encoding}`,
        encoding: true,
      },
      'error',
    );
  if (managed && text !== undefined && !isStrictJson(text))
    report('not-strict-json', [], { what: 'comments or trailing commas' }, 'error');
}

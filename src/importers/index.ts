import { fail, ok, type Outcome } from '../errors.ts';
import type { Format } from '../schema/index.ts';
import type { Importer, Unreadable } from './importer.ts';
import { json } from './json.ts';
import { mobileconfig } from './mobileconfig.ts';
import { xmlRoot } from './plist-file.ts';
import { plist } from './plist.ts';
import { reg } from './reg.ts';
import { decodeText, tooLarge } from './text.ts';

export type { Importer } from './importer.ts';
export { MAX_BYTES } from './text.ts';

/** Every container we read. */
export const importers = { mobileconfig, plist, reg, json } as const satisfies Record<Format, Importer>;

export function importerById(format: Format): Importer {
  return importers[format];
}

/** The importer for bytes, by what they hold and never by a name. */
export function detect(bytes: Uint8Array): Outcome<Importer, Unreadable> {
  const large = tooLarge(bytes);
  if (large !== undefined) return fail(large);
  // JSON last: a lone digit is JSON, and a signed profile begins with the byte of one.
  const importer = [mobileconfig, plist, reg, json].find((one) => one.matches(bytes));
  return importer === undefined ? fail(explain(bytes)) : ok(importer);
}

/** What the file is instead, where one can tell. */
function explain(bytes: Uint8Array): Unreadable {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const { text } = decodeText(bytes.subarray(0, 4096));
  const root = xmlRoot(text);
  if (text.trim() === '') return { message: 'The file is empty.' };
  if (root === 'policyDefinitions' || root === 'policyDefinitionResources')
    return {
      message: 'This is a Group Policy template (ADMX or ADML): it describes settings and sets none of them.',
      hint: 'Give the .reg file, or what "reg export HKLM\\SOFTWARE\\Policies\\Claude" writes.',
    };
  if (root !== undefined)
    return { message: `This is XML, but no property list: its first element is <${root.slice(0, 40)}>.` };
  if (head.startsWith('PK\u0003\u0004'))
    return { message: 'This is a ZIP archive.', hint: 'Unpack it and give a file from it.' };
  if (head.startsWith('regf'))
    return {
      message: 'This is a registry hive.',
      hint: 'Export the key SOFTWARE\\Policies\\Claude as a .reg file.',
    };
  if (head.startsWith('PReg'))
    return {
      message: 'This is a Group Policy Registry.pol file.',
      hint: 'Export the key SOFTWARE\\Policies\\Claude as a .reg file.',
    };
  if (/^\s*MIME-Version:/i.test(text))
    return { message: 'This is a signed message in S/MIME form.', hint: 'Sign with "-outform DER" instead.' };
  return {
    message: 'The file is of no known format.',
    hint: 'Known are JSON, .mobileconfig, .plist and .reg; name one with --input-format.',
  };
}

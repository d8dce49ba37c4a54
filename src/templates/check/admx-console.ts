import { localName, type XmlElement } from '../../text/xml-tree.ts';
import { attribute, descendants } from './admx-tree.ts';
import type { AdmxPair, FormFault } from './fault.ts';

/** Intune, "Import ADMX": the largest file. */
const IMPORT_BYTES = 1024 * 1024;
/** Intune: the longest text of an OMA-URI setting, which carries a whole ADMX. */
const OMA_URI_CHARACTERS = 350_000;

/** What Intune does not take, though the Group Policy editor does. */
export function checkConsoleLimits(
  pair: AdmxPair,
  admx: XmlElement,
  adml: XmlElement,
  found: FormFault[],
): void {
  for (const part of ['admx', 'adml'] as const) {
    if (Buffer.byteLength(pair[part]) > IMPORT_BYTES)
      found.push({
        rule: 'too-large',
        severity: 'error',
        part,
        message: 'The file is larger than the 1 MB that Intune imports.',
      });
  }
  if (pair.admx.length > OMA_URI_CHARACTERS)
    found.push({
      rule: 'too-large',
      severity: 'error',
      part: 'admx',
      message: `The file is longer than the ${OMA_URI_CHARACTERS} characters that an OMA-URI setting takes.`,
    });
  for (const element of descendants(admx)) {
    if (localName(element.name) === 'using')
      found.push({
        rule: 'needs-other-template',
        severity: 'error',
        part: 'admx',
        position: element.position,
        message: `Intune takes the file only after the template of ${attribute(element, 'namespace') ?? 'another namespace'} was imported; define categories and support in this file.`,
      });
  }
  for (const element of descendants(adml)) {
    if (localName(element.name) === 'comboBox')
      found.push({
        rule: 'combo-box',
        severity: 'error',
        part: 'adml',
        position: element.position,
        message: 'Intune refuses a template with a comboBox; use a textBox.',
      });
  }
}

import { parseXml } from '../../text/xml-read.ts';
import { localName, XmlFault, type XmlElement } from '../../text/xml-tree.ts';
import { checkConsoleLimits } from './admx-console.ts';
import { checkReferences } from './admx-references.ts';
import { checkValues } from './admx-values.ts';
import type { AdmxPair, FormFault } from './fault.ts';
import { checkShape } from './xml-shape.ts';

/** Checks a Group Policy template: grammar, references between its files, what it writes, and what Intune takes. */
export function checkAdmx({ admx, adml }: AdmxPair): readonly FormFault[] {
  const found: FormFault[] = [];
  const definitions = rootOf(admx, 'policyDefinitions', 'admx', found);
  const resources = rootOf(adml, 'policyDefinitionResources', 'adml', found);
  if (definitions === undefined || resources === undefined) return found;
  inPart('admx', found, (into) => checkShape(definitions, 'policyDefinitions', into));
  inPart('adml', found, (into) => checkShape(resources, 'policyDefinitionResources', into));
  checkReferences(definitions, resources, found);
  inPart('admx', found, (into) => checkValues(definitions, into));
  checkConsoleLimits({ admx, adml }, definitions, resources, found);
  return found;
}

/** The root of one of the files, when it parses and is what it should be. */
function rootOf(text: string, name: string, part: string, found: FormFault[]): XmlElement | undefined {
  try {
    const root = parseXml(text);
    if (localName(root.name) === name) return root;
    found.push({
      rule: 'schema',
      severity: 'error',
      part,
      position: root.position,
      message: `The root element must be <${name}>.`,
    });
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    found.push({
      rule: 'syntax',
      severity: 'error',
      part,
      position: error.position,
      message: `This is no well-formed XML: ${error.message}.`,
    });
  }
  return undefined;
}

function inPart(part: string, found: FormFault[], check: (into: FormFault[]) => void): void {
  const into: FormFault[] = [];
  check(into);
  for (const fault of into) found.push({ ...fault, part });
}

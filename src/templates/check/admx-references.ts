import { childElements, localName, type XmlElement } from '../../text/xml-tree.ts';
import { all, attribute, descendants, elementsOf } from './admx-tree.ts';
import type { FormFault } from './fault.ts';

/** The control that each kind of element is asked for with. */
const CONTROL: Readonly<Record<string, string>> = {
  checkBox: 'boolean',
  comboBox: 'text',
  decimalTextBox: 'decimal',
  dropdownList: 'enum',
  listBox: 'list',
  longDecimalTextBox: 'longDecimal',
  multiTextBox: 'multiText',
  textBox: 'text',
};

/** References within the ADMX, and from it to the texts and controls of the ADML. */
export function checkReferences(admx: XmlElement, adml: XmlElement, found: FormFault[]): void {
  if (namespaceOf(admx) !== namespaceOf(adml))
    found.push(
      fault(
        'namespace-differs',
        adml,
        'adml',
        'The two files name different XML namespaces; use one in both.',
      ),
    );
  const strings = all(adml, 'string');
  const presentations = all(adml, 'presentation');
  unique(strings, 'id', 'adml', found);
  unique(presentations, 'id', 'adml', found);
  for (const name of ['policy', 'category', 'definition']) unique(all(admx, name), 'name', 'admx', found);
  checkNamed(admx, strings, presentations, found);
  checkLocal(admx, found);
  const byId = new Map(presentations.map((one) => [attribute(one, 'id'), one]));
  for (const policy of all(admx, 'policy')) checkControls(policy, byId, found);
}

function namespaceOf(root: XmlElement): string | undefined {
  const [prefix] = root.name.includes(':') ? root.name.split(':') : [];
  return attribute(root, prefix === undefined ? 'xmlns' : `xmlns:${prefix}`);
}

/** Windows compares names without regard to case. */
function unique(elements: readonly XmlElement[], name: string, part: string, found: FormFault[]): void {
  const seen = new Set<string>();
  for (const element of elements) {
    const value = attribute(element, name)?.toLowerCase();
    if (value === undefined) continue;
    if (seen.has(value))
      found.push(fault('duplicate-name', element, part, `A <${element.name}> of this name stands twice.`));
    seen.add(value);
  }
}

/** `$(string.X)` and `$(presentation.X)` of the ADMX against what the ADML holds, both ways. */
function checkNamed(
  admx: XmlElement,
  strings: readonly XmlElement[],
  presentations: readonly XmlElement[],
  found: FormFault[],
): void {
  const ids = {
    string: new Set(strings.map((one) => attribute(one, 'id'))),
    presentation: new Set(presentations.map((one) => attribute(one, 'id'))),
  };
  const used = { string: new Set<string>(), presentation: new Set<string>() };
  for (const element of descendants(admx)) {
    for (const { value } of element.attributes.values()) {
      const [, kind, id] = /^\$\((string|presentation)\.([^)]*)\)$/.exec(value) ?? [];
      if ((kind !== 'string' && kind !== 'presentation') || id === undefined) continue;
      used[kind].add(id);
      if (!ids[kind].has(id))
        found.push(
          fault(`${kind}-missing`, element, 'admx', `The ADML holds no ${kind} for ${value}; add it there.`),
        );
    }
  }
  for (const [kind, elements] of [
    ['string', strings],
    ['presentation', presentations],
  ] as const) {
    for (const element of elements) {
      if (!used[kind].has(attribute(element, 'id') ?? ''))
        found.push(
          fault(`${kind}-unused`, element, 'adml', `The ADMX refers to no such ${kind}.`, 'warning'),
        );
    }
  }
}

/** Categories and support definitions that must be in the same file. */
function checkLocal(admx: XmlElement, found: FormFault[]): void {
  const names = (name: string): Set<string | undefined> =>
    new Set(all(admx, name).map((one) => attribute(one, 'name')));
  const local: Readonly<Record<string, Set<string | undefined>>> = {
    parentCategory: names('category'),
    supportedOn: names('definition'),
  };
  for (const element of descendants(admx)) {
    const reference = attribute(element, 'ref');
    const known = Object.hasOwn(local, localName(element.name)) ? local[localName(element.name)] : undefined;
    if (reference === undefined || known === undefined || reference.includes(':')) continue;
    if (!known.has(reference))
      found.push(
        fault(
          'reference-missing',
          element,
          'admx',
          `<${element.name}> refers to ${reference}, which this file does not define.`,
        ),
      );
  }
}

/** Each element of a policy has one control of its kind, and each control an element. */
function checkControls(
  policy: XmlElement,
  presentations: ReadonlyMap<string | undefined, XmlElement>,
  found: FormFault[],
): void {
  const kinds = new Map(elementsOf(policy).map((one) => [attribute(one, 'id'), localName(one.name)]));
  const name = attribute(policy, 'name') ?? '';
  const id = /^\$\(presentation\.(.*)\)$/.exec(attribute(policy, 'presentation') ?? '')?.[1];
  if (id === undefined) {
    if (kinds.size > 0)
      found.push(fault('presentation-none', policy, 'admx', `${name} has elements and no presentation.`));
    return;
  }
  const presentation = presentations.get(id);
  if (presentation === undefined) return;
  const controls = childElements(presentation).filter((one) => one.attributes.has('refId'));
  for (const control of controls) {
    const kind = kinds.get(attribute(control, 'refId'));
    const wanted = CONTROL[localName(control.name)];
    if (kind === undefined)
      found.push(
        fault(
          'element-missing',
          control,
          'adml',
          `A control refers to an element that the policy ${name} does not have.`,
        ),
      );
    else if (kind !== wanted && !(kind === 'text' && localName(control.name) === 'decimalTextBox'))
      found.push(
        fault('control-type', control, 'adml', `<${control.name}> cannot ask for the <${kind}> of ${name}.`),
      );
  }
  const asked = new Set(controls.map((control) => attribute(control, 'refId')));
  for (const element of elementsOf(policy)) {
    if (!asked.has(attribute(element, 'id')))
      found.push(fault('control-missing', element, 'admx', `No control asks for this element of ${name}.`));
  }
}

function fault(
  rule: string,
  element: XmlElement,
  part: string,
  message: string,
  severity: FormFault['severity'] = 'error',
): FormFault {
  return { rule, severity, message, part, position: element.position };
}

import { childElements, localName, textOf, type XmlElement } from '../../text/xml-tree.ts';
import { ADMX_TYPES, type AdmxType, type AttributeType, type ElementRule } from './admx-schema.ts';
import type { FormFault } from './fault.ts';

/** What an attribute of each type must look like, and how to say it. */
const ATTRIBUTES: Readonly<Record<AttributeType, { readonly pattern: RegExp; readonly words: string }>> = {
  version: { pattern: /^\d{1,4}\.\d{1,5}$/, words: 'a version of two numbers, such as 1.0' },
  name: { pattern: /^[\p{L}\p{N}_]+$/u, words: 'letters, digits and underscores' },
  reference: { pattern: /^(?:[\p{L}\p{N}_]+:)?[\p{L}\p{N}_]+$/u, words: 'a name, or prefix:name' },
  string: { pattern: /^\$\(string\.[\p{L}\p{N}_]+\)$/u, words: '$(string.ID)' },
  presentation: { pattern: /^\$\(presentation\.[\p{L}\p{N}_]+\)$/u, words: '$(presentation.ID)' },
  class: { pattern: /^(?:Machine|User|Both)$/, words: 'Machine, User or Both' },
  key: { pattern: /^[^\\/](?:.*[^\\])?$/s, words: 'a registry key without a backslash at either end' },
  'value-name': { pattern: /^.+$/s, words: 'the name of a registry value' },
  uint32: { pattern: /^\d{1,20}$/, words: 'a whole number up to 4294967295' },
  uint64: { pattern: /^\d{1,20}$/, words: 'a whole number up to 18446744073709551615' },
  boolean: { pattern: /^(?:true|false|0|1)$/, words: 'true or false' },
  guid: { pattern: /^\{[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}\}$/, words: 'a GUID in braces' },
  text: { pattern: /^/, words: 'text' },
};

const LARGEST: Readonly<Partial<Record<AttributeType, bigint>>> = {
  uint32: 2n ** 32n - 1n,
  uint64: 2n ** 64n - 1n,
};

/** Checks an element and all it holds against its type. Deep nesting is bounded by the reader. */
export function checkShape(element: XmlElement, type: AdmxType, found: FormFault[]): void {
  const rule: ElementRule = ADMX_TYPES[type];
  checkAttributes(element, rule, found);
  // Annotations may hold anything.
  if (type === 'annotation') return;
  if (rule.inside === 'text') {
    checkText(element, rule, found);
    return;
  }
  const stray = element.children.find((child) => child.kind === 'text' && /\S/.test(child.text));
  if (stray !== undefined)
    found.push(fault(stray.position, `Text stands inside <${element.name}>, which holds elements only.`));
  const children = childElements(element);
  if (rule.inside === undefined) {
    for (const child of children) found.push(misplaced(child, element));
  } else if ('sequence' in rule.inside) checkSequence(element, children, rule.inside.sequence, found);
  else checkChoice(element, children, rule.inside, found);
}

interface Particle {
  readonly name: string;
  readonly type: AdmxType;
  readonly least: number;
  readonly most: number;
}

function particles(text: string): readonly Particle[] {
  return text.split(' ').map((word) => {
    const [, name = '', type = '', mark = ''] = /^(\w+):(\w+)([?*+]?)$/.exec(word) ?? [];
    return {
      name,
      type: type as AdmxType,
      least: mark === '' || mark === '+' ? 1 : 0,
      most: mark === '*' || mark === '+' ? Number.POSITIVE_INFINITY : 1,
    };
  });
}

function checkSequence(
  parent: XmlElement,
  children: readonly XmlElement[],
  sequence: string,
  found: FormFault[],
): void {
  const expected = particles(sequence);
  let at = 0;
  for (const particle of expected) {
    let count = 0;
    while (count < particle.most && localName(children[at]?.name ?? '') === particle.name) {
      const child = children[at];
      if (child !== undefined) checkShape(child, particle.type, found);
      count += 1;
      at += 1;
    }
    if (count < particle.least) {
      const later = children.some((child) => localName(child.name) === particle.name);
      found.push(
        fault(
          parent.position,
          later
            ? `In <${parent.name}> the element <${particle.name}> stands in the wrong place; the order is ${order(expected)}.`
            : `<${parent.name}> holds no <${particle.name}>, which it must.`,
        ),
      );
      if (later) return;
    }
  }
  for (const child of children.slice(at, at + 1)) found.push(misplaced(child, parent, order(expected)));
}

function checkChoice(
  parent: XmlElement,
  children: readonly XmlElement[],
  { choice, many, optional }: { readonly choice: string; readonly many?: true; readonly optional?: true },
  found: FormFault[],
): void {
  const allowed = particles(choice);
  if ((children.length === 0 && optional !== true) || (many !== true && children.length > 1))
    found.push(
      fault(
        parent.position,
        `<${parent.name}> must hold ${many === true ? 'at least' : 'exactly'} one of ${order(allowed)}.`,
      ),
    );
  for (const child of children) {
    const particle = allowed.find((one) => one.name === localName(child.name));
    if (particle === undefined) found.push(misplaced(child, parent, order(allowed)));
    else checkShape(child, particle.type, found);
  }
}

const order = (all: readonly Particle[]): string => all.map(({ name }) => name).join(', ');

function misplaced(child: XmlElement, parent: XmlElement, allowed?: string): FormFault {
  return fault(
    child.position,
    `<${child.name}> may not stand here in <${parent.name}>${allowed === undefined ? '' : `; the order is ${allowed}`}.`,
  );
}

function checkAttributes(element: XmlElement, { attributes = {} }: ElementRule, found: FormFault[]): void {
  for (const name of Object.keys(attributes)) {
    if (name.endsWith('!') && !element.attributes.has(name.slice(0, -1)))
      found.push(
        fault(element.position, `<${element.name}> has no ${name.slice(0, -1)}, which it must have.`),
      );
  }
  for (const [name, { value, position }] of element.attributes) {
    if (/^(?:xmlns|xsi|xml)(?::|$)/.test(name)) continue;
    const type = attributes[`${name}!`] ?? attributes[name];
    if (type === undefined || name.endsWith('!')) {
      found.push(fault(position, `<${element.name}> takes no attribute ${name}.`));
      continue;
    }
    const largest = LARGEST[type];
    if (!ATTRIBUTES[type].pattern.test(value) || (largest !== undefined && BigInt(value) > largest))
      found.push(fault(position, `The ${name} of <${element.name}> must be ${ATTRIBUTES[type].words}.`));
  }
}

function checkText(element: XmlElement, { maxLength }: ElementRule, found: FormFault[]): void {
  for (const child of childElements(element)) found.push(misplaced(child, element));
  if (maxLength !== undefined && textOf(element).length > maxLength)
    found.push(
      fault(element.position, `The text of <${element.name}> is longer than ${maxLength} characters.`),
    );
}

function fault(position: FormFault['position'], message: string): FormFault {
  return { rule: 'schema', severity: 'error', message, ...(position === undefined ? {} : { position }) };
}

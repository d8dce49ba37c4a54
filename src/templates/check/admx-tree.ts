import { childElements, localName, type XmlElement } from '../../text/xml-tree.ts';

/** Every element below one, itself included, in document order. The reader bounds the depth. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of childElements(element)) yield* descendants(child);
}

/** The elements of a name below one. */
export function all(root: XmlElement, name: string): XmlElement[] {
  return [...descendants(root)].filter((element) => localName(element.name) === name);
}

/** The value of an attribute. */
export function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.get(name)?.value;
}

/** What the `<elements>` of a policy hold. */
export function elementsOf(policy: XmlElement): readonly XmlElement[] {
  return childElements(policy)
    .filter((child) => localName(child.name) === 'elements')
    .flatMap(childElements);
}

/** A registry value that a template can write. */
interface WrittenValue {
  readonly key: string;
  readonly valueName: string;
  /** What declares it: the policy or one of its elements. */
  readonly element: XmlElement;
  readonly policy: XmlElement;
}

/** Every value with a fixed name that the policies can write, in order. */
export function writtenValues(root: XmlElement): readonly WrittenValue[] {
  return all(root, 'policy').flatMap((policy) => {
    const key = attribute(policy, 'key') ?? '';
    return [policy, ...elementsOf(policy)].flatMap((element) => {
      const valueName = attribute(element, 'valueName');
      return valueName === undefined
        ? []
        : [{ key: attribute(element, 'key') ?? key, valueName, element, policy }];
    });
  });
}

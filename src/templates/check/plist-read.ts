import { parseXml } from '../../text/xml-read.ts';
import { childElements, textOf, XmlFault, type XmlElement, type XmlPosition } from '../../text/xml-tree.ts';

/** A value of a property list as a manifest holds it, with where it stands. */
export type PlistValue =
  | { readonly kind: 'text' | 'date' | 'data'; readonly value: string; readonly position: XmlPosition }
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly whole: boolean;
      readonly position: XmlPosition;
    }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly position: XmlPosition }
  | { readonly kind: 'list'; readonly items: readonly PlistValue[]; readonly position: XmlPosition }
  | {
      readonly kind: 'dict';
      readonly members: ReadonlyMap<string, PlistValue>;
      readonly position: XmlPosition;
    };

/** The value of an XML property list. Throws XmlFault. The reader bounds size and depth. */
export function parsePlist(text: string): PlistValue {
  const root = parseXml(text);
  const [value, ...more] = root.name === 'plist' ? childElements(root) : [root];
  if (value === undefined || more.length > 0)
    throw new XmlFault('a property list holds one value', root.position);
  return valueOf(value);
}

function valueOf(element: XmlElement): PlistValue {
  const { name, position } = element;
  const text = textOf(element);
  switch (name) {
    case 'string':
      return { kind: 'text', value: text, position };
    case 'date':
    case 'data':
      return { kind: name, value: text.trim(), position };
    case 'integer':
    case 'real': {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isNaN(value)) throw new XmlFault(`<${name}> holds no number`, position);
      return { kind: 'number', value, whole: name === 'integer', position };
    }
    case 'true':
    case 'false':
      return { kind: 'boolean', value: name === 'true', position };
    case 'array':
      return { kind: 'list', items: childElements(element).map(valueOf), position };
    case 'dict':
      return { kind: 'dict', members: membersOf(element), position };
    default:
      throw new XmlFault('an element is none that a property list has', position);
  }
}

function membersOf(dict: XmlElement): ReadonlyMap<string, PlistValue> {
  const members = new Map<string, PlistValue>();
  const children = childElements(dict);
  for (let at = 0; at < children.length; at += 2) {
    const [key, value] = [children[at], children[at + 1]];
    if (key?.name !== 'key' || value === undefined)
      throw new XmlFault('a dictionary needs a <key> before each value', (key ?? dict).position);
    const name = textOf(key);
    if (members.has(name)) throw new XmlFault('a key stands twice in a dictionary', key.position);
    members.set(name, valueOf(value));
  }
  return members;
}

/*
 * An XML document as it was read.
 */

/** Where something stands; both 1-based, columns count UTF-16 code units. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

/** An attribute with its value, references resolved. */
export interface XmlAttribute {
  readonly value: string;
  readonly position: XmlPosition;
}

/** An element with the name as written, prefix included. */
export interface XmlElement {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly (XmlElement | XmlText)[];
  readonly position: XmlPosition;
}

/** Text between tags, references resolved; adjacent CDATA sections are part of it. */
export interface XmlText {
  readonly kind: 'text';
  readonly text: string;
  readonly position: XmlPosition;
}

/** The text is no well-formed document, or more than the reader takes. The message holds nothing of the text. */
export class XmlFault extends Error {
  readonly position: XmlPosition;
  constructor(problem: string, position: XmlPosition) {
    super(problem);
    this.name = 'XmlFault';
    this.position = position;
  }
}

/** The name of an element or attribute without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The elements among the children, in order. */
export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child.kind === 'element');
}

/** The text directly inside an element, pieces joined. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (child.kind === 'text' ? child.text : '')).join('');
}

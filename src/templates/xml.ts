import { xmlAttributeList, xmlContent } from '../text/xml-write.ts';

/** An element to be written: name, attributes, and either text or elements inside. */
export interface XmlOut {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly content?: string | readonly XmlOut[];
}

/** Short for an element. */
export function xml(name: string, attributes?: XmlOut['attributes'], content?: XmlOut['content']): XmlOut {
  return {
    name,
    ...(attributes === undefined ? {} : { attributes }),
    ...(content === undefined ? {} : { content }),
  };
}

/** An XML document: two spaces of indentation, LF, UTF-8 without BOM. Text stands beside its tags, unpadded. */
export function xmlDocument(root: XmlOut): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${rendered(root, '')}`;
}

function rendered({ name, attributes = {}, content }: XmlOut, indent: string): string {
  const open = `${indent}<${name}${xmlAttributeList(attributes)}`;
  if (content === undefined || content.length === 0) return `${open} />\n`;
  if (typeof content === 'string') return `${open}>${xmlContent(content)}</${name}>\n`;
  return `${open}>\n${content.map((child) => rendered(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

import { xmlContent } from './xml-write.ts';

/** What a property list holds; a member without a value is left out. */
export type PlistValue = string | number | boolean | Date | readonly PlistValue[] | PlistDict;
export interface PlistDict {
  readonly [key: string]: PlistValue | undefined;
}

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

/**
 * An XML property list: tabs, LF, one LF at the end, UTF-8 without BOM, members in their order. What XML cannot hold
 * is for the caller to refuse.
 */
export function plistDocument(root: PlistValue): Uint8Array {
  return new TextEncoder().encode(`${HEAD}<plist version="1.0">\n${rendered(root, '\t')}</plist>\n`);
}

function rendered(value: PlistValue, indent: string): string {
  if (typeof value === 'string') return element('string', xmlContent(value), indent);
  if (typeof value === 'boolean') return element(String(value), '', indent);
  if (typeof value === 'number')
    return element(Number.isInteger(value) ? 'integer' : 'real', String(value), indent);
  if (value instanceof Date) return element('date', value.toISOString().replace(/\.\d+Z$/, 'Z'), indent);
  const inner = `${indent}\t`;
  const [name, parts] = isList(value)
    ? ['array', value.map((item) => rendered(item, inner))]
    : ['dict', members(value, inner)];
  return element(name, parts.length === 0 ? '' : `\n${parts.join('')}${indent}`, indent);
}

function members(dict: PlistDict, indent: string): string[] {
  return Object.entries(dict).flatMap(([name, value]) =>
    value === undefined ? [] : [element('key', xmlContent(name), indent) + rendered(value, indent)],
  );
}

function element(name: string, content: string, indent: string): string {
  return `${indent}${content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`}\n`;
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

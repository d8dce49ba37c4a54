import { xmlContent } from '../text/xml-write.ts';

/** What a manifest holds. A date is the text of its day, in ISO form. */
export type ManifestValue =
  | string
  | number
  | boolean
  | { readonly date: string }
  | readonly ManifestValue[]
  | { readonly dict: Readonly<Record<string, ManifestValue | undefined>> };

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

/** An XML property list with tabs and LF. Members keep their order; absent ones are left out. */
export function plistDocument(root: ManifestValue): Uint8Array {
  return new TextEncoder().encode(`${HEAD}<plist version="1.0">\n${rendered(root, '')}</plist>\n`);
}

function rendered(value: ManifestValue, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${xmlContent(value)}</string>\n`;
  if (typeof value === 'boolean') return `${indent}<${String(value)}/>\n`;
  if (typeof value === 'number')
    return `${indent}<${Number.isInteger(value) ? 'integer' : 'real'}>${String(value)}</${Number.isInteger(value) ? 'integer' : 'real'}>\n`;
  if (isList(value))
    return value.length === 0
      ? `${indent}<array/>\n`
      : `${indent}<array>\n${value.map((item) => rendered(item, `${indent}\t`)).join('')}${indent}</array>\n`;
  if ('date' in value) return `${indent}<date>${value.date}T00:00:00Z</date>\n`;
  const members = Object.entries(value.dict).flatMap(([name, member]) =>
    member === undefined
      ? []
      : [`${indent}\t<key>${xmlContent(name)}</key>\n${rendered(member, `${indent}\t`)}`],
  );
  return `${indent}<dict>\n${members.join('')}${indent}</dict>\n`;
}

function isList(value: ManifestValue): value is readonly ManifestValue[] {
  return Array.isArray(value);
}

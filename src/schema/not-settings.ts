import type { Document } from './document.ts';

/** Members of a JSON source that are about the file: never settings and never exported. */
const NOT_SETTINGS: ReadonlySet<string> = new Set(['$schema', 'extends']);

/** Whether an entry is about the file and no setting. In other formats than JSON these are names like any other. */
export function isAboutFile(key: string, { format }: Pick<Document, 'format'>): boolean {
  return format === 'json' && NOT_SETTINGS.has(key);
}

/** Whether the document is a JSON source that extends others. */
export function hasBases(document: Pick<Document, 'format' | 'entries'>): boolean {
  return document.format === 'json' && document.entries.has('extends');
}

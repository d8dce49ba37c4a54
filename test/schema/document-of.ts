import type { Document, Entry } from '../../src/schema/document.ts';

/** A document as an importer would hand it over: native values, no positions. */
export function documentOf(settings: Readonly<Record<string, unknown>>): Document {
  const entries = new Map<string, Entry>(
    Object.entries(settings).map(([key, value]) => [key, { key, value, encoding: 'JSON' }]),
  );
  return { format: 'json', entries, findings: [], locate: () => undefined };
}

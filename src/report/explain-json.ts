import type { Explained, ExplainIndex, ReleaseExplained, SearchExplained } from '../schema/reference.ts';
import { encodeJson } from './json.ts';

/** An entry, or the lists, for scripts. */
export function renderExplainJson(
  entry: Explained | ExplainIndex | SearchExplained | ReleaseExplained,
  written?: Readonly<Record<string, string>>,
): string {
  return `${encodeJson(
    {
      version: 1,
      command: 'explain',
      exitCode: 0,
      ...entry,
      ...(written === undefined ? {} : { written }),
    },
    2,
  )}\n`;
}

/** The JSON Schema of the configuration, as `schema.json` holds it. */
export function renderJsonSchema(schema: object): string {
  return `${encodeJson(schema, 2)}\n`;
}

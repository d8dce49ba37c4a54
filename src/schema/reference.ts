/** The second entry of the schema module: what explains it. Apart from the first, so that checking a file loads none of it. */
export {
  explain,
  explainIndex,
  nearestEntry,
  type CodeExplained,
  type Explained,
  type ExplainIndex,
  type KeyExplained,
  type RetiredExplained,
} from './explain.ts';
export { jsonSchema } from './json-schema.ts';
export { provenance, type Held, type Provenance } from './extends/provenance.ts';
export { explainRelease, search, type ReleaseExplained, type SearchExplained } from './explain/search.ts';

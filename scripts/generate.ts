// Writes what is derived from the tables: the lists of src/codes, schema.json and the generated pages of docs/.
import { writeFileSync } from 'node:fs';
import { codeLists } from './code-lists.ts';

function write(files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) writeFileSync(new URL(`../${name}`, import.meta.url), text);
}

write(codeLists());
// Only now: everything else reads the lists.
const { generated } = await import('./generated.ts');
write(generated());

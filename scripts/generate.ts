// Writes what is derived from the tables: schema.json, docs/keys.md, docs/codes.md, docs/releases.md.
import { writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

for (const [name, text] of generated()) writeFileSync(new URL(`../${name}`, import.meta.url), text);

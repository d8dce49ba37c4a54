import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SERVED_FAULTS } from '../../src/embedded-bootstrap/faults.ts';
import { FAULTS } from '../../src/embedded-gateway/index.ts';

/** Where the tables of faults lie, and the one that joins them. */
const JOINED = [
  { folder: 'src/embedded-gateway/faults', all: FAULTS },
  { folder: 'src/embedded-bootstrap', all: SERVED_FAULTS },
] as const;

describe.for(JOINED)('the faults of $folder', ({ folder, all }) => {
  test('of two with one name one would be lost: each file brings names of its own', async () => {
    const names: string[] = [];
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const module = (await import(`../../${folder}/${file}`)) as Readonly<Record<string, unknown>>;
      for (const [name, table] of Object.entries(module))
        if (/^[A-Z]+_FAULTS$/.test(name) && table !== all) names.push(...Object.keys(table as object));
    }
    expect(names.sort()).toEqual(Object.keys(all).sort());
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated } from '../scripts/generated.ts';

test.for([...generated().keys()])('%s is what "npm run generate" writes', (name) => {
  const committed = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  expect(committed === generated().get(name), `${name} is out of date: run "npm run generate"`).toBe(true);
});

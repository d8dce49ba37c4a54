import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated } from '../scripts/generated.ts';
import { CODES } from '../src/codes/rows.ts';
import { WRITE_FORMATS } from '../src/exporters/index.ts';
import { checks } from '../src/probe/checks/index.ts';
import { reporterNames } from '../src/report/index.ts';
import { READ_FORMATS } from '../src/schema/document.ts';
import { keyNames } from '../src/schema/index.ts';

test.for([...generated().keys()])('%s is what "npm run generate" writes', (name) => {
  const committed = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  expect(committed === generated().get(name), `${name} is out of date: run "npm run generate"`).toBe(true);
});

/** Every name that users meet, by what it names. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  keys: keyNames,
  codes: Object.keys(CODES),
  checks: checks.map(({ id }) => id),
  read: READ_FORMATS,
  written: WRITE_FORMATS,
  reports: reporterNames,
};

test('CHANGELOG.md names what the last release did not have', () => {
  const file = new URL('../fixtures/released.json', import.meta.url);
  // With a release: RELEASE=1 npx vitest run test/generated.test.ts
  if (process.env.RELEASE === '1') writeFileSync(file, `${JSON.stringify(NAMES, undefined, 2)}\n`);
  const released = JSON.parse(readFileSync(file, 'utf8')) as Partial<typeof NAMES>;
  const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
  const silent = Object.entries(NAMES).flatMap(([kind, names]) =>
    names
      .filter((name) => released[kind]?.includes(name) !== true && !changelog.includes(`\`${name}\``))
      .map((name) => `${kind}: ${name}`),
  );
  expect(silent).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../src');

/** Functions, classes, interfaces and types that a text exports; a type that a table gives speaks for itself. */
function* undocumented(text: string): Generator<string> {
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const name = /^export (?:async )?(?:function\*?|class|interface|type) (\w+)/.exec(line)?.[1];
    if (name === undefined || /^export type \w+ = (?:\(typeof|keyof typeof)/.test(line)) continue;
    if (!(lines[at - 1] ?? '').endsWith('*/')) yield name;
  }
}

test('every exported function and type says what it is', () => {
  const missing = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...undocumented(readFileSync(path.join(SOURCE, name), 'utf8'))].map((one) => `${name}: ${one}`),
    );
  expect(missing).toEqual([]);
});

test('the layout of CONTRIBUTING.md has every folder that is there, and no other', () => {
  const page = readFileSync(path.join(SOURCE, '../CONTRIBUTING.md'), 'utf8');
  const named = [...page.matchAll(/^src\/([\w/-]+)\/ /gm)].map(([, name = '']) => name);
  const folders = readdirSync(SOURCE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const inside = (folder: string): string[] =>
    readdirSync(path.join(SOURCE, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`);
  // What belongs to one command or one importer lies in the folder of its name.
  const all = [
    ...folders,
    ...folders.filter((one) => !['commands', 'importers'].includes(one)).flatMap(inside),
  ];
  expect(named.filter((name) => !name.includes('/', name.indexOf('/') + 1)).sort()).toEqual(all.sort());
});

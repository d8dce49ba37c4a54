import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

describe('promise: no shell is ever given a string', () => {
  test('one file starts programs', () => {
    const starting = files.filter((file) =>
      /child_process/.test(readFileSync(path.join(SOURCE, file), 'utf8')),
    );
    expect(starting.map((file) => file.split(path.sep).join('/'))).toEqual(['gateway/credential.ts']);
  });

  test('it uses spawn with an argument list and without a shell', () => {
    const text = readFileSync(path.join(SOURCE, 'gateway/credential.ts'), 'utf8');
    expect(text).toMatch(/shell: false/);
    expect(text).not.toMatch(/\bexec(?:File|Sync|FileSync)?\s*\(|shell: true/);
  });

  test('nothing evaluates text', () => {
    for (const file of files)
      expect(readFileSync(path.join(SOURCE, file), 'utf8'), file).not.toMatch(
        /\beval\(|new Function\(|node:vm/,
      );
  });
});

import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import {
  hasReference,
  referenceProblem,
  resolveReferences,
  type ReferenceSource,
} from '../../src/schema/references.ts';
import { importerById } from '../../src/importers/index.ts';

const source: ReferenceSource = {
  env: { KEY: 'from-env', NESTED: '${env:KEY}', EMPTY: '' },
  readFile: (file) =>
    Promise.resolve(
      file === '/key'
        ? ok(Buffer.from('from-file\r\n'))
        : file === '/blank'
          ? ok(Buffer.from(' kept \n\n'))
          : fail({ message: 'does not exist' }),
    ),
};

async function resolve(text: string): Promise<{
  readonly value: unknown;
  readonly problems: readonly string[];
  readonly secrets: readonly string[];
}> {
  const read = importerById('json').decode(Buffer.from(JSON.stringify({ k: text })));
  if (!read.ok) throw new Error(read.failure.message);
  const { document, findings, secrets } = await resolveReferences(read.value, source);
  return {
    value: document.entries.get('k')?.value,
    problems: findings.map(({ message }) => message),
    secrets,
  };
}

describe('what a text with references becomes', () => {
  test.each([
    ['plain', 'plain'],
    ['${env:KEY}', 'from-env'],
    ['a ${env:KEY} b ${env:KEY}', 'a from-env b from-env'],
    ['$${env:KEY}', '${env:KEY}'],
    ['a $${x} b', 'a ${x} b'],
    ['$$${env:KEY}', '$${env:KEY}'],
    ['${NAME}', '${NAME}'],
    ['$env:KEY', '$env:KEY'],
    // What a reference names is put in as it is and looked at no more.
    ['${env:NESTED}', '${env:KEY}'],
    // One line break at the end of a file is the editor's; the rest is the secret's.
    ['${file:/key}', 'from-file'],
    ['${file:/blank}', ' kept \n'],
  ])('%s', async (text, value) => {
    expect((await resolve(text)).value).toBe(value);
  });

  test.each([
    ['${env:NOT_SET}', /NOT_SET, which is not set/],
    ['${env:EMPTY}', /EMPTY, which is empty/],
    ['${env:constructor}', /constructor, which is not set/],
    ['${file:/none}', /\/none: does not exist/],
  ])('%s cannot be resolved and stays', async (text, words) => {
    const { value, problems } = await resolve(text);
    expect(value).toBe(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(words);
  });

  test('what was put in is told, to be masked', async () => {
    expect((await resolve('${env:KEY}${file:/key}')).secrets).toEqual(['from-env', 'from-file']);
  });

  test.each([
    ['${env:KEY}', true],
    ['$${env:KEY}', false],
    ['${ENV:KEY}', true],
    ['${KEY}', false],
  ])('hasReference %s: %s', (text, found) => {
    expect(hasReference(text)).toBe(found);
  });
});

test.each<[string, RegExp | undefined]>([
  ['${env:A}${env:B}', undefined],
  ['${env:A', /without its closing brace/],
  ['${env:A${env:B}', /begins inside another/],
  ['${env:A${env:B}}', /begins inside another/],
  ['$${env:A${env:B}', undefined],
  ['${file:/a/${env:B}}', /begins inside another/],
])('what is wrong with %s', (text, words) => {
  const problem = referenceProblem(text);
  if (words === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(words);
});

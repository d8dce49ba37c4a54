import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../src/errors.ts';
import {
  hasReference,
  mapTexts,
  referenceIn,
  referenceParts,
  referenceProblem,
  resolveReferences,
  texts,
  type ReferenceSource,
} from '../../src/schema/references.ts';
import { importerById } from '../../src/importers/index.ts';
import type { Document, Entry } from '../../src/schema/document.ts';

const source: ReferenceSource = {
  env: { KEY: 'from-env', NESTED: '${env:KEY}', EMPTY: '' },
  readFile: (file) =>
    Promise.resolve(
      file === '/key'
        ? ok(Buffer.from('from-file\r\n'))
        : file === '/blank'
          ? ok(Buffer.from(' kept \n\n'))
          : file === '/two'
            ? ok(Buffer.from('two\nlines\n'))
            : file === '/with\nbreak'
              ? ok(Buffer.from('odd'))
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
    ['$${env:NOT_SET} ${', '${env:NOT_SET} ${'],
    ['${x env:KEY} ${}', '${x env:KEY} ${}'],
    ['$${}', '${}'],
    ['$env:KEY', '$env:KEY'],
    // What a reference names is put in as it is and looked at no more.
    ['${env:NESTED}', '${env:KEY}'],
    // One line break at the end of a file is the editor's; the rest is the secret's.
    ['${file:/key}', 'from-file'],
    ['${file:/blank}', ' kept \n'],
    ['${file:/two}', 'two\nlines'],
    ['${file:/with\nbreak}', 'odd'],
  ])('%s', async (text, value) => {
    expect(await resolve(text)).toMatchObject({ value, problems: [] });
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
  ['plain', undefined],
  ['${NAME', undefined],
  ['a} ${env:A', /without its closing brace/],
  ['${env:A} ${file:/b', /without its closing brace/],
  ['$${env:A', undefined],
  ['$${ENV:}', undefined],
  ['${env:}', /^holds a reference whose variable name is not one$/],
  ['${ENV:A}', /variable name is not one/],
  ['${ env : A }', /variable name is not one/],
  ['${env:1A}', /variable name is not one/],
  ['${env:a-b}', /variable name is not one/],
  ['${an env:A-b}', undefined],
  ['${file:}', /^holds a reference to a file that names none$/],
  ['${FILE:/a}', /a file that names none/],
  ['${ file : }', /a file that names none/],
  ['${a file:}', undefined],
  ['${env:A-b}', /^refers to A with a default, which references do not have$/],
  ['${env:A:-b}', /^refers to A with a default/],
  ['${env:A=b}', /A with a default/],
  ['${env:A+b}', /A with a default/],
  ['${env:A?b}', /A with a default/],
  ['${env:A:b}', /^refers to A with something behind the name$/],
  ['${env:A b:-c}', /A with something behind the name/],
  ['${env:A\n}', /A with something behind the name/],
  ['${env:Ab-c}', /variable name is not one/],
])('what is wrong with %s', (text, words) => {
  const problem = referenceProblem(text);
  if (words === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(words);
});

test.each<[string, string | undefined]>([
  ['plain', undefined],
  ['${env:A} ${env:B}', '${env:A}'],
  ['a ${file:/b c} d', '${file:/b c}'],
  ['$${env:A} ${env:B}', '${env:B}'],
  ['${env:A:-secret}', '${env:…}'],
  ['${ENV:secret}', '${env:…}'],
  ['${ File :secret}', '${file:…}'],
  ['${an env:secret}', undefined],
  ['${secret}', undefined],
])('the reference in %s, as a message shows it: %s', (text, shown) => {
  expect(referenceIn(text)).toBe(shown);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['', [''], []],
  ['plain', ['plain'], []],
  ['${env:A}', ['', ''], ['${env:A}']],
  ['a ${env:A}${file:/b} c', ['a ', '', ' c'], ['${env:A}', '${file:/b}']],
  ['$${env:A} ${env:B-c} ${d}', ['$${env:A} ${env:B-c} ${d}'], []],
])('%s taken apart', (text, pattern, references) => {
  expect(referenceParts(text)).toEqual({ pattern, references });
});

const nested = { a: ['x', { b: 'y' }, 7, null], _proto_: 'z', c: true };

test('every text inside a value, with its path', () => {
  expect([...texts(nested)]).toEqual([
    { text: 'x', path: ['a', 0] },
    { text: 'y', path: ['a', 1, 'b'] },
    { text: 'z', path: ['_proto_'] },
  ]);
  expect([...texts('x', ['k'])]).toEqual([{ text: 'x', path: ['k'] }]);
  expect([...texts(['x'], ['k'])]).toEqual([{ text: 'x', path: ['k', 0] }]);
  expect([...texts(null)]).toEqual([]);
});

test('every text replaced, whatever its member is called', () => {
  const paths: unknown[] = [];
  const mapped = mapTexts(
    nested,
    (text, path) => {
      paths.push(path);
      return text.toUpperCase();
    },
    ['k'],
  );
  expect(mapped).toEqual({ a: ['X', { b: 'Y' }, 7, null], _proto_: 'Z', c: true });
  expect(paths).toEqual([
    ['k', 'a', 0],
    ['k', 'a', 1, 'b'],
    ['k', '_proto_'],
  ]);
  const odd = mapTexts(JSON.parse('{"__proto__":"x","toString":"y"}'), () => 'z') as object;
  expect(Object.getOwnPropertyDescriptor(odd, '__proto__')).toEqual({
    value: 'z',
    enumerable: true,
    configurable: true,
    writable: true,
  });
  expect(Object.entries(odd)).toEqual([
    ['__proto__', 'z'],
    ['toString', 'z'],
  ]);
});

describe('references of a document', () => {
  const read = (): Document => {
    const outcome = importerById('json').decode(
      Buffer.from('{"a":{"b":["${file:rel}"]},"c":"${env:NO_SUCH}","d":"$${env:KEY}${env:KEY}"}'),
    );
    if (!outcome.ok) throw new Error(outcome.failure.message);
    return outcome.value;
  };

  test('each stands where it is named, and a file is read once for each file that names it', async () => {
    const asked: unknown[] = [];
    const document = read();
    const entries = new Map<string, Entry>([
      ...document.entries,
      ['e', { key: 'e', value: '${file:rel} ${file:rel}', encoding: 'JSON', file: 'base/other.json' }],
    ]);
    const {
      document: resolved,
      findings,
      secrets,
    } = await resolveReferences(
      { ...document, file: 'own.json', entries },
      {
        env: { KEY: 'k' },
        readFile: (file, limit, from) => {
          asked.push([file, limit, from]);
          return Promise.resolve(ok(Buffer.from(`${from ?? '?'}\n`)));
        },
      },
    );
    expect(Object.fromEntries([...resolved.entries].map(([key, { value }]) => [key, value]))).toEqual({
      a: { b: ['own.json'] },
      c: '${env:NO_SUCH}',
      d: '${env:KEY}k',
      e: 'base/other.json base/other.json',
    });
    expect(resolved).toMatchObject({ format: 'json', file: 'own.json' });
    expect(resolved.entries.get('e')).toMatchObject({ key: 'e', encoding: 'JSON', file: 'base/other.json' });
    expect(asked).toEqual([
      ['rel', 65_536, 'own.json'],
      ['rel', 65_536, 'base/other.json'],
    ]);
    expect(secrets).toEqual(['own.json', 'k', 'base/other.json']);
    expect(findings).toMatchObject([
      {
        code: 'reference-unresolved',
        path: ['c'],
        line: 1,
        message: expect.stringContaining('c refers to the environment variable NO_SUCH') as string,
      },
    ]);
  });

  test.each<[string, Uint8Array | string, RegExp, RegExp]>([
    [
      'not UTF-8',
      new Uint8Array([0xff, 0xfe]),
      /refers to the file rel, which is not UTF-8 text/,
      /text file/,
    ],
    ['empty', '', /refers to the file rel, which is empty/, /Write the value into the file/],
    ['a line break alone', '\r\n', /which is empty/, /Write/],
  ])('a file that is %s', async (_, content, message, fix) => {
    const { findings } = await resolveReferences(read(), {
      env: { KEY: 'k', NO_SUCH: 'x' },
      readFile: () => Promise.resolve(ok(Buffer.from(content))),
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: ['a', 'b', 0],
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(fix) as string,
    });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editJsonc } from '../../src/exporters/jsonc-edit.ts';
import { json } from '../../src/importers/json.ts';
import { applyEdits, type Edit } from '../../src/schema/edit.ts';

const SAMPLE = `{
  // the gateway
  "inferenceProvider": "gateway", // only one
  /* where it is */
  "inferenceGatewayBaseUrl": "https://gateway.example.com",
  // headers
  "inferenceGatewayHeaders": [
    // the team
    "X-Team: red",
    "X-Site: b" // the site
  ] // end of headers
  // end of file
}
`;

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

describe('one edit', () => {
  test.for<[string, string, Edit, string]>([
    [
      'a value',
      lines('{', '  "a": 1, // one', '  "b": 2', '}'),
      { path: ['a'], value: [1] },
      lines('{', '  "a": [', '    1', '  ], // one', '  "b": 2', '}'),
    ],
    [
      'a new name keeps place, value and comments',
      lines('{', '  // one', '  "a": { "x": 1 }, // tail', '  "b": 2', '}'),
      { path: ['a'], rename: 'c' },
      lines('{', '  // one', '  "c": { "x": 1 }, // tail', '  "b": 2', '}'),
    ],
    [
      'of a name that stands twice the last, whose value is read',
      lines('{', '  "a": 1,', '  "b": 2,', '  "a": 3', '}'),
      { path: ['a'], rename: 'c' },
      lines('{', '  "a": 1,', '  "b": 2,', '  "c": 3', '}'),
    ],
    [
      'a new name that is taken',
      lines('{', '  "a": 1,', '  "b": 2', '}'),
      { path: ['a'], rename: 'b' },
      lines('{', '  "b": 1', '}'),
    ],
    [
      'remove the first',
      lines('{', '  // one', '  "a": 1, // tail a', '  // two', '  "b": 2', '}'),
      { path: ['a'], value: undefined },
      lines('{', '  // one', '  // tail a', '  // two', '  "b": 2', '}'),
    ],
    [
      'remove the last',
      lines('{', '  "a": 1, // one', '  // two', '  "b": 2 // tail b', '}'),
      { path: ['b'], value: undefined },
      lines('{', '  "a": 1 // one', '  // two', '  // tail b', '}'),
    ],
    ['remove the only one', lines('{', '  "a": 1', '}'), { path: ['a'], value: undefined }, lines('{', '}')],
    [
      'remove before a comment and a comma',
      '{ "a": 1 /* one */ , "b": 2 }',
      { path: ['a'], value: undefined },
      '{ /* one */  "b": 2 }',
    ],
    ['remove in one line', '{ "a": 1, "b": 2 }', { path: ['b'], value: undefined }, '{ "a": 1 }'],
    ['remove first in one line', '{ "a": 1, "b": 2 }', { path: ['a'], value: undefined }, '{ "b": 2 }'],
    ['remove an item', '{ "a": [1, 2, 3] }', { path: ['a', 1], value: undefined }, '{ "a": [1, 3] }'],
    [
      'add after the comment of the last',
      lines('{', '\t"a": 1 // one', '\t// end', '}'),
      { path: ['b'], value: { c: true } },
      lines('{', '\t"a": 1, // one', '\t"b": {', '\t\t"c": true', '\t}', '\t// end', '}'),
    ],
    [
      'add where commas trail',
      lines('{', '    "a": 1, // one', '}'),
      { path: ['b'], value: 2 },
      lines('{', '    "a": 1, // one', '    "b": 2,', '}'),
    ],
    ['add in one line', '{"a":1}', { path: ['b'], value: { c: [1, 2] } }, '{"a":1, "b": { "c": [ 1, 2 ] }}'],
    ['add to nothing', lines('{}'), { path: ['b'], value: 2 }, lines('{', '  "b": 2', '}')],
    [
      'add beside a lone comment',
      lines('{', '  // nothing yet', '}'),
      { path: ['b'], value: 2 },
      lines('{', '  // nothing yet', '  "b": 2', '}'),
    ],
    [
      'add inside an item',
      lines('{', '  "a": [', '    { "n": 1 }', '  ]', '}'),
      { path: ['a', 0, 'm'], value: 2 },
      lines('{', '  "a": [', '    { "n": 1, "m": 2 }', '  ]', '}'),
    ],
    [
      'add with what holds it',
      lines('{', '  "a": 1', '}'),
      { path: ['b', 'c'], value: 2 },
      lines('{', '  "a": 1,', '  "b": {', '    "c": 2', '  }', '}'),
    ],
    ['an empty text', '', { path: ['a'], value: 1 }, lines('{', '  "a": 1', '}')],
    ['only a comment', '// nothing\n', { path: ['a'], value: 1 }, lines('// nothing', '{', '  "a": 1', '}')],
    [
      'CRLF',
      '{\r\n  "a": 1\r\n}\r\n',
      { path: ['b'], value: [2] },
      '{\r\n  "a": 1,\r\n  "b": [\r\n    2\r\n  ]\r\n}\r\n',
    ],
    ['a byte order mark', '\uFEFF{"a": 1}', { path: ['a'], value: 2 }, '\uFEFF{"a": 2}'],
    ['remove what is not there', '{"a": 1}', { path: ['b', 'c'], value: undefined }, '{"a": 1}'],
    ['rename what is not there', '{"a": 1}', { path: ['b'], rename: 'c' }, '{"a": 1}'],
    ['inside a text', '{"a": "[1]"}', { path: ['a', 0], value: 2 }, '{"a": "[1]"}'],
  ])('%s', ([, text, edit, expected]) => {
    expect(editJsonc(text, [edit])).toBe(expected);
  });
});

test('comments inside a replaced value move above it', () => {
  expect(
    editJsonc(SAMPLE, [
      { path: ['inferenceGatewayHeaders'], rename: 'inferenceCustomHeaders' },
      { path: ['inferenceCustomHeaders'], value: { 'X-Team': 'red', 'X-Site': 'b' } },
    ]),
  ).toBe(`{
  // the gateway
  "inferenceProvider": "gateway", // only one
  /* where it is */
  "inferenceGatewayBaseUrl": "https://gateway.example.com",
  // headers
  // the team
  // the site
  "inferenceCustomHeaders": {
    "X-Team": "red",
    "X-Site": "b"
  } // end of headers
  // end of file
}
`);
});

test('items that go from the end, and all of them', () => {
  const removals = [4, 3, 1].map((at): Edit => ({ path: ['a', at], value: undefined }));
  expect(editJsonc('{"a": [0, 1, 2, 3, 4]}', removals)).toBe('{"a": [0, 2]}');
  expect(editJsonc(lines('{"a": [', '  0,', '  1, // one', '  2,', '  3,', '  4', ']}'), removals)).toBe(
    lines('{"a": [', '  0,', '  // one', '  2', ']}'),
  );
  const all = [4, 3, 2, 1, 0].map((at): Edit => ({ path: ['a', at], value: undefined }));
  expect(editJsonc('{"a": [0, 1, 2, 3, 4]}', all)).toBe('{"a": []}');
});

test('what an edit has moved is found by those after it', () => {
  const edits: Edit[] = [
    { path: ['a', 0], value: undefined },
    { path: ['a', 0, 'x'], value: 2 },
    { path: ['b'], rename: 'c' },
    { path: ['c'], value: 3 },
    { path: ['b'], value: 4 },
  ];
  expect(editJsonc('{"a": [0, {"x": 1}], "b": 1}', edits)).toBe('{"a": [{"x": 2}], "c": 3, "b": 4}');
});

test('edits made together leave what they leave one after the other', () => {
  const text = '{"a": [{"x": 1}, {"x": 2}, 3], "b": {"c": 1, "d": {"e": 2}}, "f": 4}';
  const pool: readonly Edit[] = [
    { path: ['a', 0], value: undefined },
    { path: ['a', 1], value: undefined },
    { path: ['a', 2], value: undefined },
    { path: ['a', 0, 'x'], value: 5 },
    { path: ['a', 1, 'y'], value: 6 },
    { path: ['a', 1], value: [7] },
    { path: ['a'], value: undefined },
    { path: ['a'], rename: 'f' },
    { path: ['b', 'c'], value: undefined },
    { path: ['b', 'c'], rename: 'd' },
    { path: ['b', 'd', 'e'], value: 8 },
    { path: ['b', 'g'], value: 9 },
    { path: ['b'], rename: 'h' },
    { path: ['h', 'c'], value: 10 },
    { path: ['f'], value: undefined },
    { path: ['f'], value: 11 },
    { path: ['f'], rename: 'b' },
    { path: ['i', 'j'], value: 12 },
  ];
  for (const first of pool)
    for (const second of pool)
      for (const third of pool) {
        const edits = [first, second, third];
        const singly = edits.reduce((now, edit) => editJsonc(now, [edit]), text);
        expect(JSON.parse(editJsonc(text, edits)), JSON.stringify(edits)).toEqual(JSON.parse(singly));
      }
});

/** Repeatable numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A value as JSONC with a numbered comment wherever one may stand. */
function jsonc(value: unknown, random: () => number, indent = ''): string {
  let comments = 0;
  const comment = (): string => {
    const pick = random();
    if (pick > 0.5) return '';
    const name = `c${Math.floor(random() * 1e9)}-${comments++}`;
    return pick > 0.25 ? ` // ${name}\n` : ` /* ${name} */ `;
  };
  const write = (item: unknown, at: string): string => {
    if (item === null || typeof item !== 'object') return JSON.stringify(item);
    const isList = Array.isArray(item);
    const members = isList
      ? (item as unknown[]).map((one) => write(one, `${at}  `))
      : Object.entries(item).map(
          ([name, one]) => `${JSON.stringify(name)}:${comment()} ${write(one, `${at}  `)}`,
        );
    const oneLine = random() > 0.7;
    const gap = oneLine ? ' ' : `\n${at}  `;
    const body = members
      .map((member, index) => {
        const comma = index < members.length - 1 || random() > 0.7 ? ',' : '';
        return `${gap}${comment()}${member}${comment()}${comma}${comment()}`;
      })
      .join('');
    return `${isList ? '[' : '{'}${comment()}${body}${oneLine ? ' ' : `\n${at}`}${isList ? ']' : '}'}`;
  };
  return `${comment()}${write(value, indent)}${comment()}`;
}

const settingsOf = (text: string): unknown => {
  const read = json.decode(new TextEncoder().encode(text));
  if (!read.ok) throw new Error('unreadable');
  expect(read.value.findings).toEqual([]);
  return Object.fromEntries([...read.value.entries].map(([key, { value }]) => [key, value]));
};

test('after any edits the values are the wanted ones and no comment outside a removed value is lost', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'e"f');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(1, true, null, 'text', 'with // no comment', '/* nor here */'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 4 })
        .map((pairs) => Object.fromEntries(pairs)),
    ),
  }));
  const object = fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 })
    .map((pairs) => Object.fromEntries(pairs) as Record<string, unknown>);
  const step = fc.record({
    pick: fc.nat(1000),
    what: fc.constantFrom('set', 'add', 'remove', 'rename'),
    key,
    value,
  });
  fc.assert(
    fc.property(object, fc.array(step, { maxLength: 4 }), fc.integer(), (start, steps, seed) => {
      const random = randomFrom(seed);
      const text = jsonc(start, random);
      let current = new Map(Object.entries(start));
      const edits: Edit[] = [];
      let dropped = false;
      for (const { pick, what, key: name, value: wanted } of steps) {
        const paths = containers(Object.fromEntries(current));
        const at = paths[pick % paths.length]!;
        const members = Array.isArray(at.value)
          ? [...at.value.keys()]
          : Object.keys(at.value as Readonly<Record<string, unknown>>);
        const member = members[pick % (members.length || 1)];
        let edit: Edit | undefined;
        if (what === 'add' && !Array.isArray(at.value)) edit = { path: [...at.path, name], value: wanted };
        else if (member === undefined) continue;
        else if (what === 'set') edit = { path: [...at.path, member], value: wanted };
        else if (what === 'remove') edit = { path: [...at.path, member], value: undefined };
        else if (what === 'rename' && typeof member === 'string')
          edit = { path: [...at.path, member], rename: name };
        if (edit === undefined) continue;
        // What is removed, or replaced by another name, takes its comments along.
        dropped ||= 'rename' in edit ? members.includes(edit.rename as never) : edit.value === undefined;
        edits.push(edit);
        current = applyEdits(current, [edit]);
      }
      const after = editJsonc(text, edits);
      expect(settingsOf(after)).toEqual(Object.fromEntries(current));
      if (!dropped) for (const [comment] of text.matchAll(/c\d+-\d+/g)) expect(after).toContain(comment);
    }),
    { numRuns: 400 },
  );
});

function containers(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; value: unknown }[] {
  if (value === null || typeof value !== 'object') return [];
  return [
    { path, value },
    ...(Array.isArray(value)
      ? [...value.entries()].flatMap(([index, item]) => containers(item, [...path, index]))
      : Object.entries(value).flatMap(([name, item]) => containers(item, [...path, name]))),
  ];
}

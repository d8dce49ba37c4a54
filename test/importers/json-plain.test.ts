import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document, Path } from '../../src/schema/document.ts';
import { bytes, codes, read } from './containers.ts';

/* Strict JSON takes a way of its own. A comment at the end keeps a text off it and moves nothing. */

const name = fc.oneof(
  fc.constantFrom(
    'a',
    '__proto__',
    'constructor',
    '1',
    '01',
    '-1',
    '',
    'a:b',
    '"',
    '\\',
    '{[',
    '//',
    '/*',
    'é\u2028',
  ),
  fc.string({ maxLength: 5 }),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, -0.5, 1e21, 0, '', '}', ':', '\u0000', '\uD800', 'x\\'),
    fc.string({ maxLength: 6 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map(Object.fromEntries),
  ),
})).value;
const members = fc.array(fc.tuple(name, value), { maxLength: 6 });
const space = fc.constantFrom('', ' ', '\n', '\t', '\r\n  ');

/** Members as they come, so that a name may stand twice. */
const text = fc
  .tuple(members, space, space)
  .map(
    ([all, before, after]) =>
      `${before}{${after}${all
        .map(
          ([key, one]) =>
            `${JSON.stringify(key)}${before}:${after}${JSON.stringify(one, null, after.trim() === '' ? after.length : 0)}`,
        )
        .join(`${before},${after}`)}${before}}${after}`,
  );

function placesIn(document: Document): Path[] {
  const paths: Path[] = [];
  const visit = (one: unknown, path: Path): void => {
    paths.push(path, [...path, 'nobody'], [...path, 7]);
    if (one !== null && typeof one === 'object')
      for (const [step, inside] of Object.entries(one))
        visit(inside, [...path, Array.isArray(one) ? Number(step) : step]);
  };
  for (const [key, entry] of document.entries) visit(entry.value, [key]);
  return [['nobody'], [], ...paths];
}

describe('strict JSON', () => {
  test('is read as JSON with comments is: same settings, same order, same findings, same places', () => {
    let plain = 0;
    fc.assert(
      fc.property(text, (source) => {
        const one = read(bytes(source));
        const other = read(bytes(`${source}//`));
        expect([...one.entries].map(([key, entry]) => [key, entry.value, entry.encoding])).toEqual(
          [...other.entries].map(([key, entry]) => [key, entry.value, entry.encoding]),
        );
        expect([one.findings, one.variant, one.inert, one.ignores]).toEqual([
          other.findings,
          other.variant,
          other.inert,
          other.ignores,
        ]);
        for (const path of placesIn(other))
          expect(one.locate(path), path.join('.')).toEqual(other.locate(path));
        // Only the other way knows where names stand.
        if (one.entries.size > 0 && [...one.entries.values()].every(({ position }) => position === undefined))
          plain++;
      }),
      { numRuns: 1000 },
    );
    expect(plain).toBeGreaterThan(200);
  });

  test('a name that is escaped is not taken for one that was met before', () => {
    const name = ['\\', '"', '\n', '\\"', 'a\\', 'a"', 'a\\b', 'a\b'];
    for (const before of name)
      for (const after of name) {
        read(bytes(JSON.stringify({ z: {}, [before]: null, a: '' })));
        const document = read(bytes(JSON.stringify({ z: {}, [after]: null, a: '' })));
        expect([...document.entries.keys()], JSON.stringify([before, after])).toEqual(['z', after, 'a']);
      }
  });

  test.each([
    ['{"a":1,"a":2}', ['duplicate-key']],
    ['{"b":{"a":1,"a":1}}', ['duplicate-key']],
    ['{"b":[{"a":1},{"a":1}]}', []],
    ['{"a":"x:y","b:":":"}', []],
    ['[{"a":1}]', ['wrong-shape']],
  ])('%s', (source, found) => {
    expect(codes(read(bytes(source)))).toEqual(found);
  });
});

import { describe, expect, test } from 'vitest';
import { editJsonc } from '../../src/exporters/jsonc-edit.ts';
import { applyEdits, textEdits, type Edit } from '../../src/schema/edit.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';
import { runCli } from '../support/io.ts';

/* What may be many costs in proportion: whole commands, and what they stand on. `npm run bench:growth` measures more of it. */

const list = <T>(n: number, item: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => item(at));
interface Shape {
  readonly n: number;
  readonly args: readonly string[];
  readonly content: (n: number) => string;
}

/** Keys that this version does not know, with texts that nothing is known of. */
const unknown = (n: number): string =>
  JSON.stringify({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
    inferenceGatewayApiKey: 'placeholder',
    ...Object.fromEntries(list(n, (i) => [`unknownKey${i}`, `value ${i}`])),
  });

const SHAPES: Readonly<Record<string, Shape>> = {
  'line breaks before anything': {
    n: 20_000,
    args: ['validate', 'in'],
    content: (n) => `${'\n'.repeat(n)}x`,
  },
  'keys that are exported': { n: 4000, args: ['export', '--format', 'reg', 'in'], content: unknown },
  'keys that are migrated': { n: 4000, args: ['migrate', 'in'], content: unknown },
  'keys that are fixed': { n: 4000, args: ['validate', '--fix', 'in'], content: unknown },
  'keys that are explained': { n: 4000, args: ['explain', '--effective', 'in'], content: unknown },
  'keys that are compared': { n: 4000, args: ['diff', 'in', 'small'], content: unknown },
  'keys of which hosts are listed': { n: 4000, args: ['egress', 'in'], content: unknown },
};

describe('promise: no input makes the tool hang: cost grows with what is given', () => {
  test.for(Object.entries(SHAPES))('%s', { timeout: 60_000 }, async ([, { n, args, content }]) => {
    const exponent = await exponentOf(n, content, (text) =>
      runCli(args, { files: { in: text, small: '{}' } }),
    );
    expect(exponent).toBeLessThan(NOT_QUADRATIC);
  });

  test.each<[string, (i: number) => Edit]>([
    ['values', (i) => ({ path: ['list', i, 'name'], value: 'x' })],
    ['members that go', (i) => ({ path: ['list', i, 'name'], value: undefined })],
    ['members that come', (i) => ({ path: ['list', i, 'new'], value: 1 })],
    ['new names', (i) => ({ path: ['list', i, 'name'], rename: 'title' })],
    ['new members of one object', (i) => ({ path: ['object', `n${i}`], value: 1 })],
  ])('edits of a text: %s', { timeout: 60_000 }, async (_, edit) => {
    const text = (n: number): string => JSON.stringify({ list: list(n, (i) => ({ name: i })), object: {} });
    const exponent = await exponentOf(
      1000,
      (n) => [text(n), list(n, edit)] as const,
      ([before, edits]) => editJsonc(before, edits),
    );
    expect(exponent).toBeLessThan(NOT_QUADRATIC);
  });

  test('edits of settings', { timeout: 60_000 }, async () => {
    const settings = (n: number): Map<string, unknown> =>
      new Map([['list', list(n, (name) => ({ name, more: { a: 1 } }))]]);
    const edits = (n: number) => list(n, (i) => ({ path: ['list', i, 'more', 'a'], value: 2 }));
    for (const work of [
      applyEdits,
      (all: Map<string, unknown>, some: ReturnType<typeof edits>) => textEdits(all, undefined, some),
    ])
      expect(
        await exponentOf(
          10_000,
          (n) => [settings(n), edits(n)] as const,
          ([all, some]) => work(all, some),
        ),
      ).toBeLessThan(NOT_QUADRATIC);
  });
});

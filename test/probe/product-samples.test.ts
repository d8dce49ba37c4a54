import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { knownAnswer, PRODUCTS, productsIn, type SeenAnswer } from '../../src/probe/products/index.ts';

/*
 * The patterns of the products, each alternative of each with a text that it takes, and the nearest that it does not:
 * what a pattern loses or takes in addition shows here, a line of the fixture each. `not`: the product is not seen.
 * `topic`: what the answer is known to mean, null where nothing is known of it.
 */

interface Row extends Partial<SeenAnswer> {
  readonly product: string;
  readonly not?: true;
  readonly topic?: string | null;
  readonly version?: string;
}

const ROWS = readFileSync(new URL('../../fixtures/products/samples.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** What of a row is not as it says. */
function wrongIn({ product: id, not, topic, version, ...given }: Row): string | undefined {
  const answer: SeenAnswer = { status: 200, headers: {}, text: '', ...given };
  const seen = productsIn(answer).find(({ product }) => product.id === id);
  if ((seen === undefined) !== (not === true)) return seen === undefined ? 'not seen' : 'seen';
  if (version !== undefined && seen?.version !== version) return `version ${seen?.version ?? 'none'}`;
  if (topic === undefined) return undefined;
  const known = knownAnswer(answer);
  const told = known?.product.id === id ? known.topic : null;
  return told === topic ? undefined : `topic ${told ?? 'none'}`;
}

test('every pattern takes what it is for, and nothing beside it', () => {
  const wrong = ROWS.flatMap((row) => {
    const what = wrongIn(row);
    return what === undefined ? [] : [`${what}: ${JSON.stringify(row)}`];
  });
  expect(wrong).toEqual([]);
});

test('every product has rows, and every meaning that is known', () => {
  const seen = new Set(ROWS.filter(({ not }) => not !== true).map(({ product }) => product));
  expect(PRODUCTS.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  const meanings = PRODUCTS.flatMap(({ id, known = [] }) => known.map(({ topic }) => `${id} ${topic}`));
  const told = new Set(ROWS.map(({ product, topic }) => `${product} ${topic ?? ''}`));
  expect(meanings.filter((meaning) => !told.has(meaning))).toEqual([]);
});

/** The order in which several products are named: what is closest to the model first. */
test('an answer that shows everything names gateways first and what is in front last', () => {
  const kinds = productsIn({
    status: 200,
    text: '',
    headers: {
      'x-litellm-version': '1.2.3',
      'x-kong-request-id': 'a',
      'x-iinfo': 'a',
      via: 'envoy',
      server: 'nginx',
      'x-amz-cf-id': 'a',
    },
  }).map(({ product }) => product.kind);
  expect(kinds).toEqual(
    ['llm-gateway', 'api-gateway', 'firewall', 'proxy', 'web-server', 'cdn'].filter((kind) =>
      kinds.includes(kind as never),
    ),
  );
  expect(new Set(kinds).size).toBeGreaterThan(3);
});

/** All that a report or `init` says of a product, under its name. */
function advice(): string {
  return PRODUCTS.map(({ name, kind, known = [], remedies = {}, setup = {} }) => {
    const lines = [
      ...known.flatMap(({ topic, cause, remedy }) => [`${topic}? ${cause}`, `  ${remedy}`]),
      ...Object.entries(remedies).map(([topic, remedy]) => `${topic}: ${remedy}`),
      ...(setup.schemes === undefined ? [] : [`takes ${setup.schemes.join(', ')}`]),
      ...(setup.headers ?? []).map(({ name: header, value = '…', why }) => `${header}: ${value} (${why})`),
      ...(setup.models === undefined ? [] : [`models are ${setup.models}`]),
      ...(setup.note === undefined ? [] : [setup.note]),
    ];
    return `${name} (${kind})\n${lines.map((line) => `  ${line}\n`).join('')}`;
  }).join('\n');
}

// With UPDATE_FIXTURES=1 it is written anew: read the difference as who runs that product before you keep it.
test('what is said of each product, word by word', () => {
  const file = new URL('../../fixtures/products/advice.txt', import.meta.url);
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(file, advice());
  expect(advice()).toBe(readFileSync(file, 'utf8'));
});

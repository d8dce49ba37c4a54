import { expect, test } from 'vitest';
import { jwtLifetime } from '../../src/schema/jwt.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = encoded({ alg: 'none' });
const token = (claims: unknown): string => `${HEADER}.${encoded(claims)}.signature`;

test.each<[string, unknown, unknown]>([
  ['its end', { exp: 1000 }, { endsMs: 1_000_000 }],
  ['its end and its issue', { iat: 400, exp: 1000 }, { endsMs: 1_000_000, lastsMs: 600_000 }],
  ['its end and its beginning', { nbf: 300, exp: 1000 }, { endsMs: 1_000_000, lastsMs: 700_000 }],
  ['issue before beginning', { iat: 400, nbf: 300, exp: 1000 }, { endsMs: 1_000_000, lastsMs: 600_000 }],
  ['issued at its end', { iat: 1000, exp: 1000 }, { endsMs: 1_000_000 }],
  ['issued behind its end', { iat: 2000, exp: 1000 }, { endsMs: 1_000_000 }],
  ['issued at no time', { iat: 'now', exp: 1000 }, { endsMs: 1_000_000 }],
  ['the first second', { exp: 1 }, { endsMs: 1000 }],
  ['no end', { iat: 400 }, undefined],
  ['an end that is no number', { exp: '1000' }, undefined],
  ['an end before all times', { exp: 0 }, undefined],
  ['an end behind all times', { exp: 8.64e12 }, undefined],
  ['letters of the other alphabet', { exp: 1000, a: '>>>???>>>???' }, { endsMs: 1_000_000 }],
])('%s', (_, claims, lifetime) => {
  expect(jwtLifetime(token(claims))).toEqual(lifetime);
});

test.each<[string, string, boolean]>([
  ['three parts', token({ exp: 1000 }), true],
  ['no signature', `${HEADER}.${encoded({ exp: 1000 })}.`, true],
  ['two parts', `${HEADER}.${encoded({ exp: 1000 })}`, false],
  ['four parts', `${token({ exp: 1000 })}.more`, false],
  ['a word before it', `Bearer ${token({ exp: 1000 })}`, false],
  ['no JSON', `${HEADER}.eyJhIjoxfQ1.signature`, false],
  [
    'as long as one may be',
    `${token({ exp: 1000 })}${'x'.repeat(16_384 - token({ exp: 1000 }).length)}`,
    true,
  ],
  ['longer', `${token({ exp: 1000 })}${'x'.repeat(16_385 - token({ exp: 1000 }).length)}`, false],
])('%s is a token: %s', (_, text, isOne) => {
  expect(jwtLifetime(text) !== undefined).toBe(isOne);
});

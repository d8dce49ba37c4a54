import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concealable, redact, redactor } from '../../src/text/redact.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

const KEY = 'sk-ant-Zq8/w+7 Lm"é9rT4xY';

describe('forms of a secret', () => {
  test.each([
    ['itself', KEY],
    ['JSON', JSON.stringify(KEY).slice(1, -1)],
    ['URL-encoded', encodeURIComponent(KEY)],
    ['URL-encoded, lower case', encodeURIComponent(KEY).replace(/%../g, (escape) => escape.toLowerCase())],
    ['form-encoded', encodeURIComponent(KEY).replaceAll('%20', '+')],
    ['base64', Buffer.from(KEY).toString('base64')],
    ['base64url', Buffer.from(KEY).toString('base64url')],
    ['base64 of user:secret', Buffer.from(`u:${KEY}`).toString('base64')],
    ['base64 of ab:secret', Buffer.from(`ab:${KEY}`).toString('base64')],
    ['base64 of abc:secret', Buffer.from(`abc:${KEY}`).toString('base64')],
    ['hexadecimal', Buffer.from(KEY).toString('hex')],
    ['hexadecimal, upper case', Buffer.from(KEY).toString('hex').toUpperCase()],
    ['characters between that nobody sees', KEY.replace(/.{5}/g, '$&\u00AD\u200B')],
  ])('%s', (_name, form) => {
    const clean = redact(`before ${form} after`, [KEY]);
    expect(clean).toMatch(/^before .*••••.* after$/);
    for (let at = 0; at + 8 <= form.length; at++) expect(clean).not.toContain(form.slice(at, at + 8));
  });

  test('base64url of a secret whose base64 has each of its signs', () => {
    const secret = '>>>???~~~>>>???';
    for (const coding of ['base64', 'base64url'] as const)
      expect(redact(`x ${Buffer.from(secret).toString(coding)} y`, [secret])).toBe('x •••• y');
  });

  test('a piece of eight characters goes, one of seven stays', () => {
    const secret = 'abcdefghijklmnop';
    expect(redact('x=defghijk;', [secret])).toBe('x=••••;');
    expect(redact('x=defghij;', [secret])).toBe('x=defghij;');
  });

  test('characters that nobody sees stay where they hide no secret, and in one', () => {
    expect(redact('caf\u00ADe ✔\uFE0F', ['abcdefgh'])).toBe('caf\u00ADe ✔\uFE0F');
    expect(redact('x=abcd\u200Befgh;', ['abcd\u200Befgh'])).toBe('x=••••;');
    expect(redact('x=abcdefgh;', ['abcd\u200Befgh'])).toBe('x=••••;');
  });

  test('neighbours become one mask', () => {
    expect(redact('abcdefghabcdefghij', ['abcdefghij'])).toBe('••••');
  });

  test('short secrets', () => {
    expect(redact('the key abc is not in abcd', ['abc'])).toBe('the key •••• is not in abcd');
    expect(redact('xhunterx', ['hunter'])).toBe('x••••x');
    expect(redact('a+b', ['a+b'])).toBe('••••');
  });

  test('several secrets, blank ones ignored', () => {
    expect(redact('one: first-secret, two: second-secret', ['first-secret', '', '  ', 'second-secret'])).toBe(
      'one: ••••, two: ••••',
    );
    expect(redact('nothing', ['', ' '])).toBe('nothing');
  });
});

describe('for any secret and any text', () => {
  const secret = fc
    .string({ unit: 'grapheme', minLength: 8, maxLength: 60 })
    .map((text) => text.trim())
    .filter((text) => text.length >= 8);

  test('no piece of eight characters is left', () => {
    fc.assert(
      fc.property(
        secret,
        fc.string({ maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        (hidden, before, after) => {
          const clean = redact(before + hidden + after, [hidden]);
          for (const part of clean.split('••••')) {
            for (let at = 0; at + 8 <= hidden.length; at++)
              expect(part).not.toContain(hidden.slice(at, at + 8));
          }
        },
      ),
    );
  });

  test('text that holds nothing of it stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(redact(text, ['\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009x'])).toBe(text);
      }),
    );
  });

  test('it is the identity where there is no secret, and pure', () => {
    const clean = redactor(['super-secret-value']);
    expect(clean('a super-secret-value')).toBe(clean('a super-secret-value'));
    expect(redactor([])('x')).toBe('x');
  });
});

describe('pieces of the path of an address that is a secret', () => {
  test.each([
    ['abcdefghijk', false],
    ['abcdefghijkl', true],
    ['a1bcdef2', true],
  ])('%s alone is masked: %s', (piece, masked) => {
    expect(redact(`it says ${piece}.`, [`https://gw.example.com/${piece}/v1`]).includes(piece)).toBe(!masked);
  });
});

test('a large text and a large secret take linear time', { timeout: 60_000 }, async () => {
  const secretOf = (n: number): string =>
    Array.from({ length: n }, (_, at) => String.fromCharCode(33 + ((at * 7919) % 90))).join('');
  const exponent = await exponentOf(
    10_000,
    (n) => ({ secret: secretOf(n), text: 'y '.repeat(12 * n) + secretOf(n).slice(0, 100) }),
    ({ secret, text }) => {
      expect(redact(text, [secret]).endsWith('••••')).toBe(true);
    },
  );
  expect(exponent).toBeLessThan(NOT_QUADRATIC);
});

describe('what is masked in our own words', () => {
  test.each([
    ['sk-live-0123456789abcdef', true],
    ['https://user:pw@gw.example.com', true],
    ['https://gw.example.com/?key=1', true],
    ['https://gw.example.com/claude', false],
    ['message', false],
    ['anthropic', false],
    ['hunter2', true],
  ])('%s: %s', (secret, masked) => {
    expect(concealable([secret])).toEqual(masked ? [secret] : []);
  });
});

test('a short secret as a form carries it, its blank a plus sign', () => {
  expect(redactor(['two words'])('token=two+words&x=1')).toBe('token=••••&x=1');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concealable, redact, redactor, secretParts } from '../../src/text/redact.ts';
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

describe('an address that is a secret', () => {
  const clean = (address: string, text: string): string => redact(text, [address]);
  test.each([
    ['its host', 'https://gw.example.com/v1', 'no answer of gw.example.com here', 'no answer of •••• here'],
    ['its host with the port', 'https://gw.example.com:8443', 'at gw.example.com:8443/x', 'at ••••/x'],
    ['without its scheme', 'https://gw.example.com/v1/', 'gw.example.com/v1 fails', '•••• fails'],
    ['this machine is no secret', 'http://127.0.0.1:4000/v1', 'ask 127.0.0.1:4000', 'ask 127.0.0.1:4000'],
    ['nor its name', 'http://localhost:4000', 'ask localhost', 'ask localhost'],
    ['its user name', 'https://user-1:pw-12@a.example', 'user-1 is not known', '•••• is not known'],
    ['its password as it was meant', 'https://u:p%40ss@a.example', 'p@ss is wrong', '•••• is wrong'],
    ['its password with a bad escape', 'https://u:p%ZZs@a.example', 'p%ZZs is wrong', '•••• is wrong'],
    ['a value of its query', 'https://a.example/?key=hunter2', 'key hunter2', 'key ••••'],
    ['a long name in its query', 'https://a.example/?abcdefghijkl', 'abcdefghijkl', '••••'],
    ['a short one is a word', 'https://a.example/?version=', 'version', 'version'],
    ['its fragment', 'https://a.example/#hunter2', 'hunter2', '••••'],
    [
      'words of its path are everybody’s',
      'https://a.example/models/claude',
      'models claude',
      'models claude',
    ],
  ])('%s', (_what, address, text, shown) => {
    expect(clean(address, text)).toBe(shown);
  });
});

test.each<[string, string, readonly string[]]>([
  ['a key', ' sk-1 \n', ['sk-1']],
  ['a key behind its scheme', 'Bearer sk-1', ['sk-1']],
  ['in other letters', 'basic  dXNlcjpwdw==', ['dXNlcjpwdw==']],
  ['behind another word', 'token sk-1', ['sk-1']],
  ['a word that begins like one', 'bearers sk-1', ['bearers sk-1']],
  ['a scheme alone', 'Bearer', ['Bearer']],
  // Words and numbers are those of every report.
  [
    'texts of six characters inside JSON',
    '{"k":"secret","n":12345678,"w":"words","l":["second"]}',
    ['secret', 'second'],
  ],
  ['what only begins like JSON', '[secret', ['[secret']],
])('what is masked of a value that came in: %s', (_what, value, parts) => {
  expect(secretParts(value)).toEqual(parts);
});

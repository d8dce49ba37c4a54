import { describe, expect, test } from 'vitest';
import {
  proseWithoutCredentials,
  shownName,
  withoutCredentials,
  withoutKnownCredentials,
} from '../../src/text/credentials.ts';
import { isMask, MASK, maskSecret } from '../../src/text/mask.ts';

/* What is left of a text when everything is masked that may be a secret; `*` stands for the mask. */
const starred = (text: string): string => text.replaceAll(MASK, '*');

test('the mask is four dots', () => {
  expect(MASK).toBe('\u2022\u2022\u2022\u2022');
});

test.each([
  ['', '*'],
  ['short', '*'],
  ['abcdefghijklmno', '*'],
  ['abcdefghijklmnop', '*mnop'],
  ['abcdefghijklmnopqrstuvwxyz', '*wxyz'],
  ['abcdefghijklmno\u001Bp', '*no'],
])('a secret %j is shown as %s', (secret, shown) => {
  expect(starred(maskSecret(secret))).toBe(shown);
});

test.each([
  ['*', true],
  ['*wxyz', true],
  ['*vwxyz', false],
  ['x*', false],
  ['', false],
])('%s is a mask: %s', (text, is) => {
  expect(isMask(text.replace('*', MASK))).toBe(is);
});

describe('a run of letters and digits that may be a key', () => {
  test.each([
    ['a4f9k2m7p1q8s3t6', '*'],
    ['see a4f9k2m7p1q8s3t6.', 'see *.'],
    ['a4f9k2m7p1q8s3t6==', '*'],
    ['a4f9k2m7p1q8s3t', 'a4f9k2m7p1q8s3t'],
    ['team-a4f9k2m7p1q8s3t6', '*'],
    ['team_a4f9k2m7p1q8s3t6-x', '*'],
    ['a4f9k2m7-p1q8s3t6', 'a4f9k2m7-p1q8s3t6'],
    ['abcdefghijklmnopqrst', 'abcdefghijklmnopqrst'],
    ['abcdefghijklmnopqrs1', 'abcdefghijklmnopqrs1'],
    ['abcdefghijklmnopqr12', '*'],
    ['1234567890123456', '1234567890123456'],
    ['1234567890123abc', '1234567890123abc'],
    ['123456789012abcd', '*'],
    ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['3F2504E0-4F89-41D3-9A0C-0305E82C3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
    ['3f2504e04f8941d39a0c0305e82c3301', '*'],
    ['3f2504e04f8941d39a0c0305e82c3301-3f2504e0-4f89-41d3-9a0c-0305e82c3301', '*'],
    ['a+b4f9k2m7p1q8s3t6', '*'],
    ['+b4f9k2m7p1q8s3t', '*'],
    ['1abcdefghijklmn-12abcd', '1abcdefghijklmn-12abcd'],
    ['12345678901234567890', '12345678901234567890'],
    ['123456789012345678abc', '123456789012345678abc'],
    ['abcdefgh-ijklmnopqrst-1234', 'abcdefgh-ijklmnopqrst-1234'],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
    ['us.anthropic.claude-opus-4-1-20250805-v1:0', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
  ])('%s: %s', (text, shown) => {
    expect(starred(withoutCredentials(text))).toBe(shown);
  });
});

test.each([
  ['not-sk-abcdefgh', 'not-sk-abcdefgh'],
  ['a sk-abcdefgh, b', 'a *, b'],
  ['Bearer a1b2c3d4', 'Bearer *'],
  ['bearer a1b2c3d4', 'bearer *'],
  ['Basic dXNlcjpwYXNz0', 'Basic *'],
  ['Bearer  1a2b3c4d', 'Bearer *'],
  ['Bearer a1b2c3d', 'Bearer a1b2c3d'],
  ['Bearer tokens are sent', 'Bearer tokens are sent'],
  ['Bearer abcdefghijklmnop', 'Bearer *'],
  ['Bearer abcdefghijklmno', 'Bearer abcdefghijklmno'],
  ['a "Bearer a1b2c3d4"', 'a "Bearer *"'],
  ['xBearer a1b2c3d4', 'xBearer a1b2c3d4'],
  ['a4f9k2m7p1q8s3t6', 'a4f9k2m7p1q8s3t6'],
])('in any message: %s: %s', (text, shown) => {
  expect(starred(withoutKnownCredentials(text))).toBe(shown);
});

test.each([
  ['api_key=abc', 'api_key=*'],
  ['API-KEY: abc', 'API-KEY: *'],
  ['apikey = "abc"', 'apikey = "abc"'],
  ['{"token":"abc"}', '{"token":"abc"}'],
  ["token=abc'x", "token=*'x"],
  ['token=abc, and more', 'token=*, and more'],
  ['my_secret=abc', 'my_secret=*'],
  ['passwd: abc', 'passwd: *'],
  ['password=abc;x', 'password=*;x'],
  ['credential=abc&x', 'credential=*&x'],
  ['Authorization: Bearer abc', 'Authorization: *'],
  ['authorization: Basic abc', 'authorization: *'],
  ['signature=abc', 'signature=*'],
  ['sig=abc', 'sig=*'],
  ['design=abc', 'design=abc'],
  ['Bearer abcd', 'Bearer *'],
  ['Basic abcd', 'Basic *'],
  ['Bearer abc', 'Bearer abc'],
  ['Bearer  abcd', 'Bearer  *'],
  ['https://user:pw@host/', 'https://*@host/'],
  ['https://@host/', 'https://*@host/'],
  ['mail@host', 'mail@host'],
  ['//a/b@c', '//a/b@c'],
  ['plain words', 'plain words'],
])('in prose: %s: %s', (text, shown) => {
  expect(starred(proseWithoutCredentials(text))).toBe(shown);
});

test.each([
  ['', ''],
  ['inferenceModels', 'inferenceModels'],
  ['a'.repeat(100), 'a'.repeat(100)],
  ['a'.repeat(101), '*'],
  ['a', 'a'],
  ['+', '+'],
  ['a"b\u200B', '*'],
  ['X-Team', 'X-Team'],
  ['a b.c/d*e@f+g(h)[i]$', 'a b.c/d*e@f+g(h)[i]$'],
  ['Größe', 'Größe'],
  ['localhost:4000', 'localhost:4000'],
  ['localhost:40000', '*'],
  ['Bash(git:status.*)', 'Bash(git:status.*)'],
  ['Bash(git:status *)', '*'],
  ['Bash(GIT:status)', '*'],
  ['X-Api-Key: abc', '*'],
  ['https://host/?key=abc', '*'],
  ['a"b', '*'],
  ['Bash\u200B', 'Bash'],
  ['a\u200B: b', '*'],
  ['sk-abcdefghi', '*'],
  ['a4f9k2m7p1q8s3t6', '*'],
  ['a4f9k2m7p1q8s3t6\u200B', '*'],
])('as a name: %j: %j', (name, shown) => {
  expect(starred(shownName(name))).toBe(shown);
});

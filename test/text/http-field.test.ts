import { expect, test } from 'vitest';
import { fieldProblem, isFieldName } from '../../src/text/http-field.ts';

/* RFC 9110: one rule for what validate accepts and for what the client sends. */

test.each<[string, string, string | undefined]>([
  ['X-Team', 'platform', undefined],
  ['x', '', undefined],
  ["!#$%&'*+-.^_`|~9a", 'a\tb', undefined],
  ['X-Team', ' platform ', undefined],
  ['X-Team', 'Zoë', undefined],
  ['', 'x', 'has an empty name'],
  ['X Team', 'x', 'is not an HTTP field name'],
  ['X:', 'x', 'is not an HTTP field name'],
  ['Überschrift', 'x', 'is not an HTTP field name'],
  ['x'.repeat(257), 'x', 'is not an HTTP field name'],
  ['Host', 'x', 'is computed by the client and cannot be set'],
  ['proxy-authorization', 'x', 'is computed by the client and cannot be set'],
  ['PROXY-CONNECTION', 'x', 'is computed by the client and cannot be set'],
  ['Content-Length', '1', 'is computed by the client and cannot be set'],
  ['Connection', 'x', 'is computed by the client and cannot be set'],
  ['Expect', 'x', 'is computed by the client and cannot be set'],
  ['Keep-Alive', 'x', 'is computed by the client and cannot be set'],
  ['TE', 'x', 'is computed by the client and cannot be set'],
  ['Trailer', 'x', 'is computed by the client and cannot be set'],
  ['Transfer-Encoding', 'x', 'is computed by the client and cannot be set'],
  ['Upgrade', 'x', 'is computed by the client and cannot be set'],
  ['X-Team', 'a\r\nb', 'has a value with a line break'],
  ['X-Team', 'a\u0000', 'has a value with a control character'],
  ['X-Team', 'a\u007F', 'has a value with a control character'],
  ['X-Team', '鍵', 'has a value with a character beyond Latin-1'],
])('%j: %j', (name, value, problem) => {
  expect(fieldProblem(name, value)).toBe(problem);
});

test('a name of 256 characters is still one', () => {
  expect(isFieldName('x'.repeat(256))).toBe(true);
});

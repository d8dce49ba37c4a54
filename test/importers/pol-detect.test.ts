import { expect, test } from 'vitest';
import { pol } from '../../src/importers/pol.ts';

const long = (...start: readonly number[]): Uint8Array =>
  Uint8Array.from([...start, ...Array<number>(40).fill(0x41)]);

test.for([
  ['the signature', long(0x50, 0x52, 0x65, 0x67), true],
  ['an entry without the header: [ and a letter in UTF-16', long(0x5b, 0, 0x53, 0), true],
  ['[ and no NUL behind it', long(0x5b, 0x41, 0x53, 0), false],
  ['[ in UTF-16, then a letter that is none', long(0x5b, 0, 0x53, 0x53), false],
  ['too short for an entry', Uint8Array.from([0x5b, 0, 0x53, 0]), false],
] as const)('a policy file by its beginning: %s', ([, bytes, found]) => {
  expect(pol.matches(bytes)).toBe(found);
});

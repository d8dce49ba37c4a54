import fc from 'fast-check';
import { hasForbiddenCharacter } from '../../src/text/printable.ts';

/* Settings with names that can be written and values that want to break out of every container. */

const FRAGMENTS = [
  '"', "'", '\\', '\\\\', '\\"', '\\n', '\\0', '<', '>', '&', '&amp;', '&#10;', ']]>', '<![CDATA[', '</string>', '<!--', '\n', '\r\n', '\r', '\t',
  ' ', '\u00A0', '\u0085', '\u2028', '\u2029', '\uFEFF', '\u200D', '\u202E', '\u007F', '\u009F', '日本語', '한국어', '👩‍💻', '🚀', 'שלום', 'e\u0301', '\uFDD0',
  '%USERPROFILE%', '${HOME}', '$(id)', '`id`', '{{serialnumber}}', ';', '#', '=-', '@=', 'hex(1):', 'dword:00000001', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil]',
  '"\r\n[HKEY_CURRENT_USER\\SOFTWARE\\Evil]\r\n"pwn"="1', '</string><key>pwn</key><string>1', '__proto__', 'PayloadContent', 'true', 'null', '0', '-', '{"a":1}', '[]',
]; // prettier-ignore

const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...FRAGMENTS) },
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => !hasForbiddenCharacter(text));

const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,20}$/).filter((name) => !name.startsWith('Payload'));

const structure = fc.oneof(
  fc.array(fc.oneof(hostileText, fc.integer(), fc.boolean())),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.boolean(), fc.constant(null))),
);

/** Names differ in more than case, as a registry must tell them apart. */
export const hostileSettings: fc.Arbitrary<Map<string, unknown>> = fc
  .uniqueArray(
    fc.tuple(
      key,
      fc.oneof(
        { weight: 4, arbitrary: hostileText },
        fc.boolean(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        structure,
      ),
    ),
    { selector: ([name]) => name.toLowerCase(), maxLength: 12 },
  )
  .map((entries) => new Map(entries));

/** One large set of hostile settings, the same at every run: for checks that cost a process each. */
export function manyHostileTexts(): Map<string, string> {
  const texts = fc.sample(hostileText, { numRuns: 300, seed: 20261123 }).filter((text) => text !== '');
  return new Map(
    [...FRAGMENTS.filter((text) => text.trim() !== ''), ...texts].map((text, i) => [`k${i}`, text]),
  );
}

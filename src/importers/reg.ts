import { ok } from '../errors.ts';
import type { Path } from '../schema/index.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { readStatements, withoutBlanks } from './registry/lines.ts';
import { Registry, type Values } from './registry/registry.ts';
import { decodeText, headText, type Decoded } from './text.ts';

/** More than a file of the largest size has when its lines are not nearly empty. */
const MAX_LINES = 150_000;

/** A registry file of version 5.00 or REGEDIT4, in any encoding it is found in. */
export const reg = bounded({
  id: 'reg',
  title: '.reg',
  matches: (bytes) => /^\s*(?:Windows Registry Editor|REGEDIT)/i.test(headText(bytes, 4096)),
  decode(bytes) {
    const decoded = decodeText(bytes);
    const findings = new Findings();
    const lines = decoded.text.split(/\r\n|\r|\n/, MAX_LINES);
    const ansi = auditHeader(lines, findings);
    const registry = new Registry(findings, ansi && !decoded.encoding.startsWith('utf-16'));
    for (const statement of readStatements(lines)) registry.apply(statement);
    if (lines.length === MAX_LINES)
      findings.add(
        'syntax',
        { path: [], line: MAX_LINES, column: 1 },
        {
          format: 'registry file',
          problem: `it has more than ${MAX_LINES} lines`,
        },
      );
    auditEncoding(decoded, ansi, bytes.length, registry.values, findings);
    const { entries, hive } = registry.finish();
    return ok({
      format: 'reg',
      ...(ansi && { variant: 'REGEDIT4' }),
      entries,
      findings: findings.all,
      locate: ([key]: Path) => (typeof key === 'string' ? entries.get(key)?.position : undefined),
      ...(hive && { hive }),
    });
  },
});

const HEADERS: readonly string[] = ['Windows Registry Editor Version 5.00', 'REGEDIT4'];

/** Checks the first line, and says whether byte strings are ANSI. */
function auditHeader(lines: string[], findings: Findings): boolean {
  const first = lines.findIndex((line) => withoutBlanks(line) !== '');
  // Readers compare the line up to its end: one blank behind the header, and nothing is imported.
  const header = (lines[first] ?? '').replace(/^[ \t]+/, '');
  const place = { path: [], line: first + 1, column: 1 };
  if (first > 0) {
    findings.add('reg-header', place, {
      fault: 'Something stands before the header, so the file is refused',
      fix: 'Make the header the very first line.',
    });
    // The statements begin after the header, wherever it stands.
    lines.fill('', 0, first + 1);
  }
  const name = withoutBlanks(header);
  const known = HEADERS.includes(name);
  if (!HEADERS.includes(header))
    findings.add('reg-header', place, {
      fault: known
        ? 'Blanks stand behind the header, so nothing is imported'
        : 'The header is none that regedit knows, so nothing is imported',
      fix: known ? 'Remove them.' : 'Write "Windows Registry Editor Version 5.00", in exactly these letters.',
    });
  return name === 'REGEDIT4';
}

/** What the encoding does to the file on a device; see KB 310516 and the tests of Wine. */
function auditEncoding(
  { encoding, bom, text }: Decoded,
  ansi: boolean,
  size: number,
  values: Values,
  findings: Findings,
): void {
  const add = (fault: string): void =>
    findings.add('reg-encoding', [], {
      fault,
      fix: 'Save the file as UTF-16LE with a byte order mark, as "cowork-3p export --format reg" does.',
    });
  if (encoding === 'utf-16be') add('The file is UTF-16 in big-endian order, which regedit refuses');
  else if (encoding === 'utf-16le' && !bom)
    add('The file is UTF-16 without a byte order mark, which regedit refuses');
  else if (encoding === 'utf-8' && bom)
    add('The file is UTF-8 with a byte order mark, which importers refuse');
  else if (encoding === 'utf-8' && values.beyondAscii)
    add(
      'The file is UTF-8 without a byte order mark: regedit reads it in the ANSI code page, and characters beyond ASCII arrive garbled',
    );
  else if (encoding === 'windows-1252' && values.beyondAscii)
    add(
      'The file is in an ANSI code page, taken for Windows-1252 here: its characters beyond ASCII depend on the device',
    );
  else if (encoding === 'utf-8' && !ansi && values.byteStrings)
    add('Texts written as bytes in a file without a byte order mark are read as ANSI and cut short');
  if (encoding.startsWith('utf-16') && size % 2 === 1)
    findings.add('syntax', [], {
      format: 'registry file',
      problem: `the file ends inside a character, after ${text.length} of them`,
    });
}

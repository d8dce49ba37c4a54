import { ok } from '../errors.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import type { Data } from './registry/statement.ts';
import { registryDocument } from './registry/document.ts';
import { Registry } from './registry/registry.ts';
import { decodeText, headText } from './text.ts';

/*
 * The text form of Registry.pol that Microsoft's LGPO.exe reads and writes: four lines an entry (Computer or User,
 * key, value name, action), entries apart by an empty line, comments from a semicolon.
 */

/** More than a file of the largest size has when its lines are not nearly empty. */
const MAX_LINES = 500_000;
const HIVES: Readonly<Record<string, string>> = { computer: 'HKEY_LOCAL_MACHINE', user: 'HKEY_CURRENT_USER' };

/** The text form of Registry.pol. */
export const lgpo = bounded({
  id: 'lgpo',
  title: 'LGPO text',
  matches(bytes) {
    // The last line may be cut off.
    const lines = headText(bytes, 4096).split(/\r?\n/).slice(0, -1);
    const first = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith(';'));
    return (
      /^(?:Computer|User)$/i.test((lines[first] ?? '').trim()) &&
      /^[ \t]*[^\s\\][^\\]{0,200}\\./.test(lines[first + 1] ?? '')
    );
  },
  decode(bytes) {
    const findings = new Findings();
    const registry = new Registry(findings, false);
    const lines = decodeText(bytes).text.split(/\r\n|\r|\n/, MAX_LINES);
    for (let index = 0; index < lines.length; index += 1) {
      const line = lines[index] ?? '';
      if (line.trim() === '' || line.trimStart().startsWith(';')) continue;
      const hive = HIVES[line.trim().toLowerCase()];
      const [key = '', name = '', action = ''] = lines.slice(index + 1, index + 4);
      const data = dataOf(action);
      if (hive === undefined || key.trim() === '' || data === undefined) {
        findings.add(
          'syntax',
          { path: [], line: index + (hive === undefined ? 1 : 4), column: 1 },
          {
            format: 'LGPO text',
            problem:
              hive === undefined
                ? 'an entry must begin with a line "Computer" or "User"'
                : 'the fourth line of an entry must say what to do, such as SZ:text or DWORD:1',
          },
        );
        break;
      }
      const at = { line: index + 3, column: 1, indented: false };
      const clears = /^DELETEALLVALUES$/i.test(action.trim());
      registry.apply({ kind: 'key', path: `${hive}\\${key.trim()}`, deletes: clears, ...at });
      if (!clears && data !== 'nothing')
        registry.apply({ kind: 'value', name: name.trim(), data, badEscape: false, ...at });
      index += 3;
    }
    if (lines.length === MAX_LINES)
      findings.add(
        'syntax',
        { path: [], line: MAX_LINES, column: 1 },
        { format: 'LGPO text', problem: `it has more than ${MAX_LINES} lines` },
      );
    return ok(registryDocument('lgpo', registry, findings));
  },
});

/** What an action does; undefined when it is none. */
function dataOf(action: string): Data | 'nothing' | undefined {
  const [, word = '', text] = /^([A-Z_]{2,20})(?::(.*))?$/is.exec(action) ?? [];
  switch (word.toUpperCase()) {
    case 'SZ':
      return text === undefined ? undefined : { type: 'text', text };
    case 'DWORD': {
      const number = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text ?? '') ? Number(text) : NaN;
      return number <= 0xffffffff ? { type: 'dword', number } : undefined;
    }
    case 'EXSZ':
    case 'EXPAND_SZ':
      return { type: 'bytes', registryType: 2, bytes: new Uint8Array() };
    case 'MULTISZ':
    case 'MULTI_SZ':
      return { type: 'bytes', registryType: 7, bytes: new Uint8Array() };
    case 'QWORD':
      return { type: 'bytes', registryType: 11, bytes: new Uint8Array() };
    case 'BINARY':
      return { type: 'bytes', registryType: 3, bytes: new Uint8Array() };
    case 'DELETE':
      return { type: 'delete' };
    case 'DELETEALLVALUES':
    case 'CREATEKEY':
    case 'DELETEKEYS':
      return 'nothing';
    default:
      return undefined;
  }
}

import { ok } from '../errors.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { TooMuch } from './powershell/evaluate.ts';
import { parseScript } from './powershell/parse.ts';
import { ScriptFault } from './powershell/reader.ts';
import { Runner } from './powershell/run.ts';
import { readEmbedded, scriptDocument, tellEncoding } from './script/script.ts';
import { ScriptWrites } from './script/writes.ts';
import { decodeText, headText, Lines } from './text.ts';

/** What stands in PowerShell scripts and hardly in anything else. */
const MARKS: readonly RegExp[] = [
  /^[ \t]*#requires\b/im,
  /^[ \t]*\[CmdletBinding\(/im,
  /^[ \t]*(?:param|function [\w-]+)[ \t]*[({]/im,
  /\b(?:Set|New|Get|Remove|Clear|Test|Write|Out|ConvertTo|ConvertFrom|Join|Import|Start|Stop)-[A-Z][A-Za-z]{2,}\b/,
  /\[Microsoft\.Win32\.Registry/i,
  /^[ \t]*(?:\[[\w.]+(?:\[\])?\][ \t]*)?\$[A-Za-z_][\w:]*[ \t]*=/m,
  /^[ \t]*if[ \t]*\([ \t]*(?:-not[ \t]|![ \t]*|\$)/im,
];

/** A PowerShell script that writes the policy, or compares it. It is read, never run. */
export const powershell = bounded({
  id: 'powershell',
  title: 'PowerShell scripts',
  matches(bytes) {
    const text = headText(bytes);
    return !text.startsWith('#!') && !/^\s*<(?!#)/.test(text) && MARKS.some((mark) => mark.test(text));
  },
  decode(bytes) {
    const decoded = decodeText(bytes);
    const findings = new Findings();
    const lines = new Lines(decoded.text);
    const writes = new ScriptWrites(findings, lines);
    try {
      const runner = new Runner(writes);
      runner.run(parseScript(decoded.text));
    } catch (error) {
      if (error instanceof ScriptFault)
        findings.add(
          'syntax',
          { path: [], ...lines.at(error.offset) },
          { format: 'PowerShell script', problem: error.message },
        );
      else if (error instanceof TooMuch)
        findings.add('not-literal', [], {
          what: 'The rest of the script',
          from: 'more steps than are followed',
        });
      else throw error;
    }
    tellEncoding(decoded, lines, 'PowerShell', findings);
    return ok(scriptDocument('powershell', writes, readEmbedded(writes.embedded, lines, findings), findings));
  },
});

import { ok } from '../errors.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { readBatch } from './script/batch.ts';
import { scriptDocument, tellEncoding } from './script/script.ts';
import { ScriptWrites } from './script/writes.ts';
import { decodeText, headText, Lines } from './text.ts';

const MARKS: readonly RegExp[] = [
  /^[ \t]*@?echo[ \t]+off\b/im,
  /^[ \t]*@?(?:rem|setlocal|endlocal|goto)\b/im,
  /^[ \t]*@?(?:[A-Z]:\\[\w\\]{1,100}\\|%SystemRoot%\\[\w\\]{1,50}\\)?reg(?:\.exe)?[ \t]+(?:add|delete)[ \t]/im,
  /^[ \t]*@?set[ \t]+"?[\w.]+=/im,
];

/** What no batch file holds, whatever else it shares with a PowerShell script. */
const POWERSHELL = /^[ \t]*\$[A-Za-z_][\w:]*[ \t]*=|^[ \t]*(?:Set|New)-Item(?:Property)?[ \t]/im;

/** A batch file of cmd that writes the policy with `reg add`. It is read, never run. */
export const cmd = bounded({
  id: 'cmd',
  title: 'cmd scripts',
  matches(bytes) {
    const text = headText(bytes);
    return (
      !text.startsWith('#!') &&
      !text.trimStart().startsWith('<') &&
      MARKS.some((mark) => mark.test(text)) &&
      !POWERSHELL.test(text)
    );
  },
  decode(bytes) {
    const decoded = decodeText(bytes);
    const findings = new Findings();
    const lines = new Lines(decoded.text);
    const writes = new ScriptWrites(findings, lines);
    if (!readBatch(decoded.text, writes))
      findings.add('not-literal', [], {
        what: 'The rest of the script',
        from: 'variables that grow longer than is followed',
      });
    tellEncoding(decoded, lines, 'cmd', findings);
    return ok(scriptDocument('cmd', writes, [], findings));
  },
});

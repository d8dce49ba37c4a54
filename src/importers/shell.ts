import { ok } from '../errors.ts';
import { Findings } from './findings.ts';
import { bounded } from './importer.ts';
import { readEmbedded, scriptDocument } from './script/script.ts';
import { ShellScript } from './shell/script.ts';
import { ShellFault, ShellReader } from './shell/words.ts';
import { decodeText, headText, Lines } from './text.ts';

const MARKS: readonly RegExp[] = [
  /^#![^\n]{0,100}\b(?:ba|z|da|k)?sh\b/,
  /^[ \t]*(?:sudo[ \t]+)?(?:\/usr\/bin\/)?defaults[ \t]+write[ \t]/m,
  /^[ \t]*(?:sudo[ \t]+)?(?:cat|tee)\b[^\n]{0,300}<<-?[ \t]*["']?\w/m,
  /^[ \t]*(?:sudo[ \t]+)?(?:plutil|\/usr\/libexec\/PlistBuddy)[ \t]/m,
];

/** A shell script that writes the policy of macOS or Linux. It is read, never run. */
export const shell = bounded({
  id: 'shell',
  title: 'shell scripts',
  matches(bytes) {
    const text = headText(bytes);
    return !/^\s*[<{[]/.test(text) && MARKS.some((mark) => mark.test(text));
  },
  decode(bytes) {
    const decoded = decodeText(bytes);
    const findings = new Findings();
    const lines = new Lines(decoded.text);
    const script = new ShellScript(findings, lines);
    try {
      new ShellReader(decoded.text, (name) => script.valueOf(name)).read((command) => {
        script.take(command);
      });
    } catch (error) {
      if (!(error instanceof ShellFault)) throw error;
      findings.add(
        'syntax',
        { path: [], ...lines.at(error.offset) },
        { format: 'shell script', problem: error.message },
      );
    }
    if (decoded.bom)
      findings.add(
        'script-encoding',
        { path: [], line: 1, column: 1, severity: 'error' },
        {
          fault: 'A byte order mark stands before the first line, so the system does not find the shell',
          fix: 'Save it as UTF-8 without a byte order mark.',
        },
      );
    else if (/^#![^\n]*\r\n/.test(decoded.text))
      findings.add(
        'script-encoding',
        { path: [], line: 1, column: 1, severity: 'error' },
        {
          fault: 'The lines of the script end in CR and LF, so the system does not find the shell',
          fix: 'Save it with LF.',
        },
      );
    const inside = readEmbedded(script.files, lines, findings);
    return ok(scriptDocument('shell', script, inside, findings));
  },
});

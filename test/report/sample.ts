import { diagnostic } from '../../src/diagnostics.ts';
import type { FileReport, Reporter, ReporterFactory, Summary } from '../../src/report/report.ts';
import { exitCode } from '../../src/report/exit-code.ts';
import { PLAIN, type Style } from '../../src/report/style.ts';

/** Runs a reporter over files as `validate` does. */
export function report(
  factory: ReporterFactory,
  files: readonly FileReport[],
  quiet = false,
  style: Style = PLAIN,
): string {
  const reporter: Reporter = factory({ style, columns: 80, quiet });
  return reporter.begin() + files.map((file) => reporter.file(file)).join('') + reporter.end(summary(files));
}

function summary(files: readonly FileReport[]): Summary {
  const all = files.flatMap((file) => file.diagnostics);
  const number = (severity: string): number => all.filter((one) => one.severity === severity).length;
  const counts = {
    files: files.length,
    errors: number('error'),
    warnings: number('warning'),
    infos: number('info'),
  };
  const fixable = all.filter((one) => one.fixable === true).length;
  const fixed = files.reduce((sum, file) => sum + (file.fixed ?? 0), 0);
  const unreadable = files.filter((file) => file.unreadable !== undefined).length;
  return { ...counts, fixable, fixed, unreadable, exitCode: exitCode({ ...counts, unreadable }) };
}

const place = (line: number, column: number, ...path: (string | number)[]) => ({ path, line, column });

/** Every severity, a finding without a place, a file in order and one that cannot be read. */
export const FILES: readonly FileReport[] = [
  {
    file: 'configs/a b.json',
    format: 'json',
    valid: false,
    diagnostics: [
      diagnostic('url-not-https', place(3, 30, 'inferenceGatewayBaseUrl'), {
        what: 'inferenceGatewayBaseUrl',
        host: 'gw.example.com',
      }),
      diagnostic('model-duplicate', place(5, 7, 'inferenceModels', 1), { model: 'claude-opus-5' }),
      diagnostic('secret-literal', place(9, 3, 'inferenceGatewayApiKey'), {
        what: 'inferenceGatewayApiKey',
        name: 'INFERENCE_GATEWAY_API_KEY',
      }),
      diagnostic('provider-missing', [], {}),
    ],
  },
  { file: 'ok.json', format: 'json', valid: true, diagnostics: [] },
  {
    file: 'gone.json',
    format: null,
    valid: false,
    diagnostics: [],
    unreadable: { message: 'gone.json does not exist.', hint: 'Name a file.' },
  },
];

/** What an attacker can choose: the name of a file, the name of a key, a value. */
export const EVIL_TEXTS: readonly string[] = [
  'x\n::error::pwned',
  'x\r\n::add-mask::a',
  '::error file=a,line=1::pwned',
  '%0A::error::pwned',
  'x,line=99::title',
  '##[error]pwned',
  '##vso[task.setvariable variable=a]b',
  '</testcase><testcase name="pwned"/>',
  '"/><pwned a="',
  ']]><pwned/>',
  '<!--',
  '&pwned;',
  '<!ENTITY pwned "x">',
  '"}],"rules":[{"id":"pwned"}]',
  '[pwned](https://evil.example)',
  '\\[pwned\\\\](https://evil.example)',
  'a\u0000b\u0007c\u001b[31md\u009be\u202ef\u2028g\uFFFEh\uD800i',
  '\u001b]8;;https://evil.example\u0007pwned',
  'a'.repeat(100_000),
  '__proto__',
  '',
];

export function evilFile(text: string): FileReport {
  return {
    file: text,
    format: 'json',
    valid: false,
    diagnostics: [
      diagnostic('unknown-key', place(1, 1, text), { key: text, nearest: text }),
      diagnostic('not-in-enum', place(2, 1, 'inferenceProvider', text, 3), {
        what: text,
        got: text,
        values: [text],
        nearest: text,
      }),
    ],
  };
}

export function evilUnreadable(text: string): FileReport {
  return {
    file: text,
    format: null,
    valid: false,
    diagnostics: [],
    unreadable: { message: text, hint: text },
  };
}

import { jsonEscape } from '../text/json.ts';
import type { FileReport, ReporterFactory } from './report.ts';

/** For scripts: the shape documented in docs/ci.md, written file by file. */
export const json: ReporterFactory = ({ quiet }) => {
  let first = true;
  return {
    begin: () => '{"version":1,"command":"validate","files":[',
    file(report) {
      const separator = first ? '\n' : ',\n';
      first = false;
      return separator + encodeJson(fileObject(report, quiet));
    },
    end: ({ files, errors, warnings, infos, fixable, unreadable, exitCode }) =>
      `\n],"summary":${encodeJson({ files, errors, warnings, infos, fixable, unreadable })},"exitCode":${exitCode}}\n`,
  };
};

function fileObject(report: FileReport, quiet: boolean): object {
  const { file, format, valid, diagnostics, unreadable, fixed } = report;
  return {
    file,
    format,
    valid,
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(fixed === undefined ? {} : { fixed }),
    diagnostics: quiet ? diagnostics.filter((one) => one.severity === 'error') : diagnostics,
  };
}

/**
 * JSON that is also safe to show: C1 controls, bidi controls and line separators are escaped, not only C0, and the
 * first sign of `##`, which build servers look for anywhere in a line.
 */
export function encodeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]|#(?=\p{DI}*#)/gu,
    jsonEscape,
  );
}

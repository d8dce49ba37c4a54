import { logKinds } from '../log/kinds/index.ts';

/** Texts that mark the lines of the log that are taken: the rest of it is nobody's to collect. */
export const logMarks: readonly string[] = ['appVersion', ...new Set(logKinds.map(({ mark }) => mark))];

/** Lines of the log that are taken at most, the last ones. */
export const LOG_LINES = 2000;

/** Names as lines of at most about 100 characters, each begun in the same way. */
export function folded(names: readonly string[], start: string, separator: string): string {
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    if (line !== '' && line.length + name.length > 100) {
      lines.push(line);
      line = '';
    }
    line += (line === '' ? '' : separator) + name;
  }
  if (line !== '') lines.push(line);
  return lines.map((one) => start + one).join('\n');
}

import type { ExitCode } from '../errors.ts';
import { pathText } from '../schema/index.ts';
import { encodeJson } from './json.ts';
import type { Migration } from './migration.ts';

/** For scripts: the report of `--check --format json`. */
export function migrateJson(file: string, { changes, decisions }: Migration, exitCode: ExitCode): string {
  const report = {
    version: 1,
    command: 'migrate',
    exitCode,
    file,
    changes: changes.map(({ id, path, from, to, why, file: base }) => ({
      id,
      path,
      key: pathText(path),
      from,
      to: to ?? null,
      why,
      ...(base === undefined ? {} : { file: base }),
    })),
    decisions: decisions.map(({ path, message, file: base }) => ({
      path,
      key: pathText(path),
      message,
      ...(base === undefined ? {} : { file: base }),
    })),
  };
  return `${encodeJson(report, 2)}\n`;
}

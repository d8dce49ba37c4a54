import type { ExitCode } from '../errors.ts';
import { pathText } from '../schema/index.ts';
import { jsonPieces } from './pieces.ts';
import type { Migration } from './migration.ts';

/** For scripts: the report of `--check --format json`. */
export function migrateJson(
  file: string,
  { changes, decisions }: Migration,
  exitCode: ExitCode,
): Iterable<string> {
  return jsonPieces({
    version: 1,
    command: 'migrate',
    exitCode,
    file,
    changes: changeRows(changes),
    decisions: decisionRows(decisions),
  });
}

function* changeRows(changes: Migration['changes']): Generator<object> {
  for (const { id, path, from, to, why, file: base } of changes)
    yield {
      id,
      path,
      key: pathText(path),
      from,
      to: to ?? null,
      why,
      ...(base === undefined ? {} : { file: base }),
    };
}

function* decisionRows(decisions: Migration['decisions']): Generator<object> {
  for (const { path, message, file: base } of decisions)
    yield {
      path,
      key: pathText(path),
      message,
      ...(base === undefined ? {} : { file: base }),
    };
}

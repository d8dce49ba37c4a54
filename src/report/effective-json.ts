import type { ExitCode } from '../errors.ts';
import { masked } from '../schema/index.ts';
import type { Held, Provenance } from '../schema/reference.ts';
import { shownName } from '../text/credentials.ts';
import { jsonPieces } from './pieces.ts';

/** The settings in force of one file. */
interface InForce {
  /** The file that was asked about, as given, and all it is made of. */
  readonly file: string;
  readonly files: readonly string[];
  readonly settings: readonly Provenance[];
}

/** `explain --effective` for scripts; `source` says whether a file or a flag has the last word. */
export function effectiveJson({ file, files, settings }: InForce, exitCode: ExitCode): Iterable<string> {
  return jsonPieces({ version: 1, command: 'explain', exitCode, file, files, settings: rows(settings) });
}

function* rows(settings: readonly Provenance[]): Generator<object> {
  for (const { key, now, replaced } of settings)
    yield {
      key: shownName(key),
      set: now.value !== undefined,
      ...held(key, now),
      source: now.file !== undefined ? 'file' : now.value !== undefined ? '--set' : '--unset',
      replaced: replaced.map((one) => ({ set: one.value !== undefined, ...held(key, one) })),
    };
}

function held(key: string, { file, line, column, value, as }: Held): object {
  return {
    ...(as === undefined ? {} : { as: shownName(as) }),
    ...(value === undefined ? {} : { value: masked(value, [key]) }),
    file: file ?? null,
    line: line ?? null,
    column: column ?? null,
  };
}

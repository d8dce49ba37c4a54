import type { ExitCode } from '../errors.ts';
import { masked, pathText, type Difference, type NotCompared } from '../schema/index.ts';
import { shownName } from '../text/credentials.ts';
import { jsonPieces } from './pieces.ts';

/** What two configurations do not share, and what could not be compared. */
interface Comparison {
  /** The files, as given. */
  readonly a: string;
  readonly b: string;
  readonly differences: readonly Difference[];
  readonly notCompared: readonly NotCompared[];
}

/** `diff` for scripts: a row a place, secrets masked. */
export function differencesJson(
  { a, b, differences, notCompared }: Comparison,
  exitCode: ExitCode,
): Iterable<string> {
  return jsonPieces({
    version: 1,
    command: 'diff',
    exitCode,
    a,
    b,
    differences: rows(differences),
    notCompared: notComparedRows(notCompared),
  });
}

function* rows(places: readonly Difference[]): Generator<object> {
  for (const place of places) yield row(place);
}

function* notComparedRows(places: readonly NotCompared[]): Generator<object> {
  for (const place of places) yield { ...row(place), reason: place.reason };
}

function row({ path, kind, left, right }: Difference): object {
  return {
    path: path.map((step) => (typeof step === 'string' ? shownName(step) : step)),
    key: pathText(path),
    kind,
    ...(left === undefined ? {} : { a: masked(left, path) }),
    ...(right === undefined ? {} : { b: masked(right, path) }),
  };
}

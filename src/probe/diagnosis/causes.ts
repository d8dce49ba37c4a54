import type { CheckResult } from '../types.ts';

/*
 * What is wrong with a gateway, by cause: one refusal fails a dozen checks, and whoever watches a gateway wants it told
 * once. Two checks have one cause when they met the same refusal or failure, or when the same remedy fixes them.
 */

/** One thing that is wrong, with every check that it shows in. */
export interface Cause {
  /** Refusals and remedies that its checks name. */
  readonly keys: ReadonlySet<string>;
  readonly ids: readonly string[];
  /** The check that says most about it. */
  readonly worst: CheckResult;
}

/** The causes of what is not right in a run, the worst first. What another check blocked has that one's cause. */
export function causesOf(results: readonly CheckResult[]): readonly Cause[] {
  const groups: { keys: Set<string>; results: CheckResult[] }[] = [];
  for (const result of results.filter(isTrouble)) {
    const keys = [refusalOf(result.detail), result.hint].flatMap((key) =>
      key === undefined ? [] : steady(key),
    );
    const found = groups.find((group) => keys.some((key) => group.keys.has(key)));
    if (found === undefined)
      groups.push({ keys: new Set(keys.length === 0 ? [result.id] : keys), results: [result] });
    else {
      for (const key of keys) found.keys.add(key);
      found.results.push(result);
    }
  }
  return groups
    .flatMap(({ keys, results: ones }): Cause[] => {
      const [worst] = [...ones].sort((a, b) => weight(a) - weight(b));
      return worst === undefined ? [] : [{ keys, ids: ones.map(({ id }) => id), worst }];
    })
    .sort((a, b) => weight(a.worst) - weight(b.worst));
}

/** Causes of `now` that were not there before, and causes of `before` that are gone. */
export function causeChanges(
  before: readonly CheckResult[],
  now: readonly CheckResult[],
): { readonly came: readonly Cause[]; readonly went: readonly Cause[] } {
  const [old, fresh] = [causesOf(before), causesOf(now)];
  return {
    came: fresh.filter((cause) => !old.some((other) => same(cause, other))),
    went: old.filter((cause) => !fresh.some((other) => same(cause, other))),
  };
}

/** A cause that shows in other words or in other checks than before is still the same one. */
function same(one: Cause, other: Cause): boolean {
  if ([...one.keys].some((key) => other.keys.has(key))) return true;
  const status = ({ worst }: Cause): string =>
    `${worst.status} ${/HTTP \d{3}/.exec(worst.detail)?.[0] ?? ''}`;
  return status(one) === status(other) && one.ids.some((id) => other.ids.includes(id));
}

function isTrouble({ status, inconclusive, blockedBy }: CheckResult): boolean {
  return blockedBy === undefined && (status === 'fail' || status === 'warn' || inconclusive === true);
}

function weight({ status, required, inconclusive }: CheckResult): number {
  if (status === 'fail') return required ? 0 : 2;
  return inconclusive === true ? (required ? 1 : 4) : 3;
}

/** The status and words of an answer, as the sentences of checks quote them; undefined where none is quoted. */
function refusalOf(detail: string): string | undefined {
  const found = /HTTP \d{3}(?: with [^:)]{1,60})?(?:(?: in plain text)?: "[^"]*"| \("[^"]*"\))?/.exec(
    detail,
  )?.[0];
  return found?.replace(/ \("([^"]*)"\)$/, ': "$1"');
}

/** Times, counts and ids differ from run to run. */
function steady(text: string): string {
  return text.replace(/(?<!HTTP )\b(?:[\da-f-]*\d[\da-f-]*)\b/gi, '#');
}

import type { Document, Nested, Path } from './document.ts';
import type { Report } from './rules/rule.ts';
import { asRange, isBefore, type Target } from './releases.ts';
import type { Platform } from './key-spec.ts';

/** Where a value stands in a nested document, as its path there. */
export function nestedPlace(path: Path, { nested }: Document): Path {
  const [key, ...inside] = path;
  const place = nested?.places.get(String(key));
  return place === undefined ? path : [...place, ...inside];
}

interface Options {
  readonly target?: Target | undefined;
  readonly platform?: Platform | undefined;
  readonly deployed?: boolean;
  readonly as?: string | undefined;
}

/** What is wrong with a document because it is nested (vendor pages "Bootstrap" and "Configuration changelog"). */
export function checkNested(nested: Nested, options: Options, report: Report): void {
  const where = flatOnly(options);
  const [first] = nested.places;
  if (where !== undefined) {
    const [key = '', place = [key]] = first ?? [];
    report('nested-config', key === '' ? [] : [key], { key: String(place[0]), keys: [], where });
  }
  for (const [key, { since, now }] of nested.moved) {
    const { target } = options;
    if (target !== undefined && isBefore(asRange(target).newest, since)) continue;
    const path = nested.places.get(key)?.join('.') ?? key;
    report(
      'deprecated-key',
      [key],
      {
        key: path,
        effect: `from ${since} on it is read at ${now} only`,
        fix: `Move it to ${now}.`,
      },
      target === undefined ? 'warning' : 'error',
    );
  }
}

/** The place in words that reads no nested document; undefined where one may stand. */
function flatOnly({ as, platform, deployed }: Options): string | undefined {
  if (as === 'library') return 'the local library (configLibrary)';
  if (as === 'managed') return 'a managed source';
  if (as === 'bootstrap') return undefined;
  return platform === 'linux' && deployed === true ? 'managed-settings.json on Linux' : undefined;
}

import type { Document, Range } from '../document.ts';
import { isAboutFile } from '../not-settings.ts';

/** A value of a setting, and who gave it. */
export interface Held {
  /** The file, by the name that messages give it; undefined for `--set` and `--unset`. */
  readonly file?: string;
  /** Where its name stands; absent where the container does not know. */
  readonly line?: number;
  readonly column?: number;
  /** The name it had there, where that is another one of the same setting. */
  readonly as?: string;
  /** As it stood in its container; absent where the setting was taken away. */
  readonly value?: unknown;
}

/** Where a setting came from. */
export interface Provenance {
  readonly key: string;
  /** What counts. */
  readonly now: Held;
  /** What it replaced, nearest first. */
  readonly replaced: readonly Held[];
}

/**
 * Every setting of a document by name, those that a file or `--unset` took away among them, with the file and line it
 * came from and the whole chain of values that it replaced.
 */
export function provenance(document: Document, file: string): readonly Provenance[] {
  const { chain, overridden = new Map<string, undefined>() } = document;
  const held = (key: string, owner: string, rest: Pick<Held, 'value'>): Held => {
    const source = chain === undefined ? document : chain.files.get(owner);
    return { file: owner, ...lineOf(source?.locate([key], 'name')), ...rest };
  };
  const said = (key: string, owner: string, value: unknown, as = key): Held => ({
    ...held(as, owner, value === undefined ? {} : { value }),
    ...(as === key ? {} : { as }),
  });
  /** What files alone make of it, nearest first. */
  const ofFiles = (key: string): readonly Held[] => {
    const entry = overridden.has(key) ? overridden.get(key) : document.entries.get(key);
    const gone = chain?.unset.get(key);
    const before = (gone ?? chain?.origins.get(key))?.replaced ?? [];
    const history = before.map((one) => said(key, one.file, one.value, one.key));
    if (entry !== undefined) return [said(key, entry.file ?? file, entry.value), ...history];
    return gone === undefined ? history : [held(key, gone.file, {}), ...history];
  };
  const keys = new Set([...document.entries.keys(), ...overridden.keys(), ...(chain?.unset.keys() ?? [])]);
  const isSetting = (key: string): boolean => !isAboutFile(key, document);
  return [...keys]
    .filter(isSetting)
    .sort(byName)
    .flatMap((key): readonly Provenance[] => {
      const [now, ...replaced] = ofFiles(key);
      if (!overridden.has(key)) return now === undefined ? [] : [{ key, now, replaced }];
      const entry = document.entries.get(key);
      return [
        {
          key,
          now: entry === undefined ? {} : { value: entry.value },
          replaced: now === undefined ? [] : [now, ...replaced],
        },
      ];
    });
}

function lineOf(range: Range | undefined): Pick<Held, 'line' | 'column'> {
  return range === undefined ? {} : { line: range.line, column: range.column };
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

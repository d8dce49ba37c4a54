import type { Check } from './check.ts';

export interface Selection {
  /** Only these, with what they need; deep ones too when named. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly deep?: boolean;
  /** Also the check that sends 210,000 tokens. */
  readonly context1m?: boolean;
}

export interface Selected {
  /** In order of the table; prerequisites that nobody asked for among them. */
  readonly run: readonly Check[];
  /** What the report shows whatever comes out. */
  readonly shown: ReadonlySet<string>;
  /** Something of the default run was left out by hand. */
  readonly partial: boolean;
}

export function selectChecks(
  all: readonly Check[],
  { only = [], skip = [], deep = false, context1m = false }: Selection,
): Selected {
  const left = new Set(skip);
  const byId = new Map(all.map((check) => [check.id, check]));
  const wanted = all.filter(({ id, when }) => {
    if (left.has(id)) return false;
    if (only.length > 0) return only.includes(id);
    return (
      when === 'default' || when === 'passive' || (when === 'deep' && deep) || (when === 'flag' && context1m)
    );
  });
  const shown = new Set(wanted.map(({ id }) => id));
  const run = new Set(shown);
  const pull = (id: string): void => {
    for (const need of byId.get(id)?.needs ?? []) {
      if (left.has(need) || run.has(need)) continue;
      run.add(need);
      pull(need);
    }
  };
  for (const id of shown) pull(id);
  return { run: all.filter(({ id }) => run.has(id)), shown, partial: only.length > 0 || skip.length > 0 };
}

/** Names that no check has, for a usage error. */
export function unknownCheckIds(all: readonly Check[], ids: readonly string[]): readonly string[] {
  const known = new Set(all.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

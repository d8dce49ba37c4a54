import type { Check, CheckFlag } from '../check.ts';

/** Which checks are asked for. */
export interface Selection {
  /** Only these, with what they need; deep ones too when named. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly deep?: boolean;
  /** Also the check that sends 210,000 tokens. */
  readonly context1m?: boolean;
  /** Also the checks that may leave a gateway worse off for a while, for everybody. */
  readonly intrusive?: boolean;
  /** Also the checks that ask the gateway's own sign-in for a device code. */
  readonly sso?: boolean;
}

interface Selected {
  /** In order of the table; prerequisites that nobody asked for among them. */
  readonly run: readonly Check[];
  /** What the report shows whatever comes out. */
  readonly shown: ReadonlySet<string>;
  /** Something of the default run was left out by hand. */
  readonly partial: boolean;
}

/** The checks of a run and what they need, in the order of the table. */
export function selectChecks(
  all: readonly Check[],
  {
    only = [],
    skip = [],
    deep = false,
    context1m = false,
    sso = false,
    intrusive = false,
    otherAudience,
  }: Selection & {
    /** A token of another audience is at hand, which asks for its check. */
    readonly otherAudience?: unknown;
  },
): Selected {
  const left = new Set(skip);
  const flags: Record<CheckFlag, boolean> = {
    'context-1m': context1m,
    intrusive,
    sso,
    'other-audience-token-env': otherAudience !== undefined,
  };
  const byId = new Map(all.map((check) => [check.id, check]));
  const wanted = all.filter(({ id, when, flag }) => {
    if (left.has(id)) return false;
    if (only.length > 0) return only.includes(id);
    return (
      when === 'default' ||
      when === 'passive' ||
      (when === 'deep' && deep) ||
      (flag !== undefined && flags[flag])
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

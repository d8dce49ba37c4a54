import type { KeyName } from './catalogue/index.ts';
import type { Platform, Provider } from './key-spec.ts';
import { providers, type CredentialKind, type CredentialSource } from './providers.ts';

/** What the choice of a credential depends on. A key with a value that nobody can read is set all the same. */
interface CredentialView {
  readonly provider: Provider;
  /** inferenceCredentialKind, when it is set and readable. */
  readonly kind: CredentialKind | undefined;
  /** Undefined: the configuration is for all of them. */
  readonly platform: Platform | undefined;
  readonly has: (key: KeyName) => boolean;
}

/** A source, with the keys that make it up on the platform. */
export interface Candidate {
  readonly source: CredentialSource;
  /** Those that are set. */
  readonly keys: readonly KeyName[];
  /** Those that it cannot do without and that are not set. */
  readonly missing: readonly KeyName[];
}

/** A source whose keys are set for nothing. */
export interface Unused extends Candidate {
  /** The kind names another source, or another source comes first. */
  readonly reason: 'kind' | 'outranked';
  /** The keys that decide against it. */
  readonly by: readonly KeyName[];
}

/** Which credential the app takes. */
export interface Credentials {
  /** What may be used, the likeliest first: more than one where no order is documented, or where it depends on the platform. */
  readonly candidates: readonly Candidate[];
  /** The first candidate is the one that is used, on every platform in question. */
  readonly certain: boolean;
  /** An order is documented for all that are configured in full. */
  readonly ordered: boolean;
  /** Every source that is configured in full, used or not. */
  readonly complete: readonly Candidate[];
  /** Sources that are set in part. */
  readonly incomplete: readonly Candidate[];
  readonly unused: readonly Unused[];
}

/**
 * Chooses among the sources of the provider. With a kind only that source is used, and there is no fallback
 * (vendor reference, inferenceCredentialKind); without one the first complete source in the provider's order.
 */
export function chooseCredential(view: CredentialView): Credentials {
  const { platform, provider } = view;
  if (platform !== undefined) return chooseOn(platform, view);
  const differs = providers[provider].sources.some(
    ({ onWindows }) => onWindows !== undefined && view.has(onWindows),
  );
  const elsewhere = chooseOn('macos', view);
  return differs ? everywhere(chooseOn('windows', view), elsewhere) : elsewhere;
}

function chooseOn(platform: Platform, view: CredentialView): Credentials {
  const { sources, without } = providers[view.provider];
  const candidates = sources.map((source) => candidateOf(source, platform, view));
  const complete = candidates.filter(({ keys, missing }) => keys.length > 0 && missing.length === 0);
  const incomplete = candidates.filter(({ keys, missing }) => keys.length > 0 && missing.length > 0);
  if (view.kind !== undefined) {
    const chosen = candidates.find(({ source }) => source.kind === view.kind);
    if (chosen === undefined)
      return { candidates: [], certain: true, ordered: true, complete, incomplete, unused: [] };
    const unused = candidates
      .filter((one) => one !== chosen && one.keys.length > 0)
      .map((one): Unused => ({ ...one, reason: 'kind', by: ['inferenceCredentialKind'] }));
    return {
      candidates: [withFurtherKeys(chosen, view)],
      certain: true,
      ordered: true,
      complete,
      incomplete,
      unused,
    };
  }
  if (complete.length === 0) {
    const plain = candidates
      .filter(({ source }) => source.kind === without)
      .map((one) => ({ ...one, missing: [] }));
    return { candidates: plain, certain: true, ordered: true, complete, incomplete, unused: [] };
  }
  // The table has them by their rank.
  const ranked = complete.filter(({ source }) => source.rank !== undefined);
  const unranked = complete.filter(({ source }) => source.rank === undefined);
  const certain = complete.length === 1 || unranked.length === 0;
  const [winner, ...losers] = ranked;
  return {
    candidates: winner === undefined ? unranked : [winner, ...unranked],
    certain,
    ordered: certain,
    complete,
    incomplete,
    unused: certain
      ? losers.map((loser) => ({ ...loser, reason: 'outranked' as const, by: winner?.keys ?? [] }))
      : [],
  };
}

function candidateOf(source: CredentialSource, platform: Platform, { has }: CredentialView): Candidate {
  const { keys, onWindows } = source;
  // What is set for Windows is part of the source everywhere, but it completes it on Windows only.
  const present = [...keys, ...(onWindows === undefined ? [] : [onWindows])].filter((key) => has(key));
  const replaced = platform === 'windows' && onWindows !== undefined && has(onWindows);
  return { source, keys: present, missing: replaced ? [] : keys.filter((key) => !has(key)) };
}

/** What the kind asks for beyond the source itself, and what it can do without. */
function withFurtherKeys(chosen: Candidate, { has }: CredentialView): Candidate {
  const { source, missing } = chosen;
  const further = (source.also ?? []).filter((key) => !has(key));
  return { ...chosen, missing: [...(source.optional === true ? [] : missing), ...further] };
}

/**
 * What holds on Windows and elsewhere alike. The key for Windows alone may complete a source and does nothing else, so
 * that whatever is incomplete or uncertain elsewhere for another reason is so on Windows, too.
 */
function everywhere(windows: Credentials, others: Credentials): Credentials {
  const [first] = windows.candidates;
  const [second] = others.candidates;
  return {
    candidates: union(windows.candidates, others.candidates),
    certain: windows.certain && first?.source.kind === second?.source.kind,
    ordered: windows.ordered,
    complete: union(windows.complete, others.complete),
    incomplete: windows.incomplete,
    unused: windows.unused.filter(({ source }) => others.unused.some((one) => one.source === source)),
  };
}

/** Each source once, as it is on Windows, where no key more is missing than elsewhere. */
function union(windows: readonly Candidate[], others: readonly Candidate[]): readonly Candidate[] {
  return [...windows, ...others.filter(({ source }) => !windows.some((one) => one.source === source))];
}

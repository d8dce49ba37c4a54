import type { Diagnostic } from '../../diagnostics.ts';
import { keySpec, type KeyName } from '../catalogue/index.ts';
import { endOf, modernise } from '../deprecations.ts';
import { compareReleases, releaseText, type ReleaseRange } from '../releases.ts';
import { boundsText, firstRead, readBy, type FirstRead } from '../target.ts';
import type { Provider } from '../key-spec.ts';
import { listing } from '../words.ts';
import { HELPER_TUNING, providers } from '../providers.ts';
import { isUnresolved, type Reading } from './reading.ts';
import type { Dropped, DropReason, EffectiveProxy } from './types.ts';

function drop(
  key: string,
  reason: DropReason,
  why: string,
  {
    by = [],
    findings = [],
  }: { readonly by?: readonly KeyName[]; readonly findings?: readonly Diagnostic[] } = {},
): Dropped {
  return { key, reason, reasons: [reason], why, by, findings };
}

/** Leaves out what some release of the range does not read: keys and values that are too new, spellings that are gone. */
export function dropUnread(
  settings: ReadonlyMap<string, unknown>,
  { oldest, newest }: ReleaseRange,
): { readonly settings: ReadonlyMap<string, unknown>; readonly dropped: readonly Dropped[] } {
  const dropped = new Map<string, Dropped>();
  const tooNew = (key: string, first: FirstRead): boolean => {
    if (readBy(first, oldest) !== 'no') return false;
    dropped.set(
      key,
      drop(key, 'too-new', `is read ${boundsText(first)}, and ${releaseText(oldest)} is older`),
    );
    return true;
  };
  for (const [key, value] of settings) {
    const type = keySpec(key)?.type;
    const releases = type?.kind === 'enum' ? (type.since ?? {}) : {};
    const since = typeof value === 'string' && Object.hasOwn(releases, value) ? releases[value] : undefined;
    if (!tooNew(key, firstRead(key)) && since !== undefined) tooNew(key, { since });
  }
  for (const retirement of modernise(settings).retirements) {
    const { path, row } = retirement;
    const [key] = path;
    const stopsAt = path.length > 1 ? undefined : endOf(retirement);
    if (typeof key !== 'string' || stopsAt === undefined) continue;
    // A value that means something else today is read as that.
    const type = keySpec(key)?.type;
    const value = settings.get(key);
    if (type?.kind === 'enum' && typeof value === 'string' && type.values.includes(value)) continue;
    if (compareReleases(newest, stopsAt) >= 0)
      dropped.set(key, drop(key, 'retired', `is retired for ${releaseText(newest)}: ${row.effect}`));
  }
  return {
    settings: new Map([...settings].filter(([key]) => !dropped.has(key))),
    dropped: [...dropped.values()],
  };
}

/** Everything that is set and that the rest of the configuration, or an error, keeps from being used. */
export function dropUnused(reading: Reading, proxy: EffectiveProxy): readonly Dropped[] {
  const dropped = new Map<string, Dropped>();
  const leave: Leave = (key, reason, why, by = [], readers) => {
    const first = dropped.get(key);
    const more = readers === undefined ? {} : { readers };
    if (first === undefined)
      dropped.set(key, { ...drop(reading.spelled(key), reason, why, { by }), ...more });
    else dropped.set(key, { ...first, ...more, reasons: [...first.reasons, reason] });
  };
  for (const [key, findings] of reading.refused ?? []) {
    const [first] = findings;
    if (reading.settings.has(key))
      dropped.set(
        key,
        drop(reading.spelled(key), 'refused', first?.message ?? 'it has an error', { findings }),
      );
  }
  for (const key of reading.unfit()) leave(key, 'refused', 'has a value that cannot be used');
  const { provider, platform } = reading;
  for (const [key, value] of reading.settings) {
    if (isUnresolved(value)) leave(key, 'unresolved', 'holds a reference that is not resolved');
    const { providers: readers, platforms } = keySpec(key) ?? {};
    if (provider !== undefined && readers?.includes(provider) === false)
      leave(key, 'other-provider', `is read for ${listing(readers)} only`, ['inferenceProvider'], readers);
    if (platform !== undefined && platforms?.includes(platform) === false)
      leave(key, 'platform', `counts on ${listing(platforms)} only`);
  }
  otherHelpers(reading, leave);
  credentials(reading, leave);
  helperTuning(reading, leave);
  if (proxy.kind === 'pac' && reading.has('egressProxyUrl'))
    leave('egressProxyUrl', 'outranked', 'is not used, because egressProxyPacUrl is set', [
      'egressProxyPacUrl',
    ]);
  return [...dropped.values()];
}

type Leave = (
  key: string,
  reason: DropReason,
  why: string,
  by?: readonly KeyName[],
  readers?: readonly Provider[],
) => void;

/** Of a helper and its twin for Windows that one is used on Windows; elsewhere the row of the twin says that it does not count. */
function otherHelpers({ platform, has, provider }: Reading, leave: Leave): void {
  if (platform !== 'windows' || provider === undefined) return;
  for (const { keys, onWindows } of providers[provider].sources) {
    if (onWindows === undefined || !has(onWindows)) continue;
    for (const key of keys)
      if (has(key))
        leave(key, 'platform', `is not used on Windows, because ${onWindows} is set`, [onWindows]);
  }
}

function credentials({ credentials: choice }: Reading, leave: Leave): void {
  if (choice === undefined) return;
  for (const { keys, reason, by, source } of choice.unused)
    for (const key of keys)
      leave(
        key,
        reason,
        reason === 'kind'
          ? `is not used, because inferenceCredentialKind names another credential`
          : `is not used, because ${listing(by)} ${by.length === 1 ? 'is' : 'are'} set and ${by.length === 1 ? 'comes' : 'come'} before ${source.kind === 'static' ? 'a static key' : 'it'}`,
        by,
      );
}

/** What tunes a helper, where none is named or another credential is used. */
function helperTuning({ credentials: choice, has }: Reading, leave: Leave): void {
  const named = has('inferenceCredentialHelper') || has('inferenceCredentialHelperWindows');
  const ruledOut = choice?.candidates.every(({ source }) => source.kind !== 'helper-script') ?? false;
  if (named && !ruledOut) return;
  for (const key of HELPER_TUNING)
    if (has(key)) leave(key, 'alone', 'does nothing without a credential helper');
}

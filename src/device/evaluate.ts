import { staysOnDevice, type Platform, type Release, type ReleaseRange } from '../schema/index.ts';
import { settingsDigest } from '../schema/forms.ts';
import { printable } from '../text/printable.ts';
import { platformOf } from './captures.ts';
import { joined, readLog, type LogReading } from './log/read.ts';
import { standardMode } from './mode.ts';
import { named, Notes } from './notes.ts';
import { readingOf } from './reading.ts';
import { releaseOfDevice, type FoundRelease } from './release.ts';
import { sentenceOf } from './sentence.ts';
import { asksServer, keptBeside, readAnswer } from './sources/bootstrap.ts';
import { readLibrary } from './sources/library.ts';
import { readLinux } from './sources/linux.ts';
import { macosUsers, readMacos } from './sources/macos.ts';
import { isBehaviour, type Found, type Managed } from './sources/managed.ts';
import { readWindows, windowsUsers } from './sources/windows.ts';
import type { SourceState } from './setting.ts';
import type { Captures, DeviceSource, DeviceStatus } from './types.ts';

/** How a device is looked at. */
export interface EvaluateOptions {
  readonly platform?: Platform | undefined;
  readonly target?: ReleaseRange | undefined;
  /** Which of several users; the first by name when nobody says. */
  readonly user?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now?: number | undefined;
}

/** The users of whom the captures hold something of their own, by name; never empty. */
export function usersOf(captures: Captures, platform: Platform | undefined): readonly (string | undefined)[] {
  const names =
    platform === 'macos' ? macosUsers(captures) : platform === 'windows' ? windowsUsers(captures) : [];
  // HKCU is one of the users whose hives are there by their identifiers, too.
  const known = names.length > 1 ? names.filter((name) => name !== '') : names;
  return known.length === 0 ? [undefined] : known;
}

/**
 * What a device really has: every source, which one counts by the rules of its release, each setting with its reason,
 * and what was there and does not count. Pure; `captures` are hostile, and every text of the result is safe to show.
 */
export function evaluate(captures: Captures, options: EvaluateOptions = {}): DeviceStatus {
  const notes = new Notes();
  notes.take(captures.notes);
  const platform = options.platform ?? platformOf(captures, notes);
  const log = joined(
    captures.log === undefined ? undefined : readLog(captures.log.bytes),
    captures.setupLog === undefined ? undefined : readLog(captures.setupLog.bytes),
  );
  if (captures.log?.cut === true || captures.setupLog?.cut === true)
    notes.add('log-cut', 'Only the end of the log was read; it is large.');
  const release = releaseOfDevice(options.target, log?.version, captures.version);
  if (platform === undefined || captures.incomplete) return unknown(captures, release, log, notes);
  notes.take(release.notes);
  const users = usersOf(captures, platform);
  const user = options.user ?? users[0];
  if (users.length > 1 && options.user === undefined)
    notes.add(
      'several-users',
      `${String(users.length)} users have something of their own; what ${printable(user ?? '', 60)} gets is shown.`,
    );
  const managed = managedOf(captures, platform, user, release.release);
  notes.take(managed.notes);
  return decide({ captures, platform, user, release, managed, log, notes, options });
}

function managedOf(
  captures: Captures,
  platform: Platform,
  user: string | undefined,
  release: Release,
): Managed {
  switch (platform) {
    case 'macos':
      return readMacos(captures, user);
    case 'windows':
      return readWindows(captures, user ?? '', release);
    case 'linux':
      return readLinux(captures);
  }
}

interface Deciding {
  readonly captures: Captures;
  readonly platform: Platform;
  readonly user: string | undefined;
  readonly release: FoundRelease;
  readonly managed: Managed;
  readonly log: LogReading | undefined;
  readonly notes: Notes;
  readonly options: EvaluateOptions;
}

function decide(deciding: Deciding): DeviceStatus {
  const { captures, platform, user, managed, log, notes, options } = deciding;
  const { release } = deciding.release;
  const local = readLibrary(captures.libraries, platform, release);
  notes.take(local.notes);
  const only =
    !managed.asks &&
    managed.found.size > 0 &&
    [...managed.found.keys()].every((key) => isBehaviour(key, release));
  const localCounts = !managed.present || only;
  if (only)
    notes.add(
      'managed-sets-only-app-behaviour',
      'The managed source sets nothing but app behaviour, so the local configuration stays in force beside it.',
    );
  else if (!localCounts && local.found.size > 0)
    notes.add(
      'local-hidden',
      `The local library holds ${local.found.size === 1 ? '1 setting that is' : `${String(local.found.size)} settings that are`} not read: the device is managed.`,
      { source: 'local' },
    );
  let source: SourceState = only
    ? 'local+managed-behaviour'
    : managed.present
      ? 'managed'
      : local.found.size > 0
        ? 'local'
        : 'none';
  let inForce = only
    ? new Map([
        // The whole group comes from the managed source, or from nowhere.
        ...[...local.found].filter(([key]) => !isBehaviour(key, release)),
        ...managed.found,
      ])
    : managed.present
      ? managed.found
      : local.found;
  const base = inForce;
  let beside: ReadonlyMap<string, Found> = new Map();
  const sources: DeviceSource[] = [...managed.sources];
  if (local.source !== undefined)
    sources.push({
      ...local.source,
      counts: localCounts && local.found.size > 0,
      reason: only
        ? 'the managed source sets app behaviour only'
        : managed.present
          ? 'a managed source is there'
          : 'no managed source is there',
    });
  if (asksServer(inForce)) {
    const from = inForce.get('bootstrapUrl')?.from;
    const trusted = inForce.get('trustBootstrapDelivery')?.value;
    if ((from === 'user' || from === 'HKCU' || from === 'local') && trusted !== true && trusted !== 'true')
      notes.add(
        'consent-asked',
        'The address of the bootstrap server belongs to the user, who is asked before a value counts that runs a program or leads traffic elsewhere.',
        { key: 'bootstrapUrl', source: from },
      );
    const answer = captures.bootstrap === undefined ? undefined : readAnswer(captures.bootstrap, options.now);
    notes.take(answer?.notes ?? []);
    if (answer?.found === undefined) {
      source = 'bootstrap-missing';
      const answered = log?.facts.some(({ id }) => id === 'bootstrap-fields') === true;
      notes.add(
        'degraded',
        answered
          ? 'The device asks a bootstrap server; the log says that it answered, and no capture holds what.'
          : 'The device asks a bootstrap server, and no answer of it is known. Without one the app starts without a configuration.',
        { source: 'bootstrap', severity: answered ? 'warning' : 'error' },
      );
      beside = new Map([...inForce].filter(([key]) => staysOnDevice(key)));
      inForce = new Map();
    } else {
      source = 'bootstrap';
      const { kept, beside: staying, gone } = keptBeside(inForce, answer.found, release);
      for (const key of gone)
        notes.add(
          'replaced-by-bootstrap',
          `${named(key)} of the device is not in force: the bootstrap server replaces all of it and does not deliver this.`,
          { key, source: 'bootstrap' },
        );
      beside = staying;
      inForce = new Map([...kept, ...answer.found]);
    }
    sources.push({
      id: 'bootstrap',
      place: 'the bootstrap server',
      values: answer?.found?.size ?? 0,
      counts: answer?.found !== undefined,
      reason:
        answer?.found === undefined
          ? 'it is asked, and no answer is known'
          : 'its answer replaces the settings of the device',
    });
  }
  const readingBase = base === inForce ? undefined : readingOf(base, platform, release);
  const reading = readingOf(inForce, platform, release);
  notes.take(reading.notes);
  standardMode(captures, reading.keys, notes);
  const masked = reading.keys.filter(({ isMasked }) => isMasked === true);
  if (masked.length > 0)
    notes.add(
      'masked-value',
      `${masked.length === 1 ? '1 value is' : `${String(masked.length)} values are`} masked in the captures, and not compared: ${masked
        .slice(0, 4)
        .map(({ key }) => named(key))
        .join(', ')}${masked.length > 4 ? ', …' : ''}.`,
    );
  const asExpected = {
    source,
    release,
    keys: new Map(reading.keys.map((one) => [one.key, one])),
    address: reading.uses.address?.url,
    models: reading.uses.models.map(({ name }) => name),
    held: new Set([...base.keys(), ...inForce.keys(), ...notes.all.flatMap(({ key }) => key ?? [])]),
  };
  for (const { text, isFault, contradicts } of log?.facts ?? []) {
    const contradiction = contradicts?.(asExpected);
    if (contradiction !== undefined) notes.add('contradiction', contradiction);
    else if (isFault === true) notes.add('log-fault', `The log says: ${text}.`);
  }
  const status: DeviceStatus = {
    platform,
    user,
    release,
    releaseFrom: deciding.release.from,
    source,
    sentence: '',
    keys: reading.keys,
    beside: readingOf(beside, platform, release).keys,
    base: readingBase?.keys ?? reading.keys,
    sources,
    notes: notes.all,
    log,
    digest:
      masked.length > 0 || reading.keys.length === 0
        ? undefined
        : settingsDigest(new Map(reading.keys.map(({ key, value }) => [key, value]))),
  };
  return { ...status, sentence: sentenceOf(status) };
}

/** A device of which nobody can say what platform it is from. */
function unknown(
  captures: Captures,
  { release, from }: FoundRelease,
  log: LogReading | undefined,
  notes: Notes,
): DeviceStatus {
  const refused = captures.notes.some(({ severity }) => severity === 'error');
  if (!refused)
    notes.add(
      captures.empty ? 'nothing-captured' : 'platform-unclear',
      captures.empty
        ? 'Nothing of a device was captured here.'
        : 'The captures do not say what platform the device is.',
    );
  const status: DeviceStatus = {
    platform: undefined,
    user: undefined,
    release,
    releaseFrom: from,
    source: 'unknown',
    sentence: '',
    keys: [],
    beside: [],
    base: [],
    sources: [],
    notes: notes.all,
    log,
    digest: undefined,
  };
  return { ...status, sentence: sentenceOf(status) };
}

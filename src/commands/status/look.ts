import { setImmediate as turn } from 'node:timers/promises';
import { compareRecord } from '../../device/digests.ts';
import { evaluate, usersOf, type EvaluateOptions } from '../../device/evaluate.ts';
import {
  compareDevice,
  digestIn,
  expectSettings,
  type DriftState,
  type Expectation,
} from '../../device/expect.ts';
import { note } from '../../device/notes.ts';
import { Cancelled, Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { statusReporters } from '../../report/status/index.ts';
import type { DeviceReport } from '../../report/status/report.ts';
import { settingsOf, type Platform } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { loadDocument } from '../load-config.ts';
import { styleFor } from '../options.ts';
import type { StatusFlags } from './flags.ts';
import { below } from './below.ts';
import { findDevices, type FoundDevice } from './devices.ts';
import { readLive } from './live.ts';

/** After so many milliseconds of work the process looks whether somebody wants it to end. */
const TURN_MS = 100;

/** Looks at this device, or at what was captured on others, and reports. */
export async function look(captures: readonly string[], flags: StatusFlags, io: Io): Promise<ExitCode> {
  if (flags.root !== undefined && captures.length > 0)
    throw new UserError('Give captures or --root, not both.');
  const expected = flags.expect === undefined ? undefined : await expectation(flags.expect, io);
  const inspector = await io.inspector();
  const options: EvaluateOptions = {
    platform: flags.platform,
    target: flags.target,
    user: flags.user,
    now: io.now(),
  };
  if (captures.length === 0) return live(flags, options, expected, io);
  const found = findDevices(captures, inspector);
  return report(found, flags, options, expected, io);
}

async function live(
  flags: StatusFlags,
  options: EvaluateOptions,
  expected: Expectation | undefined,
  io: Io,
): Promise<ExitCode> {
  const platform = flags.platform ?? platformOfProcess(io.platform);
  if (flags.root === undefined && platform !== platformOfProcess(io.platform))
    throw new UserError(
      `This device does not run ${platform}.`,
      'Give captures of the device, or the folder with a copy of its files as --root.',
    );
  if (flags.root !== undefined && !(await io.inspector()).entries(flags.root, true).ok)
    throw new UserError(`${printable(flags.root, 300)} is no folder.`);
  const inspector = await io.inspector();
  const seen = flags.root === undefined ? inspector : below(flags.root, inspector, io);
  const { gathered, user } = await readLive(io, seen, {
    platform,
    root: flags.root,
    user: flags.user,
  });
  const device: FoundDevice = { name: 'this device', captures: gathered.captures };
  return report(
    { expected: 1, fleet: false, devices: [device] },
    flags,
    { ...options, platform, user: user ?? options.user },
    expected,
    io,
  );
}

function platformOfProcess(platform: NodeJS.Platform): Platform {
  return platform === 'darwin' ? 'macos' : platform === 'win32' ? 'windows' : 'linux';
}

/** The settings of a file in any format, or a digest alone. */
async function expectation(given: string, io: Io): Promise<Expectation> {
  const digest = digestIn(given);
  if (digest !== undefined) return { name: given, settings: undefined, digest };
  const { file, document } = await loadDocument(given, io, {});
  if (document.findings.some(({ code }) => code === 'syntax'))
    throw new UserError(
      `${printable(file, 300)} does not parse, so no device can be compared with it.`,
      'Run "cowork-3p validate" on it.',
    );
  return expectSettings(file, settingsOf(document));
}

async function report(
  found: { readonly expected: number; readonly fleet: boolean; readonly devices: Iterable<FoundDevice> },
  flags: StatusFlags,
  options: EvaluateOptions,
  expected: Expectation | undefined,
  io: Io,
): Promise<ExitCode> {
  const make = await statusReporters[flags.format]();
  const reporter = make({
    style: await styleFor('stdout', flags, io),
    columns: io.stdout.columns,
    quiet: flags.quiet === true,
    fleet: found.fleet,
  });
  const states: Record<DriftState, number> = { 'in-line': 0, differs: 0, 'not-arrived': 0, unreadable: 0 };
  let devices = 0;
  let failed = false;
  const progress = progressOf(found, io);
  const pause = pauses(io, () => progress.step(devices));
  io.stdout.write(reporter.begin());
  for (const device of found.devices) {
    const one = await lookAt(device, { options, expected, pause });
    devices += 1;
    if (one.compared !== undefined) states[one.compared.state] += 1;
    failed ||=
      one.compared === undefined
        ? one.status?.notes.some(({ severity }) => severity === 'error') === true
        : one.compared.state !== 'in-line';
    await pause();
    const text = reporter.device(one);
    if (text !== '') io.stdout.write(text);
    await pause();
  }
  progress.end();
  const exitCode = failed ? Exit.findings : Exit.ok;
  io.stdout.write(reporter.end({ devices, states, expected: expected?.name, exitCode }));
  return exitCode;
}

/**
 * Lets signals in, however large a device is: to be called between two pieces of work. Now and then it is time for it,
 * and to say how far the run is (`told`). Throws `Cancelled` when somebody wants the run to end.
 */
function pauses(io: Io, told: () => void): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_MS) return;
    await turn();
    if (io.signal.aborted) throw new Cancelled();
    last = performance.now();
    told();
  };
}

/** How a device is looked at. */
interface Looking {
  readonly options: EvaluateOptions;
  readonly expected: Expectation | undefined;
  readonly pause: () => Promise<void>;
}

/** One device, evaluated and compared. Of several users the first that differs is told, else the first. */
async function lookAt(
  { name, captures, record }: FoundDevice,
  { options, expected, pause }: Looking,
): Promise<DeviceReport> {
  if (record !== undefined)
    return {
      device: name,
      record,
      ...(expected === undefined ? {} : { compared: compareRecord(record, expected) }),
    };
  if (captures === undefined) return { device: name };
  await pause();
  const first = evaluate(captures, options);
  await pause();
  if (expected === undefined) return { device: name, status: first };
  const compared = compareDevice(first, expected);
  const users = options.user === undefined ? usersOf(captures, first.platform) : [];
  if (users.length < 2 || compared.state !== 'in-line') return { device: name, status: first, compared };
  for (const user of users.slice(0, MAX_USERS)) {
    await pause();
    const status = evaluate(captures, { ...options, user });
    const other = compareDevice(status, expected);
    if (other.state !== 'in-line')
      return {
        device: name,
        status: {
          ...status,
          notes: [
            ...status.notes,
            note(
              'several-users',
              `${String(users.length)} users have something of their own; this is one who differs.`,
            ),
          ],
        },
        compared: other,
      };
  }
  return { device: name, status: first, compared };
}

/** More users than share a device. */
const MAX_USERS = 50;

/** How far it is, on a terminal, for more devices than are done at once. */
function progressOf(
  { expected, fleet }: { readonly expected: number; readonly fleet: boolean },
  io: Io,
): { step(done: number): void; end(): void } {
  if (!fleet || !io.stderr.isTTY) return { step: () => undefined, end: () => undefined };
  return {
    step: (done) => io.stderr.write(`\r\u001b[K${String(done)} of ${String(expected)} devices`),
    end: () => io.stderr.write('\r\u001b[K'),
  };
}

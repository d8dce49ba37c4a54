import type { DigestRecord } from '../../device/digests.ts';
import type { Compared, DriftState } from '../../device/expect.ts';
import type { DeviceStatus } from '../../device/types.ts';
import type { ExitCode } from '../../errors.ts';
import type { Style } from '../style.ts';

/** One device as it was looked at. */
export interface DeviceReport {
  /** Its name: that of its folder, or words for this very device. */
  readonly device: string;
  /** What was found; absent when the device has only reported a digest. */
  readonly status?: DeviceStatus;
  readonly record?: DigestRecord;
  /** Present when there is something to hold it against. */
  readonly compared?: Compared;
}

/** How devices stand, when the last one has been looked at. */
export interface StatusSummary {
  readonly devices: number;
  /** Devices by how they stand to what is expected; empty without. */
  readonly states: Readonly<Record<DriftState, number>>;
  /** What they were held against; undefined without. */
  readonly expected: string | undefined;
  readonly exitCode: ExitCode;
}

/** How a report is written. */
export interface StatusReporterOptions {
  readonly style: Style;
  /** Width to wrap at. */
  readonly columns: number;
  /** What is not in order, and nothing else. */
  readonly quiet: boolean;
  /** Several devices: a table, where one device is told in full. */
  readonly fleet: boolean;
}

/** One output format of `status`. Called device by device, so that ten thousand need no memory. Returns text, prints nothing. */
export interface StatusReporter {
  begin(): string;
  device(report: DeviceReport): string;
  end(summary: StatusSummary): string;
}

/** Makes a reporter for one run. */
export type StatusReporterFactory = (options: StatusReporterOptions) => StatusReporter;

import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Longest: a year. An answer that never expires would never be asked for again. */
const LONGEST = 366 * 86_400_000;

/** Argument parser for `90m`, `8h`, `7d`: milliseconds. */
export function durationArgument(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(milliseconds > 0 && milliseconds <= LONGEST))
    throw new InvalidArgumentError('Give a number with s, m, h or d after it, such as 8h, at most 366d.');
  return milliseconds;
}

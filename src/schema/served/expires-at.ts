import { typeName } from '../show.ts';
import type { ServedRule } from './rule.ts';

/** From this number on it is milliseconds, below it seconds (vendor page "Bootstrap"). */
const MILLISECONDS_FROM = 1e12;
/** The app asks again every 10 minutes at the earliest that is configurable by default. */
const SOON_MS = 60_000;
/** 1 January 2200: later than any server means. */
const LATEST_MS = 7_258_118_400_000;

/** Until when the answer may be used: a number in seconds or milliseconds since 1970. */
export const expiresAt: ServedRule = {
  id: 'expires-at',
  source: 'Vendor page "Bootstrap", expiresAt',
  check({ document, now, wire, report }) {
    const value =
      document.nested === undefined ? document.entries.get('expiresAt')?.value : document.nested.expiresAt;
    if (value === undefined) return;
    const path = ['expiresAt'];
    if (typeof value !== 'number') {
      const meant = numberFor(value);
      report(
        'expires-at-invalid',
        path,
        {
          fault: `expiresAt is ${typeName(value)}; only a number is read, in seconds or milliseconds since 1970`,
          fix: meant ?? 'Write a number, or leave it out: then an answer counts for an hour.',
        },
        // What the app makes of a date in words is not known: it may read one, and it may count an hour instead.
        meant === undefined ? undefined : 'warning',
      );
      return;
    }
    const ms = expiryMs(value);
    if (!Number.isFinite(ms) || ms > LATEST_MS) {
      report('expires-at-invalid', path, {
        fault: `expiresAt is ${String(value)}, which is ${ms > 8.64e15 ? 'no date' : `in the year ${new Date(ms).getUTCFullYear()}`} when it is read as milliseconds`,
        fix: 'Write seconds or milliseconds since 1970, not microseconds.',
      });
      return;
    }
    if (now === undefined || ms > now + SOON_MS) return;
    const left = Math.ceil((ms - now) / 1000);
    report(
      'expires-at-past',
      path,
      {
        fault: late(ms, value, left),
        fix: 'Write a time an hour from now or later, in seconds since 1970, or leave expiresAt out.',
      },
      // A file that only looks like an answer may be one that was kept, or the sample of a page.
      left > 0 || wire === 'maybe' ? 'warning' : undefined,
    );
  },
};

/** `expiresAt` in milliseconds since 1970. */
export function expiryMs(value: number): number {
  return value >= MILLISECONDS_FROM ? value : value * 1000;
}

function late(ms: number, value: number, left: number): string {
  const when = ms < -8.64e15 ? String(value) : new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  return left <= 0
    ? `expiresAt is ${when}, which is past: the answer has expired when it arrives`
    : `expiresAt is ${when}, in ${left} s: the answer expires before the app asks again`;
}

/** The number that a text stands for, as advice. */
function numberFor(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{9,13}$/.test(value)) return `Write ${value} without quotes.`;
  if (value.length > 40) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : `Write ${Math.floor(ms / 1000)}.`;
}

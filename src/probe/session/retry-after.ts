/** Milliseconds to wait, from `retry-after-ms`, seconds, or an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(headers: Readonly<Record<string, string>>, today: Date): number | undefined {
  const exact = headers['retry-after-ms']?.trim() ?? '';
  if (/^\d{1,9}$/.test(exact)) return Number(exact);
  const value = headers['retry-after']?.trim() ?? '';
  if (value === '') return undefined;
  // Some send fractions, which RFC 9110 does not know and the engine takes.
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = new Date(value).getTime();
  return Number.isNaN(date) ? undefined : Math.max(0, date - today.getTime());
}

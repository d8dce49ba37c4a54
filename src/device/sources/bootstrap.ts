import { json } from '../../importers/json.ts';
import { keySpec, staysOnDevice, type Release } from '../../schema/index.ts';
import { addressOfDevice, expiryMs } from '../../schema/served.ts';
import { isBefore, neverDelivered } from '../../schema/forms.ts';
import { printable } from '../../text/printable.ts';
import { named, Notes, type Note } from '../notes.ts';
import { MARKETPLACES_KEPT_SINCE } from '../places.ts';
import type { Captured } from '../types.ts';
import { isKnown, type Found } from './managed.ts';

/*
 * A bootstrap server: its answer replaces what management has set as a whole, but for what only the device can say.
 * Keys that are unknown, or that it may not deliver, are dropped one by one.
 */

/** Whether these settings ask a server. `false`, "false" and "0" switch it off. */
export function asksServer(found: ReadonlyMap<string, Found>): boolean {
  const url = found.get('bootstrapUrl')?.value;
  const enabled = found.get('bootstrapEnabled')?.value;
  const off = enabled === false || enabled === 0 || enabled === 'false' || enabled === '0';
  return url !== undefined && url !== '' && !off;
}

/** What a saved answer delivers; undefined when it is no configuration. */
export function readAnswer(
  { name, bytes }: Captured,
  now: number | undefined,
): { readonly found: ReadonlyMap<string, Found> | undefined; readonly notes: readonly Note[] } {
  const notes = new Notes();
  const source = 'bootstrap' as const;
  const decoded = json.decode(bytes);
  const fault = decoded.ok
    ? decoded.value.findings.find(({ code }) => code === 'syntax' || code === 'wrong-shape')?.message
    : decoded.failure.message;
  if (!decoded.ok || fault !== undefined) {
    notes.add('malformed', `${printable(name, 120)}: ${fault ?? 'it is no JSON object'}.`, { source });
    return { found: undefined, notes: notes.all };
  }
  const found = new Map<string, Found>();
  for (const [key, { value }] of decoded.value.entries) {
    if (key === 'expiresAt') tellExpiry(value, now, notes);
    else if (!isKnown(key))
      notes.add('unknown', `${named(key)} is no key that the app knows, so it is dropped.`, { key, source });
    else if (neverDelivered([key]).length > 0)
      notes.add('never-delivered', `${named(key)} cannot come from a bootstrap server, so it is dropped.`, {
        key,
        source,
      });
    else if (typeof value === 'string' && addressOfDevice(keySpec(key)?.type, value) !== undefined)
      notes.add('loopback-dropped', `${named(key)} names this very device, so the app drops it.`, {
        key,
        source,
      });
    else if (value === '' || value === null)
      notes.add('empty', `${named(key)} is empty, which says nothing.`, { key, source });
    else
      found.set(key, {
        value,
        from: source,
        reason: 'the answer of the bootstrap server replaces all others',
      });
  }
  for (const { code, message } of decoded.value.findings)
    if (code === 'mixed-shape') notes.add('malformed', `${printable(name, 120)}: ${message}.`, { source });
  return { found, notes: notes.all };
}

/** The settings of the device that an answer leaves in force for their key alone: the rest of it is replaced. */
export function keptBeside(
  base: ReadonlyMap<string, Found>,
  answer: ReadonlyMap<string, Found>,
  release: Release,
): {
  readonly kept: ReadonlyMap<string, Found>;
  readonly beside: ReadonlyMap<string, Found>;
  readonly gone: readonly string[];
} {
  const kept = new Map<string, Found>();
  const beside = new Map<string, Found>();
  const gone: string[] = [];
  for (const [key, found] of base) {
    if (answer.has(key)) continue;
    if (staysOnDevice(key)) beside.set(key, { ...found, reason: 'a bootstrap server cannot replace it' });
    else if (key === 'allowedPluginMarketplaces' && !isBefore(release, MARKETPLACES_KEPT_SINCE))
      kept.set(key, { ...found, reason: 'the bootstrap server says nothing about it, and it is kept then' });
    else gone.push(key);
  }
  return { kept, beside, gone };
}

function tellExpiry(value: unknown, now: number | undefined, notes: Notes): void {
  if (typeof value !== 'number') {
    notes.add('bootstrap-expired', 'expiresAt of the answer is no number.', { source: 'bootstrap' });
    return;
  }
  if (now !== undefined && expiryMs(value) < now)
    notes.add('bootstrap-expired', 'The answer has expired; the app asks again.', { source: 'bootstrap' });
}

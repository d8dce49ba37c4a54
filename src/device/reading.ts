import {
  effective,
  settingsOf,
  validate,
  type Document,
  type Effective,
  type Platform,
  type Release,
} from '../schema/index.ts';
import { isMask } from './mask.ts';
import { named, Notes, type Note } from './notes.ts';
import type { DeviceKey } from './setting.ts';
import type { Found } from './sources/managed.ts';

/** Settings as the app reads them: decoded, without those that it cannot read, each with why it does nothing. */
export function readingOf(
  found: ReadonlyMap<string, Found>,
  platform: Platform,
  release: Release,
): { readonly keys: readonly DeviceKey[]; readonly notes: readonly Note[]; readonly uses: Effective } {
  const notes = new Notes();
  const plain = [...found].filter(([, { value }]) => !isMask(value));
  const document: Document = {
    format: 'json',
    entries: new Map(plain.map(([key, { value }]) => [key, { key, value, encoding: 'JSON' }])),
    findings: [],
    locate: () => undefined,
  };
  const target = { oldest: release, newest: release };
  const validated = validate(document, { platform, deployed: true });
  const decoded = settingsOf(document);
  const uses = effective(validated, { platform, target });
  const unused = new Map<string, string>();
  const gone = new Set<string>();
  for (const { key, reason, why } of uses.dropped) {
    if (reason === 'retired') {
      gone.add(key);
      notes.add('retired', `${named(key)} ${why}.`, { key });
    } else if (reason === 'too-new') {
      unused.set(key, why);
      notes.add('too-new', `${named(key)} ${why}.`, { key });
    } else if (reason === 'unresolved')
      notes.add(
        'invalid',
        `${named(key)} holds a reference, which nobody looks up on a device: the app takes it as it stands.`,
        { key },
      );
    else if (reason !== 'refused') unused.set(key, why);
  }
  for (const findings of validated.refused.values())
    for (const { code, message, path } of findings.slice(0, 3)) {
      const [key] = path;
      if (typeof key !== 'string' || gone.has(key)) continue;
      if (code === 'wrong-type' && path.length === 1) {
        gone.add(key);
        notes.add('malformed-value', `${message}; the app cannot read it.`, { key });
      } else notes.add('invalid', `${message}.`, { key });
    }
  const keys: DeviceKey[] = [];
  for (const [key, { value, from, reason }] of found) {
    if (gone.has(key)) continue;
    if (isMask(value)) keys.push({ key, value: undefined, from, reason, isMasked: true });
    else {
      const why =
        key === 'disableWslSessions' && from === 'HKCU' ? 'counts under HKLM only' : unused.get(key);
      keys.push({
        key,
        value: decoded.get(key),
        from,
        reason,
        ...(why === undefined ? {} : { unused: why }),
      });
    }
  }
  return { keys, notes: notes.all, uses };
}

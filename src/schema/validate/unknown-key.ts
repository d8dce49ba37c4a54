import { oddIn, withoutHidden } from '../../text/hidden.ts';
import { keyNames, keySpec } from '../catalogue/index.ts';
import type { Document } from '../document.ts';
import { elsewhere, guessedKey } from '../elsewhere.ts';
import type { Platform } from '../key-spec.ts';
import { nearest } from '../nearest.ts';
import { replacementOf } from '../retirements/renames.ts';
import type { Report } from '../rules/rule.ts';
import { isObject } from '../../text/json.ts';

interface UnknownKeyOptions {
  readonly document: Document;
  readonly platform: Platform | undefined;
  /** Look for a key of a similar name, which costs more than all else. */
  readonly suggest: boolean;
}

/** Tells of a name that is no setting: what it may be meant for, or where it belongs. */
export function checkUnknownKey(
  key: string,
  { document, platform, suggest }: UnknownKeyOptions,
  report: Report,
): void {
  const parent = key.includes('.') ? key.slice(0, key.indexOf('.')) : '';
  const severity = platform === 'linux' ? 'error' : undefined;
  const value = document.entries.get(key)?.value;
  const inside = isObject(value) ? Object.keys(value) : [];
  const settings = inside.filter((name) => keySpec(name) !== undefined || replacementOf(name) !== undefined);
  if (settings.length > 0 || (inside.length > 0 && (key === 'inference' || key === 'enterpriseConfig'))) {
    report('nested-config', [key], { key, keys: settings });
    return;
  }
  if (parent !== '') report('dotted-key', [key], { key, parent });
  else {
    const place = elsewhere(key);
    const meant = suggest
      ? (guessedKey(key, document.entries.get('inferenceProvider')?.value) ??
        nearest(withoutHidden(key), keyNames))
      : undefined;
    report(
      'unknown-key',
      [key],
      place === undefined ? { key, nearest: meant, odd: oddIn(key) } : { key, elsewhere: place.hint },
      place?.wrongFile === true && document.format === 'json' ? 'error' : severity,
    );
  }
}

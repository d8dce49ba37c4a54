import { keySpec, replacementOf, type Release } from '../../schema/index.ts';
import { isBefore } from '../../schema/forms.ts';
import { MORE_BEHAVIOUR_SINCE } from '../places.ts';
import type { Note } from '../notes.ts';
import type { SourceId } from '../setting.ts';
import type { DeviceSource } from '../types.ts';

/** A setting as its source holds it, not yet decoded, and why it counts there: a clause. */
export interface Found {
  readonly value: unknown;
  readonly from: SourceId;
  readonly reason: string;
}

/** What the managed sources of one platform come to, before anything else of the device is looked at. */
export interface Managed {
  /** The device counts as managed, whatever could be read. */
  readonly present: boolean;
  /** Present by more than keys of app behaviour: by a value that asks for third-party mode and cannot be read. */
  readonly asks: boolean;
  readonly found: ReadonlyMap<string, Found>;
  readonly sources: readonly DeviceSource[];
  readonly notes: readonly Note[];
}

/** Whether the name is one that some release of the app reads. */
export function isKnown(key: string): boolean {
  return keySpec(key) !== undefined || replacementOf(key) !== undefined;
}

/** Keys whose mere presence asks for third-party mode, readable or not (vendor reference of October 2026). */
export const ASKING: ReadonlySet<string> = new Set(['inferenceProvider', 'bootstrapUrl']);

/** First documented; the others came with later releases. */
const FIRST_BEHAVIOUR: ReadonlySet<string> = new Set([
  'disableAutoUpdates',
  'autoUpdaterEnforcementHours',
  'updateViaUpdatesHost',
]);
const LATER_BEHAVIOUR: ReadonlySet<string> = new Set([
  'relaunchEnforcementHours',
  'configRecheckIntervalMinutes',
  'egressProxyUrl',
  'egressProxyPacUrl',
]);
/** The rest of the group is known from this release on, by a third party. */
const REST_SINCE = '2.9939.2';

/** Whether the key is of app behaviour at that release: such keys alone leave the local configuration in force. */
export function isBehaviour(key: string, release: Release): boolean {
  if (keySpec(key)?.appBehaviour !== true) return false;
  if (FIRST_BEHAVIOUR.has(key)) return true;
  return !isBefore(release, LATER_BEHAVIOUR.has(key) ? MORE_BEHAVIOUR_SINCE : REST_SINCE);
}

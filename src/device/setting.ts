/** Where a setting of a device can come from. `HKLM` and `HKCU` are Windows, `machine` and `user` macOS, `file` Linux. */
export type SourceId = 'machine' | 'user' | 'HKLM' | 'HKCU' | 'file' | 'local' | 'bootstrap';

/** One setting in force. */
export interface DeviceKey {
  readonly key: string;
  /** Decoded, unmasked: never to be shown but through `masked()`. */
  readonly value: unknown;
  readonly from: SourceId;
  /** Why this value counts: a clause. */
  readonly reason: string;
  /** Why the app does nothing with it all the same: a clause that follows the name of the key. */
  readonly unused?: string;
  /** The capture holds a mask in place of the value. */
  readonly isMasked?: true;
}

/** Whose settings are in force. */
export type SourceState =
  'none' | 'local' | 'managed' | 'local+managed-behaviour' | 'bootstrap' | 'bootstrap-missing' | 'unknown';

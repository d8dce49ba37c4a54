import { shownName } from '../text/credentials.ts';
import { printable } from '../text/printable.ts';
import type { SourceId } from './setting.ts';

/** What a note means for the device: `error` keeps settings from counting that somebody wants to count. */
export type NoteSeverity = 'error' | 'warning' | 'info';

/**
 * Every kind of note with its weight and the way on. A note says what was there and does not count, or what does not
 * fit together. The wording of the fault is made where it is found.
 */
export const NOTES = {
  // Hidden
  'hkcu-hidden': [
    'error',
    'Remove every value under HKLM\\SOFTWARE\\Policies\\Claude that is not wanted, or put all settings there.',
  ],
  'user-over-machine': ['info', undefined],
  'replaced-by-bootstrap': [
    'warning',
    'Let the bootstrap server deliver the setting, or take it out of the managed source.',
  ],
  'local-hidden': ['info', undefined],
  'library-old': [
    'warning',
    'Start the app once, look whether its settings are right, and remove the old library.',
  ],
  // Unread
  'unreadable-type': ['error', 'Write it as REG_SZ: "cowork-3p export --format reg" does.'],
  invisible: ['error', 'Write it as REG_SZ: "cowork-3p export --format reg" does.'],
  'default-value': ['warning', 'Delete the default value of the key.'],
  empty: ['warning', 'Delete the value, or give it one.'],
  subkey: ['error', 'Put the values directly under SOFTWARE\\Policies\\Claude.'],
  'wrong-key': [
    'error',
    'Put the values under HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude, in the 64-bit view.',
  ],
  'native-unread': ['error', 'Write the value as a string.'],
  // Ignored
  unknown: ['warning', 'Correct the name, or remove the value: "cowork-3p explain" lists the keys.'],
  'too-new': ['warning', 'Update the app, or leave the key out for this release.'],
  retired: ['warning', 'Write today’s spelling: "cowork-3p migrate" does.'],
  'never-delivered': ['warning', 'Set it in the managed source: a bootstrap server cannot deliver it.'],
  'loopback-dropped': ['warning', 'Give the address that the device can reach.'],
  'managed-sets-only-app-behaviour': ['info', undefined],
  'standard-mode': [
    'warning',
    'Set disableDeploymentModeChooser in the managed source, or let the user sign in again.',
  ],
  'old-file': ['warning', 'Move the settings to a managed source.'],
  // Malformed
  malformed: ['error', 'Check the file with "cowork-3p validate".'],
  'malformed-value': ['error', 'Check the configuration with "cowork-3p validate".'],
  invalid: ['error', 'Check the configuration with "cowork-3p validate".'],
  'not-a-regular-file': ['error', 'Replace it by a regular file: install -o root -g root -m 0644.'],
  'file-owner': ['error', 'Run: chown root:root /etc/claude-desktop/managed-settings.json'],
  'file-writable': ['error', 'Run: chmod 0644 /etc/claude-desktop/managed-settings.json'],
  'not-readable': ['error', 'Run: chmod 0644 /etc/claude-desktop/managed-settings.json'],
  'directory-owner': ['error', 'Run: chown root:root /etc/claude-desktop'],
  'directory-writable': ['error', 'Run: chmod 0755 /etc/claude-desktop'],
  'directory-link': ['error', 'Replace it by a real folder that belongs to root.'],
  'owner-unknown': [
    'warning',
    'Take the output of stat as well: "cowork-3p status --collect --platform linux".',
  ],
  'content-missing': ['error', 'Take the file as well, with the rights of root.'],
  // Sources
  degraded: ['error', 'See that the bootstrap server answers with 200 and JSON at the launch of the app.'],
  'two-profiles': ['error', 'Remove all profiles but one.'],
  'profile-differs': ['warning', 'Update the inventory of the device, or restart it.'],
  'profile-expires': ['warning', 'Renew the profile before that day.'],
  'from-profiles': [
    'warning',
    'Take the managed property lists as well: "cowork-3p status --collect --platform macos".',
  ],
  'several-users': ['warning', 'Give the user with --user.'],
  'library-unapplied': ['warning', 'Apply an entry in the app, or deploy a managed source.'],
  'library-id': ['warning', 'Apply the entry again in the app.'],
  'library-redirected': ['warning', 'Start the app once: newer packages keep the library outside.'],
  'nested-unread': ['error', 'Write flat keys: "cowork-3p export --format json" does.'],
  'consent-asked': [
    'warning',
    'Set bootstrapUrl for the device, or trustBootstrapDelivery in the managed source.',
  ],
  'bootstrap-expired': ['warning', 'Take a newer answer of the server.'],
  // The app
  'version-unknown': ['info', 'Take main.log as well, or say the release with --target.'],
  'version-beyond': ['info', undefined],
  'version-differs': ['warning', 'Quit the app and start it again.'],
  contradiction: ['warning', 'Quit the app and start it again, then take main.log once more.'],
  'log-fault': ['warning', undefined],
  'log-cut': ['info', undefined],
  // Evidence
  'not-evidence': [
    'error',
    'Take "reg export HKLM\\SOFTWARE\\Policies\\Claude policy.reg /y" on Windows, the managed property lists on macOS: "cowork-3p status --collect" prints how.',
  ],
  'capture-unread': ['error', 'Copy the file itself.'],
  'not-a-capture': ['info', undefined],
  'masked-value': ['info', undefined],
  'platform-unclear': ['error', 'Say which with --platform.'],
  'nothing-captured': ['error', 'Take captures with "cowork-3p status --collect".'],
} as const satisfies Record<string, readonly [NoteSeverity, string | undefined]>;

export type NoteCode = keyof typeof NOTES;

/** One thing that somebody who looks at a device should know. All texts are safe to show. */
export interface Note {
  readonly code: NoteCode;
  readonly severity: NoteSeverity;
  readonly message: string;
  readonly hint?: string;
  readonly key?: string;
  readonly source?: SourceId;
}

/** A note. `message` is made of our own words and of what has passed `show()` or `printable()`. */
export function note(
  code: NoteCode,
  message: string,
  about: {
    readonly key?: string;
    readonly source?: SourceId;
    readonly severity?: NoteSeverity;
    /** In place of the way on that goes with the code. */
    readonly hint?: string | undefined;
  } = {},
): Note {
  const [severity, usual] = NOTES[code];
  const hint = about.hint ?? usual;
  return {
    code,
    severity: about.severity ?? severity,
    message: printable(message, 600),
    ...(hint === undefined ? {} : { hint }),
    ...(about.key === undefined ? {} : { key: named(about.key) }),
    ...(about.source === undefined ? {} : { source: about.source }),
  };
}

/** The name of a key from a device as it may be shown. */
export function named(key: string): string {
  return printable(shownName(key), 120);
}

/** A hostile device can be wrong in a hundred thousand places; this many are told. */
const MAX_NOTES = 300;

/** A list of notes that ends. */
export class Notes {
  readonly all: Note[] = [];

  readonly add = (...args: Parameters<typeof note>): void => {
    if (this.all.length < MAX_NOTES) this.all.push(note(...args));
  };

  take(notes: readonly Note[]): void {
    for (const one of notes) if (this.all.length < MAX_NOTES) this.all.push(one);
  }
}

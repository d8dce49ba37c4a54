import { releaseText } from '../schema/forms.ts';
import { printable } from '../text/printable.ts';
import type { NoteCode } from './notes.ts';
import type { DeviceStatus } from './types.ts';

const WORDS = { macos: 'macOS', windows: 'Windows', linux: 'Linux' } as const;

/** One sentence that says what the device has, and the gravest reason why it has not what somebody wants it to have. */
export function sentenceOf(status: DeviceStatus): string {
  const { platform, source, keys, release, releaseFrom } = status;
  if (platform === undefined)
    return 'Nothing can be said about this device: no capture of it counts as evidence.';
  const on = `${WORDS[platform]}, app ${releaseText(release)}${releaseFrom === 'newest' ? ' assumed' : ''}`;
  const why = because(status);
  return printable(
    `${said(source, keys.length, status)}${why === undefined ? '' : `: ${why}`} (${on}).`,
    500,
  );
}

function said(source: DeviceStatus['source'], number: number, status: DeviceStatus): string {
  const settings = number === 1 ? '1 setting is' : `${String(number)} settings are`;
  const places = [...new Set(status.keys.map(({ from }) => from))].map((from) => PLACE[from]);
  switch (source) {
    case 'none':
      return 'Nothing configures the app on this device';
    case 'local':
      return `The local library configures the app, no managed source does; ${settings} in force`;
    case 'managed':
      return number === 0
        ? 'The device counts as managed, and no setting is in force'
        : `The device is managed; ${settings} in force, from ${places.join(' and ')}`;
    case 'local+managed-behaviour':
      return `The local library configures the app beside managed app behaviour; ${settings} in force`;
    case 'bootstrap':
      return `A bootstrap server configures the app; ${settings} in force`;
    case 'bootstrap-missing':
      return 'The device asks a bootstrap server whose answer is not known, and no setting is in force';
    case 'unknown':
      return 'Nothing can be said about this device';
  }
}

const PLACE = {
  machine: 'the property list of the device',
  user: 'the property list of the user',
  HKLM: 'HKLM',
  HKCU: 'HKCU',
  file: 'the managed file',
  local: 'the local library',
  bootstrap: 'the bootstrap server',
} as const;

/** The notes that explain most, the gravest first, each as a clause. */
const REASONS: readonly (readonly [NoteCode, string])[] = [
  ['not-a-regular-file', 'the managed file is no regular file'],
  ['file-owner', 'the managed file does not belong to root'],
  ['file-writable', 'others than root can write the managed file'],
  ['not-readable', 'users cannot read the managed file'],
  ['directory-link', 'the folder of the managed file is no real folder'],
  ['directory-owner', 'the folder of the managed file does not belong to root'],
  ['directory-writable', 'others than root can write the folder of the managed file'],
  ['hkcu-hidden', 'values under HKLM hide all of HKCU'],
  ['standard-mode', 'but the user chose standard mode, which wins'],
  ['two-profiles', 'but two profiles configure it, and which of them wins is not defined'],
  ['content-missing', 'the content of the managed file was not taken'],
  ['wrong-key', 'values lie under a key that the app does not read'],
  ['subkey', 'values lie in a subkey, which the app does not read'],
  ['unreadable-type', 'values are of a type that is not read'],
  ['native-unread', 'values are of a type that is not read'],
  ['malformed', 'something in it cannot be read'],
  ['nested-unread', 'it is nested, which is not read there'],
  ['invisible', 'values are of a type that the app does not see'],
  ['contradiction', 'but the log says otherwise'],
];

function because({ notes }: DeviceStatus): string | undefined {
  const codes = new Set(notes.map(({ code }) => code));
  return REASONS.find(([code]) => codes.has(code))?.[1];
}

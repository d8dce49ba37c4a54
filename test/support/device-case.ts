import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A device as its case describes it, and what must be said of it. */
export interface DeviceCase {
  readonly name: string;
  readonly platform: 'macos' | 'windows' | 'linux';
  readonly release?: string;
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly HKLM?: Readonly<Record<string, readonly [type: string, value: string | number]>>;
  readonly HKCU?: Readonly<Record<string, readonly [type: string, value: string | number]>>;
  readonly file?: {
    readonly values?: Readonly<Record<string, unknown>>;
    /** The bytes of the file as they are, in place of `values`. */
    readonly text?: string;
    readonly kind?: string;
    readonly owner?: string;
    readonly mode?: string;
    readonly dirmode?: string;
    readonly dirowner?: string;
    readonly dirkind?: string;
  };
  readonly local?: Readonly<Record<string, unknown>>;
  readonly bootstrap?: Readonly<Record<string, unknown>>;
  /** Further files of the folder, by name; they win. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further flags. */
  readonly flags?: readonly string[];
  readonly expect: {
    readonly source: string;
    readonly keys: readonly string[];
    readonly why?: readonly string[];
    readonly values?: Readonly<Record<string, unknown>>;
    readonly user?: string;
    readonly release?: string;
  };
}

/** The cases of a file below fixtures/device. */
export function deviceCases(name: string): readonly DeviceCase[] {
  const file = path.join(import.meta.dirname, '../../fixtures/device', name);
  return JSON.parse(readFileSync(file, 'utf8')) as DeviceCase[];
}

const ID = '01234567-89ab-cdef-0123-456789abcdef';

/** The files that a device of the case gives, by their names in its folder. */
export function capturesOf(one: DeviceCase): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {};
  if (one.machine !== undefined) files['managed-machine.plist'] = plistOf(one.machine);
  if (one.user !== undefined) files['managed-user-alice.plist'] = plistOf(one.user);
  if (one.HKLM !== undefined || one.HKCU !== undefined) files['policy.reg'] = regOf(one);
  if (one.file !== undefined) {
    const { kind = 'regular file', owner = 'root', mode = '644', dirmode = '755' } = one.file;
    const { dirowner = 'root', dirkind = 'directory', values, text } = one.file;
    const name = '/etc/claude-desktop/managed-settings.json';
    if (values !== undefined || text !== undefined)
      files['managed-settings.json'] = text ?? JSON.stringify(values);
    files['stat.txt'] =
      `# stat -c '%n|%F|%U|%G|%a|%N'\n/etc/claude-desktop|${dirkind}|${dirowner}|root|${dirmode}|'/etc/claude-desktop'\n` +
      `${name}|${kind}|${owner}|root|${mode}|'${name}'\n`;
  }
  if (one.local !== undefined) {
    files['configLibrary/_meta.json'] = JSON.stringify({ appliedId: ID, entries: [{ id: ID, name: 'one' }] });
    files[`configLibrary/${ID}.json`] = JSON.stringify(one.local);
  }
  if (one.bootstrap !== undefined) files['bootstrap.json'] = JSON.stringify(one.bootstrap);
  if (one.release !== undefined)
    files['main.log'] =
      `2026-11-20 09:00:01 [info] Starting app { appVersion: '${one.release}', isPackaged: true }\n`;
  return { ...files, ...one.files };
}

function plistOf(values: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(values).map(([key, value]) => `<key>${xml(key)}</key>${node(value)}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${members.join('')}</dict></plist>\n`;
}

function node(value: unknown): string {
  if (typeof value === 'boolean') return `<${String(value)}/>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'string')
    return value.startsWith('<') && value.endsWith('>') ? value : `<string>${xml(value)}</string>`;
  if (Array.isArray(value)) return `<array>${value.map(node).join('')}</array>`;
  return `<dict>${Object.entries(value as object)
    .map(([key, inner]) => `<key>${xml(key)}</key>${node(inner)}`)
    .join('')}</dict>`;
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function regOf({ HKLM, HKCU }: DeviceCase): Uint8Array {
  const hive = (name: string, values: DeviceCase['HKLM']): string =>
    values === undefined
      ? ''
      : `[${name}\\SOFTWARE\\Policies\\Claude]\r\n${Object.entries(values)
          .map(([key, value]) => `${key === '' ? '@' : `"${escaped(key)}"`}=${data(...value)}\r\n`)
          .join('')}\r\n`;
  const text = `Windows Registry Editor Version 5.00\r\n\r\n${hive('HKEY_LOCAL_MACHINE', HKLM)}${hive('HKEY_CURRENT_USER', HKCU)}`;
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const NUMBERS: Readonly<Record<string, string>> = {
  REG_EXPAND_SZ: '2',
  REG_BINARY: '3',
  REG_MULTI_SZ: '7',
  REG_QWORD: 'b',
  REG_NONE: '0',
};

function data(type: string, value: string | number): string {
  if (type === 'REG_SZ') return `"${escaped(String(value))}"`;
  if (type === 'REG_DWORD') return `dword:${Number(value).toString(16).padStart(8, '0')}`;
  const bytes = [...Buffer.from(`${String(value)}\0`, 'utf16le')].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `hex(${NUMBERS[type] ?? '0'}):${bytes.join(',')}`;
}

import { releaseText } from '../../schema/forms.ts';
import { printable } from '../../text/printable.ts';
import type { DeviceReport, StatusReporterFactory } from './report.ts';

const COLUMNS = [
  'device',
  'state',
  'source',
  'platform',
  'release',
  'user',
  'settings',
  'differs',
  'notes',
  'digest',
];

/** For a spreadsheet: a line a device (RFC 4180). No cell is taken for a formula. */
export const csv: StatusReporterFactory = () => ({
  begin: () => line(COLUMNS),
  device: (report) => line(cells(report)),
  end: () => '',
});

function cells({ device, status, record, compared }: DeviceReport): readonly string[] {
  const differs = compared?.drift.map(({ key }) => key).join(' ') ?? '';
  const state = compared?.state ?? '';
  if (status === undefined)
    return [device, state, 'digest', '', '', '', '', differs, '', record?.digest ?? ''];
  const codes = [
    ...new Set(status.notes.filter(({ severity }) => severity !== 'info').map(({ code }) => code)),
  ];
  return [
    device,
    state,
    status.source,
    status.platform ?? '',
    releaseText(status.release),
    status.user ?? '',
    String(status.keys.length),
    differs,
    codes.join(' '),
    status.digest ?? '',
  ];
}

function line(values: readonly string[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** A text that begins as a formula does gets an apostrophe first, as OWASP advises. */
function cell(value: string): string {
  const plain = printable(value, 2000);
  const safe = /^[=+\-@\t]/.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

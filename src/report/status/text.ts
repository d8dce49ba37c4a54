import { named, type Note, type NoteSeverity } from '../../device/notes.ts';
import type { Compared } from '../../device/expect.ts';
import type { DeviceKey } from '../../device/setting.ts';
import type { DeviceStatus } from '../../device/types.ts';
import { MASK } from '../../text/mask.ts';
import { printable } from '../../text/printable.ts';
import { encodeJson } from '../json.ts';
import { valueText } from '../value-text.ts';
import { count, wrap } from '../wrap.ts';
import type { DeviceReport, StatusReporterFactory, StatusReporterOptions } from './report.ts';
import { FleetTable } from './table.ts';

/**
 * For people: one device in full, the sentence first, then what is in force, what does not count and what the log says;
 * several devices as a table by how they stand.
 */
export const text: StatusReporterFactory = (options) => {
  const table = new FleetTable(options);
  return {
    begin: () => '',
    device(report) {
      if (!options.fleet) return one(report, options);
      table.add(report);
      return '';
    },
    end: (summary) => (options.fleet ? table.render(summary) : ''),
  };
};

function one({ status, record, compared }: DeviceReport, options: StatusReporterOptions): string {
  const { style } = options;
  const lines: string[] = [];
  if (status !== undefined) lines.push(...head(status, compared, options));
  else lines.push(style.strong(`Digest reported: ${record?.digest ?? 'none'}`));
  if (compared !== undefined) lines.push(...drift(compared, options));
  if (status !== undefined) {
    if (!options.quiet) lines.push(...keys(status, options), ...sources(status, options));
    lines.push(...notes(status.notes, options));
    if (!options.quiet) lines.push(...log(status, options));
    if (!options.quiet && status.digest !== undefined)
      lines.push('', style.faint(`Digest of what is in force: ${status.digest}`));
  }
  return `${lines.join('\n')}\n`;
}

function head(
  status: DeviceStatus,
  compared: Compared | undefined,
  { style, columns }: StatusReporterOptions,
): readonly string[] {
  const worst = status.notes.some(({ severity }) => severity === 'error')
    ? 'error'
    : status.notes.some(({ severity }) => severity === 'warning')
      ? 'warning'
      : 'info';
  const failed = compared !== undefined && compared.state !== 'in-line';
  const mark =
    failed || worst === 'error' ? style.error('✖') : worst === 'warning' ? style.warning('!') : style.ok('✔');
  return [`${mark} ${style.strong(wrap(status.sentence, columns - 2, '  '))}`];
}

function drift(compared: Compared, { style, columns }: StatusReporterOptions): readonly string[] {
  const lines: string[] = [''];
  switch (compared.state) {
    case 'in-line':
      lines.push(`${style.ok('✔')} It is in line with what is expected.`);
      break;
    case 'not-arrived':
      lines.push(`${style.error('✖')} What is expected has not arrived.`);
      break;
    case 'unreadable':
      lines.push(`${style.error('✖')} It cannot be compared with what is expected.`);
      break;
    case 'differs':
      lines.push(`${style.error('✖')} It differs in ${count(compared.drift.length, 'setting')}:`);
  }
  for (const { key, places, expected, actual } of compared.drift.slice(0, 50)) {
    const where = places.length === 1 && places[0] !== key ? places[0] : key;
    const before = expected === undefined ? '' : printable(encodeJson(expected), 200);
    const after = actual === undefined ? '' : printable(encodeJson(actual), 200);
    const said =
      expected === undefined && actual === undefined
        ? `${style.warning('~')} ${where ?? key}`
        : expected === undefined
          ? style.ok(`+ ${where ?? key}: ${after} (not expected)`)
          : actual === undefined
            ? style.error(`- ${where ?? key}: ${before} (expected, not in force)`)
            : `${style.warning(`~ ${where ?? key}`)}: expected ${before}, got ${after}${before === after ? ' (both masked; the values differ)' : ''}`;
    lines.push(`  ${wrap(said, columns - 2, '    ')}`);
  }
  for (const key of compared.notCompared.slice(0, 20))
    lines.push(style.faint(`  ? ${printable(key, 120)}: not compared`));
  return lines;
}

function keys(status: DeviceStatus, { style, columns }: StatusReporterOptions): readonly string[] {
  const lines: string[] = [];
  for (const [title, list] of [
    ['In force', status.keys],
    ['Beside it, from the device', status.beside],
  ] as const) {
    if (list.length === 0) continue;
    lines.push('', style.strong(title));
    const reasons = new Set(list.map(({ reason }) => reason));
    for (const one of list) lines.push(`  ${wrap(keyText(one, reasons.size > 1), columns - 2, '    ')}`);
    const [only] = reasons;
    if (reasons.size === 1 && only !== undefined)
      lines.push(style.faint(`  ${wrap(`All of them: ${only}.`, columns - 2, '  ')}`));
  }
  return lines;
}

function keyText({ key, value, from, reason, unused, isMasked }: DeviceKey, tellReason: boolean): string {
  const shown = isMasked === true ? MASK : valueText(value, [key]);
  const why = [
    ...(tellReason ? [reason] : []),
    ...(unused === undefined ? [] : [`but the app does not use it: it ${unused}`]),
  ];
  return `${named(key)} = ${shown}  [${from}]${why.length === 0 ? '' : ` ${why.join('; ')}`}`;
}

function sources(
  { sources: list }: DeviceStatus,
  { style, columns }: StatusReporterOptions,
): readonly string[] {
  if (list.length === 0) return [];
  return [
    '',
    style.strong('Sources'),
    ...list.map(({ id, place, user, values, counts, reason }) => {
      const mark = counts ? style.ok('✔') : style.faint('–');
      const whose = user === undefined ? '' : ` (${printable(user, 60)})`;
      return `  ${mark} ${wrap(`${id}${whose}: ${printable(place, 200)}, ${count(values, 'value')}; ${reason}`, columns - 4, '    ')}`;
    }),
  ];
}

const TITLES: Readonly<Record<NoteSeverity, string>> = {
  error: 'Does not count, or is wrong',
  warning: 'Look at this',
  info: 'Good to know',
};

function notes(all: readonly Note[], { style, columns, quiet }: StatusReporterOptions): readonly string[] {
  const lines: string[] = [];
  for (const severity of ['error', 'warning', 'info'] as const) {
    if (quiet && severity !== 'error') continue;
    const some = all.filter((one) => one.severity === severity);
    if (some.length === 0) continue;
    lines.push('', style.strong(TITLES[severity]));
    const hints = new Set<string>();
    for (const { code, message, hint } of some.slice(0, 40)) {
      const line = wrap(`${code}  ${message}`, columns - 4, '    ');
      lines.push(`  ${style[severity](code)}${line.slice(code.length)}`);
      if (hint !== undefined && !hints.has(hint))
        lines.push(`    ${style.faint('→')} ${wrap(hint, columns - 6, '      ')}`);
      if (hint !== undefined) hints.add(hint);
    }
    if (some.length > 40)
      lines.push(style.faint(`  … and ${String(some.length - 40)} more; --format json lists all`));
  }
  return lines;
}

function log({ log: reading }: DeviceStatus, { style, columns }: StatusReporterOptions): readonly string[] {
  if (reading === undefined || reading.facts.length === 0) return [];
  return [
    '',
    style.strong(`What the app said${reading.since === undefined ? '' : ` since ${reading.since}`}`),
    ...reading.facts.map(({ text: said, times, isFault }) => {
      const mark = isFault === true ? style.error('✖') : style.faint('·');
      return `  ${mark} ${wrap(`${said}${times > 1 ? ` (${String(times)} times)` : ''}`, columns - 4, '    ')}`;
    }),
  ];
}

import { printable } from '../../text/printable.ts';
import { count, wrap } from '../wrap.ts';
import type { DeviceReport, StatusReporterOptions, StatusSummary } from './report.ts';

/** As many devices of a kind are named; the rest is a number. */
const NAMED = 8;
/** The widest label that the numbers stand beside. */
const WIDEST = 48;
/** More kinds than anybody reads; with each device another key, the table would be as long as the fleet. */
const MAX_ROWS = 60;

interface Row {
  readonly order: number;
  readonly label: string;
  number: number;
  readonly names: string[];
}

/** Devices by how they stand. Keeps a number and a few names for each kind, so that it does not grow with the fleet. */
export class FleetTable {
  readonly #options: StatusReporterOptions;
  readonly #rows = new Map<string, Row>();

  constructor(options: StatusReporterOptions) {
    this.#options = options;
  }

  add(report: DeviceReport): void {
    const [order, label] = standing(report);
    const kept = this.#rows.has(label) || this.#rows.size < MAX_ROWS ? label : 'differs otherwise';
    const row = this.#rows.get(kept) ?? { order, label: kept, number: 0, names: [] };
    this.#rows.set(kept, row);
    row.number += 1;
    if (row.names.length < NAMED) row.names.push(printable(report.device, 80));
  }

  render({ devices, states, expected }: StatusSummary): string {
    const { style, columns, quiet } = this.#options;
    const rows = [...this.#rows.values()].sort(
      (a, b) => a.order - b.order || b.number - a.number || (a.label < b.label ? -1 : 1),
    );
    const width = Math.min(WIDEST, Math.max(5, ...rows.map(({ label }) => label.length)));
    const lines: string[] = [];
    if (expected !== undefined) {
      const good = states['in-line'];
      const mark = good === devices ? style.ok('✔') : style.error('✖');
      lines.push(
        `${mark} ${style.strong(`${String(good)} of ${count(devices, 'device')} ${good === 1 ? 'is' : 'are'} in line with ${printable(expected, 200)}.`)}`,
        '',
      );
    } else lines.push(style.strong(`${count(devices, 'device')}.`), '');
    for (const { order, label, number, names } of rows) {
      if (quiet && order === 0) continue;
      const paint = order === 0 ? style.ok : order < 1 ? style.warning : style.error;
      const listed = order === 0 ? '' : `${names.join(', ')}${number > names.length ? ', …' : ''}`;
      const indent = ' '.repeat(width + 11);
      const line = `  ${paint(label.padEnd(width))} ${String(number).padStart(6)}  ${wrap(listed, Math.max(30, columns - width - 11), indent)}`;
      lines.push(line.trimEnd());
    }
    if (rows.some(({ number, names, order }) => order !== 0 && number > names.length))
      lines.push('', style.faint('--format csv and json list every device.'));
    return `${lines.join('\n')}\n`;
  }
}

/** In which row a device is, and where the row stands: what is in line first. */
function standing({ status, compared }: DeviceReport): readonly [number, string] {
  if (compared === undefined) {
    const source = status?.source ?? 'digest';
    const faults = status?.notes.some(({ severity }) => severity === 'error') === true;
    if (source === 'unknown') return [4, 'unreadable'];
    return faults ? [1, `${source}, with faults`] : [0, source];
  }
  switch (compared.state) {
    case 'in-line':
      return status?.notes.some(({ severity }) => severity === 'error') === true
        ? [0.5, 'in line, with faults']
        : [0, 'in line'];
    case 'differs':
      return [1, differing(compared.drift.map(({ key }) => key))];
    case 'not-arrived':
      return [2, 'not arrived'];
    case 'unreadable':
      return [4, 'unreadable'];
  }
}

function differing([first = 'something', ...more]: readonly string[]): string {
  const alone = `differs in ${first}`;
  const both = `${alone}, ${more[0] ?? ''}`;
  if (more.length === 0) return alone;
  return more.length === 1 && both.length <= WIDEST ? both : `${alone} and ${String(more.length)} more`;
}

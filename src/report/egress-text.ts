import { CAUSES, type Checked, type Egress, type EgressHost, type Remark } from '../egress/index.ts';
import { printable } from '../text/printable.ts';
import { inPieces } from './pieces.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

interface TextOptions {
  readonly style: Style;
  readonly columns: number;
  readonly quiet: boolean;
}

/** For people: by cause, each host with the setting that causes it; then the inner allowlist and what no list can say. */
export function renderEgress(
  found: Egress,
  checked: Checked | undefined,
  options: TextOptions,
): Iterable<string> {
  return inPieces(texts(found, checked, options));
}

function* texts(
  { hosts, toolAllowlist, remarks }: Egress,
  checked: Checked | undefined,
  options: TextOptions,
): Generator<string> {
  const { style, quiet } = options;
  yield heading('Perimeter firewall: hosts that devices connect to', options);
  let separator = '';
  for (const [cause, title] of Object.entries(CAUSES)) {
    const own = hosts.filter((host) => host.cause === cause);
    if (own.length === 0) continue;
    yield `${separator}${style.strong(title)}\n`;
    yield* paragraphs(own, checked, options);
    separator = '\n';
  }
  if (toolAllowlist.length > 0) {
    yield `\n${heading('Allowlist of the app: what the agent’s tools may reach, once the firewall lets them', options)}`;
    for (const { pattern, from, key } of toolAllowlist)
      yield `  ${printable(pattern)} ${style.faint(from === 'app' ? `added by the app (${key})` : key)}\n`;
  }
  const shown = quiet ? remarks.filter((one) => one.missing) : remarks;
  if (shown.length > 0) {
    yield `\n${heading('What no list can say', options)}`;
    for (const one of shown) yield remark(one, options);
  }
  if (!quiet) yield `\n${summary(hosts, checked, style)}`;
}

/** One host a line for a firewall's import: each once, sorted, with its port where it is not 443. */
export function renderHosts({ hosts }: Egress): Iterable<string> {
  const names = hosts.map(({ host, port }) => (port === 443 ? host : `${host}:${String(port)}`));
  return inPieces([...new Set(names)].sort().map((name) => `${printable(name, 300)}\n`));
}

function heading(title: string, { style, columns, quiet }: TextOptions): string {
  return quiet ? '' : `${style.strong(wrap(title, columns))}\n\n`;
}

/** Hosts with the same reason share its sentence. */
function* paragraphs(
  hosts: readonly EgressHost[],
  checked: Checked | undefined,
  { style, columns, quiet }: TextOptions,
): Generator<string> {
  for (const [index, host] of hosts.entries()) {
    yield `  ${mark(host, checked, style)}${place(host)}${host.required ? '' : style.faint(' (optional)')}${result(host, checked, style)}\n`;
    const next = hosts[index + 1];
    if (quiet || (next !== undefined && isSameReason(next, host))) continue;
    const said = `${printable(host.key)}: ${host.why}${host.note === undefined ? '' : ` ${host.note}`}`;
    yield `    ${style.faint(wrap(printable(said, 1000), Math.max(30, columns - 4), '    '))}\n`;
  }
}

function isSameReason(a: EgressHost, b: EgressHost): boolean {
  return a.key === b.key && a.why === b.why && a.note === b.note;
}

function place({ host, port, protocol }: EgressHost): string {
  return `${printable(host, 300)}:${String(port)}${protocol === 'https' ? '' : ` ${protocol}`}`;
}

function mark(host: EgressHost, checked: Checked | undefined, style: Style): string {
  switch (checked?.of(host)?.status) {
    case undefined:
      return '';
    case 'reached':
      return `${style.ok('✔')} `;
    case 'failed':
      return `${host.required ? style.error('✖') : style.warning('!')} `;
    case 'untried':
      return `${style.faint('–')} `;
  }
}

function result(host: EgressHost, checked: Checked | undefined, style: Style): string {
  const check = checked?.of(host);
  if (check === undefined) return '';
  if (check.status === 'untried') return style.faint(` not tried: ${check.detail}`);
  const via = check.via === undefined ? '' : ` through the proxy ${check.via}`;
  if (check.status === 'reached') return style.faint(` ${String(check.ms)} ms${via}`);
  return ` ${check.detail}${via}`;
}

function remark({ key, text, missing }: Remark, { style, columns }: TextOptions): string {
  const said = missing ? text : `${key}: ${text}`;
  return `  ${missing ? style.error('✖') : '·'} ${wrap(printable(said, 1000), Math.max(30, columns - 4), '    ')}\n`;
}

function summary(hosts: readonly EgressHost[], checked: Checked | undefined, style: Style): string {
  const required = hosts.filter((host) => host.required).length;
  const found = `${count(hosts.length, 'entry').replace('entrys', 'entries')}, ${String(required)} required`;
  if (checked === undefined) return `${found}\n`;
  const failed = new Set(checked.failed.map(({ host, port }) => `${host}:${String(port)}`)).size;
  const sign = failed === 0 ? style.ok('✔') : style.error('✖');
  const wildcards = checked.untried === 0 ? '' : `, ${count(checked.untried, 'wildcard')} not tried`;
  return `${sign} ${found}; ${count(checked.reached, 'host')} reached, ${String(failed)} not${wildcards}\n`;
}

import { CAUSES } from '../../../egress/types.ts';
import { html, type Markup } from '../html.ts';
import type { Page, PageHost } from '../model.ts';
import { mark } from './mark.ts';
import type { Section } from './section.ts';

/** More rows than any firewall team reads; the list for a machine is `egress --format hosts`. */
const MOST_HOSTS = 1000;

/** The hosts, as a table for people and as CSV for whoever keeps the rules. */
export function firewallSection({ hosts, remarks, toolAllowlist }: Page): Section {
  const rows = hosts.toSorted((a, b) => Number(b.required) - Number(a.required)).slice(0, MOST_HOSTS);
  const tried = hosts.some(({ check }) => check !== undefined);
  return {
    id: 'firewall',
    title: 'Firewall',
    count: hosts.length,
    lead:
      hosts.length === 0
        ? 'No host has to be opened.'
        : 'What devices connect to, and the setting that causes it.',
    body: [
      rows.length === 0 ? undefined : table(rows, tried),
      hosts.length > rows.length ? html`<p>… and ${hosts.length - rows.length} more hosts</p> ` : undefined,
      rows.length === 0 ? undefined : csv(rows),
      toolAllowlist.length === 0 ? undefined : allowlist(toolAllowlist),
      remarks.length === 0
        ? undefined
        : html`<h3>What no list can say</h3>
            <ul class="plain">
              ${remarks.map(({ key, text, missing }) => html`<li>${missing ? mark('bad', 'Gap') : undefined} <code>${key}</code> ${text}</li> `)}
            </ul> `,
    ],
  };
}

/** The roles are said once more: a browser forgets them where a narrow page stacks the cells. */
function table(rows: readonly PageHost[], tried: boolean): Markup {
  const heads = ['Host', 'Port', 'Needed', 'For', 'Setting', ...(tried ? ['From here'] : [])];
  return html`<table role="table">
    <caption>
      Hosts to open, required ones first
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => tableRow(row, tried))}
    </tbody>
  </table> `;
}

function tableRow(
  { host, port, protocol, required, cause, key, why, note, check }: PageHost,
  tried: boolean,
): Markup {
  return html`<tr role="row">
    <th role="rowheader" scope="row"><code>${host}</code></th>
    <td role="cell" class="port">
      ${port}${protocol === 'https' ? undefined : html` <span class="soft">${protocol}</span>`}
    </td>
    <td role="cell">${required ? html`<strong>required</strong>` : 'optional'}</td>
    <td role="cell">
      <strong>${CAUSES[cause]}</strong>
      <span class="soft">${why}${note === undefined ? undefined : ` ${note}`}</span>
    </td>
    <td role="cell"><code>${key}</code></td>
    ${tried ? html`<td role="cell">${reached(check)}</td>` : undefined}
  </tr> `;
}

function reached(check: PageHost['check']): Markup {
  switch (check?.status) {
    case 'reached':
      return mark('ok', check.detail);
    case 'failed':
      return mark('bad', check.detail);
    default:
      return mark('off', 'not tried');
  }
}

function allowlist(entries: Page['toolAllowlist']): Markup {
  const shown = entries.slice(0, MOST_HOSTS);
  return html`<h3>What the agent’s tools may reach, once the firewall lets them</h3>
    <ul class="plain columns">
      ${shown.map(({ pattern, added }) => html`<li><code>${pattern}</code>${added ? html` <span class="soft">added by the app</span>` : undefined}</li> `)}${
        entries.length > shown.length
          ? html`<li>… and ${entries.length - shown.length} more</li> `
          : undefined
      }
    </ul> `;
}

/** Readable and selectable without a script, too. */
function csv(rows: readonly PageHost[]): Markup {
  const lines = [
    ['host', 'port', 'protocol', 'required', 'for', 'setting', 'why'],
    ...rows.map(({ host, port, protocol, required, cause, key, why }) => [
      host,
      String(port),
      protocol,
      required ? 'yes' : 'no',
      CAUSES[cause],
      key,
      why,
    ]),
  ];
  return html`<p class="tools">
      <button type="button" id="copy" hidden>Copy as CSV</button> <span id="copied" role="status"></span>
    </p>
    <details class="csv">
      <summary>As CSV</summary>
      <pre id="csv" tabindex="0" role="region" aria-label="Hosts as CSV">
${lines.map((cells) => cells.map(csvCell).join(',')).join('\n')}
</pre>
    </details> `;
}

/** RFC 4180; what a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

import { html, type Markup } from '../html.ts';
import type { Page, PageSetting } from '../model.ts';
import type { Section } from './section.ts';

const MOST_SETTINGS = 500;
/** Characters of all values together, and of one. */
const MOST_CHARACTERS = 300_000;
const LONGEST_VALUE = 4000;

/** Every setting, masked, by the sections of the app’s own window. */
export function configurationSection({ settings, file }: Page): Section {
  const groups = new Map<string, Markup[]>();
  let left = MOST_CHARACTERS;
  for (const setting of settings.slice(0, MOST_SETTINGS)) {
    const limit = Math.min(left, LONGEST_VALUE);
    left -= Math.min(limit, setting.value.length);
    const group = groups.get(setting.section);
    if (group === undefined) groups.set(setting.section, [row(setting, limit)]);
    else group.push(row(setting, limit));
  }
  const more = settings.length - MOST_SETTINGS;
  return {
    id: 'configuration',
    title: 'Configuration, masked',
    short: 'Configuration',
    count: settings.length,
    lead: html`What <code>${file}</code> sets. •••• stands for what is secret or may be; of a long secret the
      last four characters are shown.`,
    body: [
      ...[...groups].map(
        ([title, rows]) =>
          html`<h3>${title} <span class="number">${rows.length}</span></h3>
            <dl class="settings">${rows}</dl> `,
      ),
      more > 0 ? html`<p>… and ${more} more settings</p> ` : undefined,
    ],
  };
}

function row({ key, title, value, from }: PageSetting, limit: number): Markup {
  const cut = value.length - limit;
  return html`<div>
    <dt><code>${key}</code> <span class="soft">${title}</span></dt>
    <dd>
      <pre>${value.slice(0, limit)}${cut > 0 ? `… (${String(cut)} characters more)` : undefined}</pre>
      ${from === undefined ? undefined : html`<p class="soft">from ${from}</p>`}
    </dd>
  </div> `;
}

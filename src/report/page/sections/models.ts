import { html, type Markup } from '../html.ts';
import type { Page } from '../model.ts';
import type { HiddenGroup, Picker, PickerEntry } from '../picker.ts';
import type { Section } from './section.ts';

const MOST_SHOWN = 300;
/** Names of one reason. */
const MOST_NAMES = 60;
const MOST_REASONS = 40;

/** The picker as users would see it, then what it hides. */
export function modelsSection(page: Page, picker: Picker): Section {
  const { shown, hidden, hiddenCount, source } = picker;
  const listed = page.models.kind === 'none' ? [] : page.models.value.notes;
  return {
    id: 'models',
    title: 'Model picker, as users would see it',
    short: 'Models',
    count: shown.length,
    lead: source,
    body: [
      html`<div class="picker">
        <p class="bar-title" aria-hidden="true">Model</p>
        ${
          shown.length === 0
            ? html`<p class="empty">The picker would be empty.</p> `
            : html`<ul>
                ${shown.slice(0, MOST_SHOWN).map(entry)}${rest(shown.length, MOST_SHOWN)}
              </ul> `
        }${
          hiddenCount === 0
            ? undefined
            : html`<h3 class="hidden-title">Hidden from users <span class="number">${hiddenCount}</span></h3>
                <ul class="hidden">
                  ${hidden.slice(0, MOST_REASONS).map(group)}${rest(hidden.length, MOST_REASONS, 'more reasons')}
                </ul> `
        }
      </div> `,
      listed.length === 0
        ? undefined
        : html`<ul class="plain">
            ${listed.map((note) => html`<li>${note}</li> `)}
          </ul> `,
    ],
  };
}

function entry({ label, id, marks, caution }: PickerEntry): Markup {
  return html`<li>
    <span class="model">${label}</span> ${
      label === id ? undefined : html`<code>${id}</code> `
    }${marks.map((text) => html`<span class="chip">${text}</span> `)}${
      caution === undefined ? undefined : html`<span class="caution">${caution}</span>`
    }
  </li> `;
}

function group({ reason, ids }: HiddenGroup): Markup {
  const names = ids.slice(0, MOST_NAMES);
  const more = ids.length - names.length;
  return html`<li>
    ${names.map((id) => html`<code>${id}</code> `)}${
      more > 0 ? html`<span class="soft">and ${more} more</span> ` : undefined
    }<span class="reason">Hidden: ${reason}</span>
  </li> `;
}

function rest(number: number, most: number, noun = 'more'): Markup | undefined {
  return number > most ? html`<li class="soft">… and ${number - most} ${noun}</li> ` : undefined;
}

import { count } from '../../wrap.ts';
import { fixesOf, type Fix, type FixWeight } from '../fixes.ts';
import { html, type Markup } from '../html.ts';
import type { Page, PageFinding } from '../model.ts';
import { OWNERS, type Owner } from '../owners.ts';
import { mark, type Tone } from './mark.ts';
import type { Section } from './section.ts';

/** More than this nobody reads; the rest is counted. */
const MOST_FIXES = 200;
const MOST_NOTES = 100;

const WEIGHT: Readonly<Record<FixWeight, readonly [Tone, string]>> = {
  must: ['bad', 'Must fix'],
  unknown: ['off', 'Find out'],
  should: ['warn', 'Should fix'],
};

/** What to fix, under the name of who can; then what is only worth knowing. */
export function fixesSection(page: Page): Section {
  const all = fixesOf(page);
  const shown = all.slice(0, MOST_FIXES);
  // Whoever has the weightiest thing to do comes first.
  const owners = [...new Set(shown.map(({ owner }) => owner))];
  const more = all.length - shown.length;
  return {
    id: 'fix',
    title: 'What to fix',
    count: all.length,
    lead: all.length === 0 ? 'Nothing was found that has to be changed.' : undefined,
    body: [
      ...owners.map((owner) => ofOwner(owner, shown)),
      more > 0
        ? html`<p>… and ${count(more, 'more fault')}; the commands of their own list them all.</p> `
        : undefined,
      notes(page.findings.filter(({ severity }) => severity === 'info')),
    ],
  };
}

function ofOwner(owner: Owner, all: readonly Fix[]): Markup {
  const own = all.filter((fix) => fix.owner === owner);
  const { title, who } = OWNERS[owner];
  return html`<h3>${title} <span class="number">${own.length}</span> <span class="who">${who}</span></h3>
    <ol class="cards">
      ${own.map(card)}
    </ol> `;
}

function card({ weight, what, remedy, why, source }: Fix): Markup {
  const [tone, word] = WEIGHT[weight];
  return html`<li class="card ${tone}">
    <p class="what">${mark(tone, word)} ${what}</p>
    ${remedy === undefined ? undefined : html`<p class="remedy"><span class="label">Fix</span> ${remedy}</p> `}${
      why === undefined ? undefined : html`<p class="why">${why}</p> `
    }
    <p class="source">${source.map((text) => html`<code>${text}</code> `)}</p>
  </li> `;
}

function notes(findings: readonly PageFinding[]): Markup | undefined {
  if (findings.length === 0) return undefined;
  const shown = findings.slice(0, MOST_NOTES);
  const more = findings.length - shown.length;
  return html`<details>
    <summary>${count(findings.length, 'note')}: worth knowing, nothing to change</summary>
    <ul class="plain">
      ${shown.map(
        ({ code, message, hint }) =>
          html`<li>
            ${message} ${hint === undefined ? undefined : html`<span class="soft">${hint}</span> `}<code
              >${code}</code
            >
          </li> `,
      )}${more > 0 ? html`<li>… and ${more} more</li> ` : undefined}
    </ul>
  </details> `;
}

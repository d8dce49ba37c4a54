import { html, type Markup } from '../html.ts';
import type { Page } from '../model.ts';
import type { PageVerdict, Standing } from '../verdict.ts';

const SIGN: Readonly<Record<Standing, string>> = { ready: '✓', partly: '!', unknown: '?', broken: '✕' };

/** The band on top: the verdict, then what it is about. */
export function band(page: Page, { standing, headline, sentences }: PageVerdict): Markup {
  const { probe } = page;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Configuration', `${page.file} (${page.format})`],
    ['Gateway', probe.kind === 'none' ? undefined : probe.value.gateway],
    ['Answered by', probe.kind === 'none' ? undefined : probe.value.answeredBy],
    ['Fleet', page.fleet],
    ['Platform', page.platform],
    ['Made', moment(page.madeAt)],
  ];
  return html`<header class="band ${standing}">
    <div class="wide">
      <p class="over">${page.heading ?? 'Claude Desktop on third-party inference'}</p>
      <h1><span class="sign" aria-hidden="true">${SIGN[standing]}</span> ${headline}</h1>
      ${sentences.map((sentence) => html`<p class="verdict">${sentence}</p> `)}
      <dl class="facts">
        ${facts.map(([name, value]) =>
          value === undefined
            ? undefined
            : html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div> `,
        )}
      </dl>
    </div>
  </header> `;
}

/** `2026-11-26 03:30 UTC`. */
function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

import { html, type Markup, type Part } from '../html.ts';

/** A part of the page, and its line in the list of contents. */
export interface Section {
  /** Also the anchor; ours, never a text from outside. */
  readonly id: string;
  readonly title: string;
  /** In the list of contents, where that is shorter. */
  readonly short?: string;
  /** Beside the title in the list of contents. */
  readonly count?: number | undefined;
  /** One sentence below the heading. */
  readonly lead?: Part;
  readonly body: Part;
}

/** A section with its heading as its name. */
export function section({ id, title, lead, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${lead === undefined ? undefined : html`<p class="lead">${lead}</p>`} ${body}
  </section> `;
}

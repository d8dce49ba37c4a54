import { createHash } from 'node:crypto';
import { element, html, type Markup } from './html.ts';
import type { Page } from './model.ts';
import { pickerOf } from './picker.ts';
import { SCRIPT } from './script.ts';
import { band } from './sections/band.ts';
import { checksSection } from './sections/checks.ts';
import { configurationSection } from './sections/configuration.ts';
import { firewallSection } from './sections/firewall.ts';
import { fixesSection } from './sections/fixes.ts';
import { modelsSection } from './sections/models.ts';
import { section, type Section } from './sections/section.ts';
import { tiles } from './sections/tiles.ts';
import { untestedSection } from './sections/untested.ts';
import { STYLE } from './style-sheet.ts';
import { pageVerdict, type Standing } from './verdict.ts';

/** What an earlier page says of itself: it may be replaced. */
export const GENERATOR = 'cowork-3p report';

/**
 * The page as one file: nothing is fetched, and the policy in it forbids that. Its one style and one script are
 * known by their digests, so nothing that gets in besides can run. Pure; same page in, same text out.
 */
export function renderPage(page: Page): string {
  const verdict = pageVerdict(page);
  const picker = pickerOf(page);
  const sections: readonly Section[] = [
    fixesSection(page),
    checksSection(page),
    modelsSection(page, picker),
    firewallSection(page),
    configurationSection(page),
    untestedSection(page),
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="${GENERATOR} ${page.version}" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${verdict.headline}: ${page.heading ?? page.file}</title>
        <link rel="icon" href="${icon(verdict.standing)}" />
        ${element('style', STYLE)}
      </head>
      <body>
        <a class="skip" href="#fix">Skip to what to fix</a>
        ${band(page, verdict)}
        <nav class="contents" aria-label="Sections">
          <ul class="wide">
            ${sections.map(({ id, title, short, count }) => html`<li><a href="#${id}">${short ?? title}${count === undefined ? undefined : html` <span class="number">${count}</span>`}</a></li> `)}
          </ul>
        </nav>
        <main class="wide">${tiles(page, picker)}${sections.map(section)}</main>
        <footer class="wide">
          <p>
            Made by cowork-3p ${page.version}, an unofficial tool: not made, reviewed or endorsed by
            Anthropic. ${page.facts}
          </p>
        </footer>
        ${element('script', SCRIPT)}
      </body>
    </html> `.toString();
}

function policy(): string {
  const digest = (text: Markup): string =>
    `'sha256-${createHash('sha256').update(text.toString()).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${digest(STYLE)}`,
    `script-src ${digest(SCRIPT)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const COLOUR: Readonly<Record<Standing, string>> = {
  ready: '#1a7f37',
  partly: '#b07700',
  unknown: '#57606a',
  broken: '#c62828',
};

/** A dot of the verdict’s colour, for a tab among others. */
function icon(standing: Standing): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${COLOUR[standing]}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

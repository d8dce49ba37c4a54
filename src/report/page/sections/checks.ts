import { CHECK_GROUPS, type CheckGroup } from '../../../probe/check.ts';
import { checks as table } from '../../../probe/probe.ts';
import { html, type Markup } from '../html.ts';
import type { Page, PageCheck } from '../model.ts';
import { duration, mark, sentence, type Tone } from './mark.ts';
import type { Section } from './section.ts';

const ABOUT = {
  A: 'names, connections, TLS, proxies',
  B: 'what is sent, and what is refused',
  C: 'turns, streams, tools and errors',
  D: 'the list of models, counting, headers',
} as const satisfies Record<CheckGroup, string>;

const MOST_CHECKS = 500;

/** Every check, by group, with its time. */
export function checksSection({ probe }: Page): Section {
  const base = { id: 'checks', title: 'Checks of the gateway', short: 'Checks' };
  if (probe.kind === 'none')
    return {
      ...base,
      lead: `Not made: ${probe.why}${probe.hint === undefined ? '' : ` ${probe.hint}`}`,
      body: undefined,
    };
  const { checks } = probe.value;
  const shown = checks.slice(0, MOST_CHECKS);
  const groupOf = new Map(table.map(({ id, group }) => [id, group]));
  const longest = Math.max(1, ...shown.map(({ ms }) => ms));
  const groups = (Object.keys(ABOUT) as CheckGroup[]).map((group) => {
    const own = shown.filter(({ id }) => (groupOf.get(id) ?? (id === 'configuration' ? 'A' : 'D')) === group);
    return own.length === 0 ? undefined : ofGroup(CHECK_GROUPS[group], ABOUT[group], own, longest);
  });
  return {
    ...base,
    count: checks.length,
    lead:
      probe.from === undefined
        ? `What the app asks of a gateway, asked from the machine that made this page. A check that needs another one’s answer shares its time.`
        : `Read from ${probe.from}, a report that was made before this page.`,
    body: groups,
  };
}

function ofGroup(title: string, about: string, own: readonly PageCheck[], longest: number): Markup {
  const passed = own.filter(({ status }) => status === 'pass').length;
  const made = own.filter(({ status }) => status !== 'skip').length;
  return html`<h3>
      ${title} <span class="number">${passed} of ${made}</span> <span class="who">${about}</span>
    </h3>
    <ul class="checks">
      ${own.map((check) => row(check, longest))}
    </ul> `;
}

function row(check: PageCheck, longest: number): Markup {
  const { id, title, detail, hint, status, ms } = check;
  const [tone, word] = outcome(check);
  const made = status !== 'skip';
  return html`<li class="check ${tone}">
    ${mark(tone, word)}
    <div class="said">
      <p><strong>${sentence(title)}</strong> <code>${id}</code></p>
      <p class="soft">${detail}</p>
      ${hint === undefined || status === 'pass' ? undefined : html`<p class="remedy"><span class="label">Fix</span> ${hint}</p> `}
    </div>
    <p class="time">${made ? html`${duration(ms)}${bar(ms, longest)}` : undefined}</p>
  </li> `;
}

function outcome({ status, required, inconclusive, blockedBy }: PageCheck): readonly [Tone, string] {
  if (inconclusive === true && blockedBy === undefined) return ['off', 'Not found out'];
  switch (status) {
    case 'pass':
      return ['ok', 'Passed'];
    case 'fail':
      return [required ? 'bad' : 'warn', 'Failed'];
    case 'warn':
      return ['warn', 'Warning'];
    case 'skip':
      return ['off', 'Not made'];
    default:
      return status satisfies never;
  }
}

/** How long it took beside the longest; for the eye alone. */
function bar(ms: number, longest: number): Markup {
  const width = Math.max(1, Math.round((Math.max(0, ms) / longest) * 100));
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${width}" height="4" rx="1"></rect>
  </svg>`;
}

import { html, type Markup } from '../html.ts';
import type { Page, PageCheck } from '../model.ts';
import type { Picker } from '../picker.ts';
import { duration, type Tone } from './mark.ts';

interface Tile {
  readonly title: string;
  readonly figure: string;
  readonly below: string;
  readonly tone: Tone;
  readonly href: string;
}

/** The figures of the page, each a link to its section. */
export function tiles(page: Page, picker: Picker): Markup {
  const all = [configuration(page), checks(page), models(page, picker), firewall(page), time(page)];
  return html`<ul class="tiles" aria-label="Figures">
    ${all.map(
      ({ title, figure, below, tone, href }) =>
        html`<li>
          <a class="tile ${tone}" href="#${href}"
            ><span class="name">${title}</span> <strong>${figure}</strong>
            <span class="below">${below}</span></a
          >
        </li> `,
    )}
  </ul> `;
}

function configuration({ findings }: Page): Tile {
  const number = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [number('error'), number('warning')];
  return {
    title: 'Configuration',
    figure: errors > 0 ? plural(errors, 'error') : warnings > 0 ? plural(warnings, 'warning') : 'No errors',
    below: [errors > 0 ? plural(warnings, 'warning') : '', plural(number('info'), 'note')]
      .filter(Boolean)
      .join(', '),
    tone: errors > 0 ? 'bad' : warnings > 0 ? 'warn' : 'ok',
    href: 'configuration',
  };
}

function checks({ probe }: Page): Tile {
  const tile = { title: 'Gateway checks', href: 'checks' };
  if (probe.kind === 'none')
    return { ...tile, figure: 'Not made', below: 'the gateway was not asked', tone: 'off' };
  const { checks: all, works } = probe.value;
  const isOpen = (check: PageCheck): boolean => check.inconclusive === true && check.blockedBy === undefined;
  const made = all.filter((check) => check.status !== 'skip' && !isOpen(check));
  const number = (wanted: string): number => made.filter(({ status }) => status === wanted).length;
  const [failed, warned, open] = [number('fail'), number('warn'), all.filter(isOpen).length];
  const rest = [
    failed > 0 ? `${String(failed)} failed` : '',
    warned > 0 ? plural(warned, 'warning') : '',
    open > 0 ? `${String(open)} not found out` : '',
  ].filter((text) => text !== '');
  return {
    ...tile,
    figure: `${String(number('pass'))} of ${String(made.length)}`,
    below: rest.length === 0 ? 'passed' : `passed; ${rest.join(', ')}`,
    tone: failed > 0 ? 'bad' : works === 'unproven' ? 'off' : warned > 0 ? 'warn' : 'ok',
  };
}

function models({ models: source }: Page, { shown, hiddenCount }: Picker): Tile {
  return {
    title: 'Models in the picker',
    figure: String(shown.length),
    below:
      source.kind === 'none' || source.value.problem !== undefined
        ? 'configured; no list from the gateway'
        : `shown, ${String(hiddenCount)} hidden`,
    tone: shown.length === 0 ? 'bad' : shown.some(({ caution }) => caution !== undefined) ? 'warn' : 'ok',
    href: 'models',
  };
}

function firewall({ hosts, remarks }: Page): Tile {
  const required = new Set(
    hosts.filter((one) => one.required).map(({ host, port }) => `${host}:${String(port)}`),
  );
  const failed = hosts.filter(({ check }) => check?.status === 'failed').length;
  const gaps = remarks.filter(({ missing }) => missing).length;
  const others = new Set(hosts.map(({ host, port }) => `${host}:${String(port)}`)).size - required.size;
  return {
    title: 'Hosts to open',
    figure: String(required.size),
    below:
      failed > 0
        ? `required; ${String(failed)} not reached`
        : gaps > 0
          ? `required; ${plural(gaps, 'gap')} in the list`
          : `required, ${String(others)} optional`,
    tone: failed > 0 ? 'bad' : gaps > 0 ? 'warn' : 'ok',
    href: 'firewall',
  };
}

function time({ probe }: Page): Tile {
  if (probe.kind === 'none')
    return {
      title: 'Time of the run',
      figure: '–',
      below: 'nothing was asked',
      tone: 'off',
      href: 'untested',
    };
  const { ms, requests, tokens } = probe.value;
  return {
    title: 'Time of the run',
    figure: duration(ms),
    below: `${plural(requests, 'request')}, ${(tokens.input + tokens.output).toLocaleString('en')} tokens`,
    tone: 'off',
    href: 'checks',
  };
}

function plural(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

import { html } from '../html.ts';
import type { Page } from '../model.ts';
import { sentence } from './mark.ts';
import type { Section } from './section.ts';

/** What no page of this kind can know; each sentence holds whatever the run was. */
const NEVER = [
  'Whether the configuration has arrived on a device, and nothing else on it overrides it: “cowork-3p status” says it on the device.',
  'The way from a device to these hosts: this page was made on another machine, perhaps in another network.',
  'The quality of answers, the load of a whole fleet, and what the gateway keeps or passes on of what it is sent.',
] as const;

/** What was not tested, by reason: checks that were not made, what was left out, what cannot be known here. */
export function untestedSection({ probe, hosts, untested }: Page): Section {
  const skipped = probe.kind === 'none' ? [] : probe.value.checks.filter(({ status }) => status === 'skip');
  const open =
    probe.kind === 'none'
      ? []
      : probe.value.checks.filter(
          ({ status, inconclusive, blockedBy }) =>
            status !== 'skip' && inconclusive === true && blockedBy === undefined,
        );
  const untried = hosts.length > 0 && hosts.every(({ check }) => check === undefined);
  const sentences = [
    ...(probe.kind === 'none' ? [`The gateway: ${probe.why}`] : []),
    ...untested,
    ...(untried
      ? ['Whether the hosts of the firewall list can be reached: “cowork-3p egress --check” tries each.']
      : []),
    ...NEVER,
  ];
  return {
    id: 'untested',
    title: 'What was not tested',
    short: 'Not tested',
    count: skipped.length + open.length + sentences.length,
    body: [
      skipped.length + open.length === 0
        ? undefined
        : html`<ul class="plain">
            ${[...open, ...skipped].map(({ id, title, detail }) => html`<li><strong>${sentence(title)}</strong> <code>${id}</code> <span class="soft">${detail}</span></li> `)}
          </ul> `,
      html`<ul class="plain">
        ${sentences.map((sentence) => html`<li>${sentence}</li> `)}
      </ul> `,
    ],
  };
}

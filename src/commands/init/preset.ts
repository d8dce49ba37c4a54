import { randomUUID } from 'node:crypto';
import { valueText } from '../../report/value-text.ts';
import { type Preset, type PresetName, presets } from '../../schema/index.ts';
import { askValue, shown } from './ask.ts';
import type { Draft } from './draft.ts';
import type { Step, Wizard } from './step.ts';

const presetNames = Object.keys(presets) as readonly PresetName[];

/** How far users are restricted: a set of values under one name. */
export const preset: Step = {
  id: 'preset',
  part: 'Users and lockdown',
  title: 'Restrictions for users',
  answer: (draft) =>
    draft.preset === undefined
      ? nothingChosen(draft).toLowerCase()
      : presets[draft.preset].title.toLowerCase(),
  isAnswered: () => true,
  isExtra: () => true,
  async ask(wizard) {
    const { prompter, draft, style } = wizard;
    const chosen = await prompter.select<PresetName | undefined>({
      message: 'How far are users restricted?',
      choices: [
        {
          value: undefined,
          name: nothingChosen(draft),
          short: 'no preset',
          description: 'No key is written for it. Single settings can still be changed in the summary.',
        },
        ...presetNames.map((value) => ({
          value,
          name: `${presets[value].title}: ${presets[value].brief}`,
          short: value,
          description: describePreset(presets[value]),
        })),
      ],
      default: draft.preset,
    });
    draft.choosePreset(chosen);
    if (chosen === undefined) return;
    wizard.say(presets[chosen].summary, 1);
    for (const line of valueLines(presets[chosen])) wizard.say(line, 2, 'faint');
    for (const line of leaveNewer(draft, presets[chosen])) wizard.say(`${style.warning('!')} ${line}`, 1);
  },
};

function nothingChosen({ base }: Draft): string {
  return base.size === 0 ? "Not at all, the app's own defaults" : 'As the file has it';
}

/** What a preset sets, one line a key. */
function valueLines({ values }: Preset): readonly string[] {
  return Object.entries(values).map(([key, value]) => `${key} ${valueText(value, [key])}`);
}

function describePreset(row: Preset): string {
  return `${row.summary} Sets ${valueLines(row).join(', ')}.`;
}

/** Leaves out what the oldest release in the fleet does not read, and says so. */
export function leaveNewer(draft: Draft, { values }: Preset): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    // What the command says itself is told as a finding, not left out.
    if (draft.isGiven(key)) return [];
    const newer = draft
      .check([key], value)
      .find(({ code, severity }) => code === 'key-newer-than-target' && severity === 'error');
    if (newer === undefined) return [];
    draft.answer(key, undefined);
    return [`Left out: ${newer.message}.`];
  });
}

/** What belongs to the preset but only the administrator knows. */
export function presetSteps(draft: Draft): readonly Step[] {
  if (draft.preset === undefined) return [];
  return presets[draft.preset].ask.map((key) => ({
    id: `preset.${key}`,
    part: 'Users and lockdown' as const,
    title: ASKED[key].message,
    answer: (current: Draft) => {
      const value = current.get(key);
      return value === undefined ? undefined : shown(value, [key]);
    },
    isAnswered: () => true,
    isExtra: ({ draft: { isPresetGiven } }) => isPresetGiven,
    isGiven: (current: Draft) => current.isGiven(key),
    ask: (wizard: Wizard) =>
      key === 'deploymentOrganizationUuid'
        ? askOrganization(wizard)
        : askValue(wizard, { path: [key], optional: true, ...ASKED[key] }),
  }));
}

type AskedKey = (typeof presets)[PresetName]['ask'][number];

const ASKED: Readonly<Record<AskedKey, { readonly message: string; readonly hint: string }>> = {
  deploymentOrganizationUuid: {
    message: 'Organization UUID',
    hint: "It labels telemetry and keeps each user's local data apart. Changing it later hides what users stored.",
  },
  coworkEgressAllowedHosts: {
    message: 'Hosts that tools may reach',
    hint: 'With commas between, such as pypi.org, *.example.com. Enter alone: only the inference endpoint.',
  },
  otlpEndpoint: {
    message: 'OpenTelemetry collector',
    hint: 'Its URL. Enter alone: nothing is exported.',
  },
};

async function askOrganization(wizard: Wizard): Promise<void> {
  const { prompter, draft } = wizard;
  const key = 'deploymentOrganizationUuid';
  const current = draft.text(key);
  const chosen = await prompter.select<'keep' | 'make' | 'type' | 'none'>({
    ...ASKED[key],
    // Nothing that binds the fleet for good comes of Enter alone.
    choices: [
      ...(current === undefined ? [] : [{ value: 'keep' as const, name: `Keep ${current}` }]),
      {
        value: 'none',
        name: 'Leave it out',
        description: 'Telemetry then carries no organization. It can be added later.',
      },
      {
        value: 'type',
        name: 'Type the one we have',
        description: 'The same for every ring and platform of one organization.',
      },
      {
        value: 'make',
        name: 'Make one now',
        description:
          'A random one, for an organization that has none. Keep it for good: data of users is stored under it.',
      },
    ],
  });
  if (chosen === 'type') await askValue(wizard, { path: [key], message: ASKED[key].message });
  else if (chosen !== 'keep') draft.answer(key, chosen === 'make' ? randomUUID() : undefined);
}

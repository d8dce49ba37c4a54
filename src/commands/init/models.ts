import { Cancelled } from '../../errors.ts';
import { discoverModels, type ModelsReport } from '../../probe/models/list.ts';
import { tierOf } from '../../probe/models/choice.ts';
import { Back, type Choice } from '../../io/prompter.ts';
import { providerRows } from '../../schema/descriptions.ts';
import { MODEL_TIERS, providers } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { offered } from './ask.ts';
import { refusal, remark } from './refusal.ts';
import type { Draft } from './draft.ts';
import { hostOf } from './gateway-test.ts';
import { entriesOf, shortest, type ModelObject } from './model-entries.ts';
import { reach, working, type Session } from './reach.ts';
import type { Step, Wizard } from './step.ts';

const KEY = 'inferenceModels';

type Source = 'discovery' | 'pick' | 'type';

/** Which models the picker offers. */
export const models: Step = {
  id: 'models',
  part: 'Models',
  title: 'Models',
  answer: (draft, session) => {
    const names = entriesOf(draft.get(KEY)).map(({ name }) => name);
    if (names.length > 0) return names.join(', ');
    if (draft.provider !== 'gateway') return "the provider's list";
    const known = listed(draft, session);
    return `whatever the gateway lists${known === undefined ? '' : ` (${known.usable} of ${known.all} shown)`}`;
  },
  isAnswered: (draft) => !needsModels(draft) || entriesOf(draft.get(KEY)).length > 0,
  isExtra: ({ draft, session }) => !needsModels(draft) && session.mustName !== true,
  isGiven: (draft) => draft.isGiven(KEY),
  async ask(wizard) {
    const { draft } = wizard;
    if (draft.provider !== 'gateway') return typeNames(wizard, needsModels(draft));
    for (;;) {
      const source = await askSource(wizard);
      try {
        if (source === 'discovery') draft.answer(KEY, undefined);
        else if (source === 'type') await typeNames(wizard, true);
        else if (!(await pick(wizard))) continue;
        return;
      } catch (error) {
        if (!(error instanceof Back)) throw error;
      }
    }
  },
};

function needsModels({ provider, signIn }: Draft): boolean {
  if (provider === undefined) return false;
  const { noDiscovery, required, advised } = providers[provider].models;
  return (noDiscovery ?? required ?? advised) !== undefined || signIn?.needsModels === true;
}

/** How many models the gateway listed when it was asked, and how many of them the app would show. */
function listed(
  draft: Draft,
  { list }: Session,
): { readonly usable: number; readonly all: number } | undefined {
  if (list === undefined || list.from !== draft.get('inferenceGatewayBaseUrl')) return undefined;
  const { models: all } = list.report;
  return { usable: all.filter(({ usable }) => usable).length, all: all.length };
}

async function askSource({ prompter, draft, session }: Wizard): Promise<Source> {
  const present = entriesOf(draft.get(KEY));
  const known = listed(draft, session);
  return prompter.select<Source>({
    message: 'Which models does the picker offer?',
    choices: [
      {
        value: 'discovery',
        name: 'Whatever the gateway lists',
        description:
          'The app asks /v1/models itself and shows what is recognisably Claude. Nothing is written.' +
          (known === undefined ? '' : ` Now: ${known.usable} of ${known.all}.`),
      },
      { value: 'pick', name: 'Some of what it lists', description: 'The gateway is asked, and you choose.' },
      {
        value: 'type',
        name: 'Typed by hand',
        description: 'For a gateway without a list, or before it is up.',
      },
    ],
    default: present.length > 0 || session.mustName === true ? 'type' : 'discovery',
  });
}

/** Model IDs with commas between. What was set for a model that stays is kept. */
async function typeNames(wizard: Wizard, required: boolean): Promise<void> {
  const { prompter, draft } = wizard;
  const { what, example } = providerRows[draft.provider ?? 'gateway'].models;
  const before = entriesOf(draft.get(KEY));
  const entries = (answer: string): (string | ModelObject)[] => withDetails(split(answer), before);
  const answer = await prompter.input({
    message: what,
    hint: `With commas between, the default first; such as ${example}.${required ? '' : " Enter alone: the provider's list."}`,
    ...(before.length === 0 ? {} : offered(before.map(({ name }) => name).join(', '))),
    validate: (text) => {
      if (split(text).length > 0) return refusal(draft, [KEY], entries(text));
      return required ? `Give at least one, such as ${example}` : undefined;
    },
  });
  const chosen = entries(answer);
  draft.answer(KEY, chosen.length === 0 ? undefined : chosen);
  remark(wizard, KEY);
}

function split(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))];
}

function withDetails(names: readonly string[], before: readonly ModelObject[]): (string | ModelObject)[] {
  return names.map((name) => shortest(before.find((one) => one.name === name) ?? { name }));
}

/** Asks the gateway and lets one choose; false when there is nothing to choose from. */
async function pick(wizard: Wizard): Promise<boolean> {
  const { prompter, draft } = wizard;
  const report = await working(wizard, (signal) => listOf(wizard, signal));
  if (report === undefined) return false;
  const before = entriesOf(draft.get(KEY));
  const chosen = await prompter.checkbox<string>({
    message: 'Models to offer',
    choices: choicesOf(report, before),
    validate: (names) =>
      names.length === 0
        ? 'Choose at least one, or go back'
        : refusal(draft, [KEY], withDetails(names, before)),
  });
  const first =
    chosen.length < 2
      ? chosen[0]
      : await prompter.select({
          message: 'Which one do conversations start with?',
          choices: chosen.map((value) => ({ value, name: printable(value, 200) })),
          default: before.map(({ name }) => name).find((name) => chosen.includes(name)),
        });
  const names = first === undefined ? chosen : [first, ...chosen.filter((name) => name !== first)];
  draft.answer(KEY, withDetails(names, before));
  remark(wizard, KEY);
  return true;
}

/** Usable ones first; each hidden one with the reason; configured ones that the list lacks at the end. */
function choicesOf(
  { models: listed }: ModelsReport,
  before: readonly ModelObject[],
): readonly Choice<string>[] {
  const names = new Set(before.map(({ name }) => name));
  const shown = listed.map(
    ({ rawId, id, displayName, usable, reason }): Choice<string> & { hidden: boolean } => ({
      value: rawId,
      name: displayName === null || displayName === id ? id : `${id}  ${displayName}`,
      short: id,
      checked: usable && names.has(rawId),
      hidden: !usable,
      ...(usable
        ? reason === null
          ? {}
          : { description: reason }
        : { disabled: `hidden: ${reason ?? 'not usable'}` }),
    }),
  );
  const missing = before.filter(({ name }) => !listed.some(({ rawId }) => rawId === name));
  return [
    ...shown.filter(({ hidden }) => !hidden),
    ...missing.map(({ name }) => ({
      value: name,
      name: `${printable(name, 200)}  (not listed now)`,
      short: printable(name, 200),
      checked: true,
    })),
    ...shown.filter(({ hidden }) => hidden),
  ];
}

async function listOf(wizard: Wizard, signal: AbortSignal): Promise<ModelsReport | undefined> {
  const { draft, io, session, style } = wizard;
  const connection = await reach(draft, io, session);
  if (connection === undefined) {
    wizard.say(`${style.error('✖')} The address of the gateway is a reference that leads nowhere here.`, 1);
    return undefined;
  }
  const { client, facts } = connection;
  try {
    wizard.say(`Asking ${hostOf(facts.baseUrl)} for its models …`, 1, 'faint');
    const found = await discoverModels(client, { configured: facts.models, signal });
    if (signal.aborted) throw new Cancelled();
    if (!found.ok) {
      wizard.say(`${style.error('✖')} ${found.failure.detail}`, 1);
      wizard.say(`${style.faint('→')} ${found.failure.hint}`, 2);
      return undefined;
    }
    const report = found.value;
    session.list = { from: draft.text('inferenceGatewayBaseUrl') ?? facts.baseUrl, report };
    for (const note of report.notes) wizard.say(`${style.warning('!')} ${note}`, 1);
    const usable = report.models.filter((one) => one.usable).length;
    if (usable > 0) return report;
    wizard.say(
      `${style.error('✖')} Of the ${report.models.length} models it lists, Claude Desktop would show none.`,
      1,
    );
    for (const { id, reason } of report.models.slice(0, 5)) wizard.say(`${id}: ${reason ?? 'hidden'}`, 2);
    return undefined;
  } finally {
    await client.close();
  }
}

/** Labels, the 1M context and the tier of models that were chosen; none of them is needed. */
export const modelDetails: Step = {
  id: 'model-details',
  part: 'Models',
  title: 'Labels and variants of models',
  when: (draft) => entriesOf(draft.get(KEY)).length > 0,
  answer: (draft) => {
    const special = entriesOf(draft.get(KEY)).filter((entry) => Object.keys(entry).length > 1);
    return special.length === 0 ? 'none' : special.map(describe).join('; ');
  },
  isAnswered: () => true,
  isExtra: () => true,
  async ask(wizard) {
    const { prompter, draft } = wizard;
    for (;;) {
      const entries = entriesOf(draft.get(KEY));
      const chosen = await prompter.select<number>({
        message: 'Labels, 1M context or tier for a model?',
        choices: [
          { value: -1, name: 'Go on', short: 'as they are' },
          ...entries.map((entry, value) => ({
            value,
            name: describe(entry),
            short: printable(entry.name, 100),
          })),
        ],
      });
      const entry = entries[chosen];
      if (entry === undefined) return;
      try {
        const changed = await askDetails(wizard, entry, entries);
        draft.answer(
          KEY,
          entries.map((one) => shortest(one === entry ? changed : one)),
        );
        remark(wizard, KEY);
      } catch (error) {
        if (!(error instanceof Back)) throw error;
      }
    }
  },
};

function describe({ name, labelOverride, supports1m, anthropicFamilyTier }: ModelObject): string {
  const parts = [
    ...(labelOverride === undefined ? [] : [`"${labelOverride}"`]),
    ...(supports1m === true ? ['1M context'] : []),
    ...(anthropicFamilyTier === undefined
      ? tierOf(name) === undefined
        ? ['no tier in the name']
        : []
      : [anthropicFamilyTier]),
  ];
  return printable(parts.length === 0 ? name : `${name}  ${parts.join(', ')}`, 200);
}

async function askDetails(
  { prompter, draft }: Wizard,
  entry: ModelObject,
  all: readonly ModelObject[],
): Promise<ModelObject> {
  const { name, labelOverride, supports1m, anthropicFamilyTier, isFamilyDefault, ...rest } = entry;
  const label = await prompter.input({
    message: 'Label in the picker',
    hint: 'Enter alone: the ID.',
    ...(labelOverride === undefined ? {} : offered(labelOverride)),
    validate: (answer) =>
      answer === ''
        ? undefined
        : refusal(
            draft,
            [KEY],
            all.map((one) => (one === entry ? { ...one, labelOverride: answer } : one)),
          ),
  });
  const large = await prompter.confirm({
    message: 'Offer it with a context of one million tokens too?',
    hint: 'Only if what stands behind the ID can do that.',
    default: supports1m ?? false,
  });
  // A name that speaks of its tier needs no mark.
  const asksTier = tierOf(name) === undefined || anthropicFamilyTier !== undefined;
  const tier = asksTier
    ? await prompter.select<string | undefined>({
        message: 'Which tier of Claude is it?',
        hint: 'Its name does not say; aliases and sub-agents go by the tier.',
        choices: [
          { value: undefined, name: 'Not said' },
          ...MODEL_TIERS.map((value) => ({ value, name: value })),
        ],
        default: anthropicFamilyTier,
      })
    : undefined;
  const rivals = all.some((one) => one !== entry && (one.anthropicFamilyTier ?? tierOf(one.name)) === tier);
  const isDefault =
    tier !== undefined && rivals
      ? await prompter.confirm({
          message: `Does the alias "${tier}" lead to this one?`,
          default: isFamilyDefault ?? false,
        })
      : isFamilyDefault;
  return {
    name,
    ...(label === '' ? {} : { labelOverride: label }),
    ...(large ? { supports1m: true } : {}),
    ...(tier === undefined ? {} : { anthropicFamilyTier: tier }),
    ...(tier !== undefined && isDefault === true ? { isFamilyDefault: true } : {}),
    ...rest,
  };
}

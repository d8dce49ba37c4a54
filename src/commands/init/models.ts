import { Back } from '../../io/prompter.ts';
import { providerRows } from '../../schema/descriptions.ts';
import { providers } from '../../schema/index.ts';
import { offered } from './ask.ts';
import type { Draft } from './draft.ts';
import { entriesOf, MODELS_KEY, withDetails, type ModelObject } from './model-entries.ts';
import { pickModels } from './pick-models.ts';
import type { Session } from './reach.ts';
import { refusal, remark } from './refusal.ts';
import type { Step, Wizard } from './step.ts';

type Source = 'discovery' | 'pick' | 'type';

/** Which models the picker offers. */
export const models: Step = {
  id: 'models',
  part: 'Models',
  title: 'Models',
  answer: (draft, session) => {
    const names = entriesOf(draft.get(MODELS_KEY)).map(({ name }) => name);
    if (names.length > 0) return names.join(', ');
    if (draft.provider !== 'gateway') return "the provider's list";
    const known = listed(draft, session);
    return `whatever the gateway lists${known === undefined ? '' : ` (${known.usable} of ${known.all} shown)`}`;
  },
  isAnswered: (draft) => !needsModels(draft) || entriesOf(draft.get(MODELS_KEY)).length > 0,
  isExtra: ({ draft, session }) => !needsModels(draft) && session.mustName !== true,
  isGiven: (draft) => draft.isGiven(MODELS_KEY),
  async ask(wizard) {
    const { draft } = wizard;
    if (draft.provider !== 'gateway') return typeNames(wizard, needsModels(draft));
    for (;;) {
      const source = await askSource(wizard);
      try {
        if (source === 'discovery') draft.answer(MODELS_KEY, undefined);
        else if (source === 'type') await typeNames(wizard, true);
        else if (!(await pickModels(wizard))) continue;
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
  const present = entriesOf(draft.get(MODELS_KEY));
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
  const before = entriesOf(draft.get(MODELS_KEY));
  const entries = (answer: string): (string | ModelObject)[] => withDetails(split(answer), before);
  const answer = await prompter.input({
    message: what,
    hint: `With commas between, the default first; such as ${example}.${required ? '' : " Enter alone: the provider's list."}`,
    ...(before.length === 0 ? {} : offered(before.map(({ name }) => name).join(', '))),
    validate: (text) => {
      if (split(text).length > 0) return refusal(draft, [MODELS_KEY], entries(text));
      return required ? `Give at least one, such as ${example}` : undefined;
    },
  });
  const chosen = entries(answer);
  draft.answer(MODELS_KEY, chosen.length === 0 ? undefined : chosen);
  remark(wizard, MODELS_KEY);
}

function split(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((one) => one !== ''))];
}

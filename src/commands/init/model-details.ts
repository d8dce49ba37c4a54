import { Back } from '../../io/prompter.ts';
import { tierOf } from '../../probe/models/choice.ts';
import { MODEL_TIERS } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { offered } from './ask.ts';
import { entriesOf, MODELS_KEY, shortest, type ModelObject } from './model-entries.ts';
import { refusal, remark } from './refusal.ts';
import type { Step, Wizard } from './step.ts';

/** Labels, the 1M context and the tier of models that were chosen; none of them is needed. */
export const modelDetails: Step = {
  id: 'model-details',
  part: 'Models',
  title: 'Labels and variants of models',
  when: (draft) => entriesOf(draft.get(MODELS_KEY)).length > 0,
  answer: (draft) => {
    const special = entriesOf(draft.get(MODELS_KEY)).filter((entry) => Object.keys(entry).length > 1);
    return special.length === 0 ? 'none' : special.map(describe).join('; ');
  },
  isAnswered: () => true,
  isExtra: () => true,
  async ask(wizard) {
    const { prompter, draft } = wizard;
    for (;;) {
      const entries = entriesOf(draft.get(MODELS_KEY));
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
          MODELS_KEY,
          entries.map((one) => shortest(one === entry ? changed : one)),
        );
        remark(wizard, MODELS_KEY);
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
            [MODELS_KEY],
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

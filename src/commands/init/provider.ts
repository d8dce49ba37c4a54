import { providerRows, type Field } from '../../schema/descriptions.ts';
import { PROVIDERS } from '../../schema/index.ts';
import { askValue, shown } from './ask.ts';
import type { Step } from './step.ts';

/** Where inference runs. */
export const provider: Step = {
  id: 'provider',
  part: 'Connection',
  title: 'Provider',
  answer: ({ provider: chosen }) => (chosen === undefined ? undefined : providerRows[chosen].name),
  isAnswered: ({ provider: chosen }) => chosen !== undefined,
  isGiven: (draft) => draft.isGiven('inferenceProvider'),
  async ask({ prompter, draft }) {
    const chosen = await prompter.select({
      message: 'Where does inference run?',
      choices: PROVIDERS.map((value) => ({ value, ...pick(providerRows[value]) })),
      default: draft.provider ?? 'gateway',
    });
    draft.chooseProvider(chosen);
  },
};

function pick({ name, description }: { readonly name: string; readonly description: string }) {
  return { name, description };
}

/** One key of a provider or of a sign-in. */
export function fieldStep(field: Field, id: string = field.key): Step {
  const { key, message, optional = false } = field;
  return {
    id,
    part: 'Connection',
    title: message,
    answer: (draft) => {
      const value = draft.get(key);
      return value === undefined ? undefined : shown(value, [key]);
    },
    isAnswered: (draft) => optional || draft.get(key) !== undefined,
    isExtra: () => optional,
    isGiven: (draft) => draft.isGiven(key),
    ask: (wizard) => askValue(wizard, { ...field, path: [key] }),
  };
}

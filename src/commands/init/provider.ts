import { providerRows, type Field } from '../../schema/descriptions.ts';
import { PROVIDERS, type Provider } from '../../schema/index.ts';
import { askValue, shown } from './ask.ts';
import type { Step } from './step.ts';

/** Where inference runs. */
export const provider: Step = {
  id: 'provider',
  part: 'Connection',
  title: 'Provider',
  answer: ({ provider: chosen, isBootstrap }) =>
    isBootstrap ? BOOTSTRAP.name : chosen === undefined ? undefined : providerRows[chosen].name,
  isAnswered: ({ provider: chosen, isBootstrap }) => isBootstrap || chosen !== undefined,
  isGiven: (draft) => draft.isGiven('inferenceProvider') || draft.isGiven('bootstrapUrl'),
  async ask({ prompter, draft }) {
    const chosen = await prompter.select<Provider | 'bootstrap'>({
      message: 'Where does inference run?',
      choices: [
        ...PROVIDERS.map((value) => ({ value, ...pick(providerRows[value]) })),
        { value: 'bootstrap' as const, ...BOOTSTRAP },
      ],
      default: draft.isBootstrap ? 'bootstrap' : (draft.provider ?? 'gateway'),
    });
    if (chosen === 'bootstrap') draft.chooseBootstrap();
    else draft.chooseProvider(chosen);
  },
};

/** The choice that leaves it to a server. */
const BOOTSTRAP = {
  name: 'As a bootstrap server says',
  description:
    'Devices hold an address; your server delivers the configuration to each user who signs in (bootstrapUrl).',
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

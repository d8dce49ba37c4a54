import { printable } from '../../../text/printable.ts';
import { withoutCredentials } from '../../../text/credentials.ts';
import type { LogKind } from '../kind.ts';

/** A configured model that the app does not take. */
export const modelRemoved: LogKind = {
  id: 'model-removed',
  mark: 'is not an Anthropic model',
  pattern: /inferenceModels: "([^"]{0,200})" is not an Anthropic model/,
  repeats: 'adds',
  read: ([model = '']) => ({
    text: `it removed the model ${printable(withoutCredentials(model), 80)} from the list, for it is no Claude model`,
    isFault: true,
    contradicts: ({ models }) =>
      models.length === 0 || models.includes(model)
        ? undefined
        : `The log says that the model ${printable(withoutCredentials(model), 80)} was removed, and the captures do not list it.`,
  }),
};

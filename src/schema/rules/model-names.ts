import { checkModelName } from '../model-name.ts';
import { listedModels } from './models.ts';
import type { Rule } from './rule.ts';

/** With a gateway the app refuses a configuration that lists a model which is not recognisably Claude. */
export const modelNames: Rule = {
  id: 'model-names',
  source: 'App log "configured model … is not an Anthropic model"; the test as read off the app by several',
  when: ['inferenceModels'],
  check(context) {
    if (context.provider !== 'gateway') return;
    for (const { name, path } of listedModels(context)) {
      const verdict = checkModelName(name);
      if (!verdict.ok) context.report('model-not-claude', path, { model: name, vendor: verdict.vendor });
    }
  },
};

import { listedModels } from './models.ts';
import { eachRepeated } from './reading.ts';
import type { Rule } from './rule.ts';

/** A tier alias has one target. */
export const modelFamilyDefaults: Rule = {
  id: 'model-family-defaults',
  source: 'Vendor page "Models", isFamilyDefault',
  when: ['inferenceModels'],
  check(context) {
    const defaults = listedModels(context).filter(({ members }) => members.isFamilyDefault === true);
    eachRepeated(
      defaults,
      ({ members: { anthropicFamilyTier: tier } }) => (typeof tier === 'string' ? tier : undefined),
      ({ index, name }, tier) =>
        context.report('models-incomplete', ['inferenceModels', index, 'isFamilyDefault'], {
          fault: `"${name}" is the second default of the tier "${tier}"`,
          fix: 'Leave isFamilyDefault on one entry of the tier.',
        }),
    );
  },
};

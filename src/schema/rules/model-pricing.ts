import { joinPath } from '../path.ts';
import { objectsIn, eachRepeated, finalText } from './reading.ts';
import type { Rule } from './rule.ts';

const PRICES = ['inferenceModelPricing', 'inferenceModelPricingMultiplier'] as const;

/** Prices need the switch that shows them, and one row a model. */
export const modelPricing: Rule = {
  id: 'model-pricing',
  source: 'Vendor changelog, 1.44121.1; vendor page "Models"',
  when: ['inferenceModelPricing', 'inferenceModelPricingMultiplier', 'inferenceModelPricingEnabled'],
  check(context) {
    const { config, has, report } = context;
    const off = has('inferenceModelPricingEnabled') ? config.inferenceModelPricingEnabled === false : true;
    for (const key of PRICES)
      if (has(key) && off)
        report('setting-ignored', [key], {
          fault: `${key} counts only while inferenceModelPricingEnabled is true (since 1.44121.1)`,
          fix: 'Set inferenceModelPricingEnabled to true.',
        });
    eachRepeated(
      objectsIn(context, 'inferenceModelPricing'),
      ({ value }) => finalText(value.name),
      ({ path }, name) => report('model-duplicate', joinPath(path, 'name'), { model: name }),
    );
  },
};

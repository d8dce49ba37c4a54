import { hasContextSuffix, isTierAlias, withoutContextSuffix } from '../model-name.ts';
import { listedModels, whyNoDiscovery, type ListedModel } from './models.ts';
import { eachRepeated } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** What is odd about single entries of the model list. */
export const modelEntries: Rule = {
  id: 'model-entries',
  source: 'Vendor page "Models"; vendor reference, inferenceModels',
  when: ['inferenceModels'],
  check(context) {
    const models = listedModels(context);
    const { report, provider } = context;
    const noDiscovery = whyNoDiscovery(context) !== undefined;
    for (const model of models) {
      const { name, path } = model;
      // Foundry takes deployment names, and a deployment may well be called "sonnet".
      if (noDiscovery && provider !== 'foundry' && isTierAlias(name))
        report('model-alias-needs-discovery', path, { model: name });
      if (hasContextSuffix(name))
        report('model-context-suffix', path, { model: name, plain: withoutContextSuffix(name) });
      if (/\s/.test(name))
        report(
          'models-incomplete',
          path,
          {
            fault: `"${name}" has a space in it, as no model ID does; Claude Desktop would send it as it stands`,
            fix: 'Write the model ID here, and the name for people in labelOverride.',
          },
          // With the ID in a member that is not read, there is no doubt what was meant.
          typeof model.members.id === 'string' ? 'error' : undefined,
        );
      checkFlags(model, context);
    }
    eachRepeated(
      models,
      ({ name }) => name,
      ({ path }, name) => report('model-duplicate', path, { model: name }),
    );
  },
};

function checkFlags({ name, members, index }: ListedModel, { report }: RuleContext): void {
  const at = (member: string): (string | number)[] => ['inferenceModels', index, member];
  if (members.prefer1m === true && members.supports1m !== true)
    report('model-flag-without-base', at('prefer1m'), { model: name, flag: 'prefer1m', base: 'supports1m' });
  else if (members.prefer1m === true && index > 0)
    report('setting-ignored', at('prefer1m'), {
      fault: `"${name}" sets prefer1m, which counts in the first entry only`,
      fix: 'Move the entry to the front, or remove prefer1m.',
    });
  if (members.isFamilyDefault === true && typeof members.anthropicFamilyTier !== 'string')
    report('model-flag-without-base', at('isFamilyDefault'), {
      model: name,
      flag: 'isFamilyDefault',
      base: 'anthropicFamilyTier',
    });
}

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
      if (hasContextSuffix(name)) checkSuffix(model, models, context);
      checkAlias(model, context);
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

/** `[1m]` is short for supports1m; beside the plain ID the label of the short form is lost. */
function checkSuffix(
  { name, path, members }: ListedModel,
  models: readonly ListedModel[],
  { report }: RuleContext,
): void {
  const plain = withoutContextSuffix(name);
  report('model-context-suffix', path, { model: name, plain });
  if (members.labelOverride !== undefined && models.some((other) => other.name === plain))
    report('setting-ignored', [...path.slice(0, 2), 'labelOverride'], {
      fault: `The labelOverride of "${name}" is not shown, because "${plain}" is in the list too`,
      fix: `Write one entry for "${plain}" with supports1m.`,
    });
}

/** Names of Claude Code and patterns are no models, and an alias has no context of its own. */
function checkAlias({ name, path, members, index }: ListedModel, context: RuleContext): void {
  const { report, effective } = context;
  if (/^opusplan(?:\[1m\])?$/i.test(name))
    report('models-incomplete', path, {
      fault: `"${name}" is an alias of Claude Code; no page on Claude Desktop lists it`,
      fix: 'Write the full IDs of the models that it stands for.',
    });
  if (/[*?]/.test(name))
    report('models-incomplete', path, {
      fault: `"${name}" is a pattern, and Claude Desktop would ask for a model of that very name`,
      fix: 'List the full ID of each model.',
    });
  if (members.supports1m === true && isTierAlias(name) && effective().discovery.asks)
    report('setting-ignored', ['inferenceModels', index, 'supports1m'], {
      fault: `supports1m does nothing for the alias "${name}" when discovery answers with full IDs`,
      fix: 'Write the full model ID.',
    });
}

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

import { providers } from '../providers.ts';
import { bootstraps } from './mode.ts';
import { whyNoDiscovery } from './models.ts';
import type { Rule } from './rule.ts';

/** Where the app cannot ask for models, they must be listed. */
export const modelsRequired: Rule = {
  id: 'models-required',
  source: 'Vendor reference, modelDiscoveryEnabled and inferenceModels; provider pages',
  check(context) {
    const { provider, config, settings, has, report } = context;
    if (provider === undefined || bootstraps(context)) return;
    const undiscovered = whyNoDiscovery(context);
    const { required, advised } = providers[provider].models;
    const why = undiscovered ?? required;
    const models = settings.get('inferenceModels');
    const none = !has('inferenceModels') || (Array.isArray(models) && models.length === 0);
    const path = has('inferenceModels')
      ? ['inferenceModels']
      : [config.modelDiscoveryEnabled === false ? 'modelDiscoveryEnabled' : 'inferenceProvider'];
    // With AWS sign-in as much as with a named profile (vendor page on Bedrock, October 2026).
    if (none && why !== undefined) report('models-required', path, { why });
    else if (none && advised !== undefined) report('models-required', path, { why: advised }, 'warning');
    if (config.modelDiscoveryEnabled === true && undiscovered !== undefined)
      report('setting-ignored', ['modelDiscoveryEnabled'], {
        fault: `modelDiscoveryEnabled has no effect: ${undiscovered}`,
        fix: 'Remove it, and list the models in inferenceModels.',
      });
  },
};

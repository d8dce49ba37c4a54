import { keySpec } from '../catalogue/index.ts';
import { isThirdParty } from './mode.ts';
import type { Rule } from './rule.ts';

/** Keys of standard deployments do nothing in third-party mode. */
export const standardDeploymentKey: Rule = {
  id: 'standard-deployment-key',
  source: "A third party's reading of the app, scope of each key",
  check(context) {
    if (!isThirdParty(context)) return;
    for (const key of context.settings.keys())
      if (keySpec(key)?.standardOnly === true)
        context.report('standard-deployment-key', [key], {
          key,
          ...(key === 'effortLevel' && { instead: 'defaultModelEffort' }),
        });
  },
};

import { isThirdParty } from './mode.ts';
import type { Rule } from './rule.ts';

/** Plugins of users are shut out in third-party mode only, which a user may leave. */
export const userPlugins: Rule = {
  id: 'user-plugins',
  source: 'Vendor reference of October 2026, userPluginMarketplacesEnabled and userPluginUploadsEnabled',
  when: ['userPluginMarketplacesEnabled', 'userPluginUploadsEnabled'],
  check(context) {
    const { config, report } = context;
    if (!isThirdParty(context) || config.disableDeploymentModeChooser === true) return;
    for (const key of ['userPluginMarketplacesEnabled', 'userPluginUploadsEnabled'] as const)
      if (config[key] === false)
        report(
          'setting-risky',
          [key],
          {
            fault: `${key} counts in third-party mode only, and without disableDeploymentModeChooser a user can leave that mode`,
            fix: 'Set disableDeploymentModeChooser to true.',
          },
          'info',
        );
  },
};

import { texts } from '../references.ts';
import type { RetirementRow, Settings } from './row.ts';

/*
 * Changes that retire no spelling: the same setting means something else, or is refused for what it holds.
 * `validate` has findings of its own for them; here is what `migrate` does and what the docs tell.
 */

const PRICES = ['inferenceModelPricing', 'inferenceModelPricingMultiplier'];
const PRICES_ON = 'inferenceModelPricingEnabled';

function unset(settings: Settings, key: string, decide: string): { path: string[]; decide: string }[] {
  return settings.has(key) ? [] : [{ path: [key], decide }];
}

export const behaviours: readonly RetirementRow[] = [
  {
    id: 'shape-pricing-without-enabled',
    subject: 'inferenceModelPricing without inferenceModelPricingEnabled',
    about: ['inferenceModelPricing'],
    since: '1.44121.1',
    readSince: '1.37937.0',
    replacement: 'inferenceModelPricingEnabled true',
    replacedSince: '1.37937.0',
    effect: 'since 1.44121.1 a price table alone no longer turns the cost estimate on',
    fix: 'Set inferenceModelPricingEnabled to true.',
    find: (settings) => {
      const key = PRICES.find((name) => settings.has(name));
      if (key === undefined || settings.has(PRICES_ON)) return [];
      return [{ path: [key], edits: [{ path: [PRICES_ON], value: true }] }];
    },
  },
  {
    id: 'shape-url-userinfo',
    subject: 'an address with user:password@',
    since: '1.32352.0',
    effect: 'since 1.32352.0 the address is refused',
    fix: 'Move the credential to the key or header that is made for it.',
    find: (settings) =>
      [...settings].flatMap(([key, value]) =>
        [...texts(value, [key])].flatMap(({ text, path }) =>
          /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i.test(text)
            ? [
                {
                  path,
                  decide: 'Move the user name and password of the address to a credential key or a header.',
                },
              ]
            : [],
        ),
      ),
  },
  {
    id: 'shape-relaunch-nested-path',
    subject: 'bootstrap.relaunchEnforcementHours in nested files ($schemaVersion 2)',
    about: ['relaunchEnforcementHours'],
    since: '1.46388.1',
    replacement: 'lifecycle.relaunchEnforcementHours',
    effect:
      'since 1.46388.1 it is read under lifecycle only, and the default is 24 hours instead of 1; the flat key is the same',
    fix: 'Move it from the bootstrap cluster to the lifecycle cluster, or use the flat key.',
    // Configurations here are flat: there is nothing to find.
    find: () => [],
  },
  {
    id: 'shape-otlp-traces-default',
    subject: 'otlpEndpoint without otlpTracesEnabled, relied on for traces',
    about: ['otlpEndpoint'],
    since: '1.52386.0',
    straddles: '1.52386.0',
    replacement: 'otlpTracesEnabled true',
    effect: 'since 1.52386.0 traces are exported only when otlpTracesEnabled is true',
    fix: 'Set otlpTracesEnabled to true if traces are wanted.',
    find: (settings) =>
      settings.has('otlpEndpoint')
        ? unset(
            settings,
            'otlpTracesEnabled',
            'Without otlpTracesEnabled, releases before 1.52386.0 export traces and later ones do not; set it to what is wanted.',
          )
        : [],
  },
  {
    id: 'shape-desktop-extension-default',
    subject: 'isDesktopExtensionEnabled left out, relied on as true',
    about: ['isDesktopExtensionEnabled'],
    since: '1.19367.0',
    straddles: '1.19367.0',
    replacement: 'isDesktopExtensionEnabled true',
    effect: 'since 1.19367.0 desktop extensions are off unless the key is true',
    fix: 'Set isDesktopExtensionEnabled to what is wanted.',
    find: (settings) =>
      settings.has('isDxtEnabled')
        ? []
        : unset(
            settings,
            'isDesktopExtensionEnabled',
            'Without isDesktopExtensionEnabled, releases before 1.19367.0 load desktop extensions and later ones do not; set it to what is wanted.',
          ),
  },
  {
    id: 'shape-automode-default',
    subject: 'autoModeEnabled left out, relied on as false',
    about: ['autoModeEnabled'],
    since: '2.9939.2',
    straddles: '2.9939.2',
    replacement: 'autoModeEnabled false',
    effect: 'since 2.9939.2 Code offers Auto mode, and new sessions start in it, unless the key is false',
    fix: 'Set autoModeEnabled to what is wanted.',
    find: (settings) =>
      settings.has('inferenceProvider')
        ? unset(
            settings,
            'autoModeEnabled',
            'Without autoModeEnabled, releases before 2.9939.2 offer no Auto mode and later ones start new Code sessions in it; set it to what is wanted.',
          )
        : [],
  },
  {
    id: 'shape-usermarketplaces-existing',
    subject: 'userPluginMarketplacesEnabled false, relied on to leave the marketplaces of users alone',
    about: ['userPluginMarketplacesEnabled'],
    since: '2.16120.0',
    straddles: '2.16120.0',
    effect:
      'since 2.16120.0 marketplaces that users have already added are hidden and their plugins no longer load',
    fix: 'Offer what users need through allowedPluginMarketplaces.',
    find: (settings) =>
      settings.get('userPluginMarketplacesEnabled') === false
        ? [
            {
              path: ['userPluginMarketplacesEnabled'],
              decide:
                'Releases before 2.16120.0 keep the marketplaces that users have already added, and later ones hide them; offer what is needed through allowedPluginMarketplaces.',
            },
          ]
        : [],
  },
  {
    id: 'shape-mcp-redirect',
    subject: 'managedMcpServers[].url that answers with a redirect',
    about: ['managedMcpServers'],
    since: '2.9939.2',
    replacement: 'the final address',
    effect:
      'since 2.9939.2 a redirect of a managed server is not followed, and the server reports a configuration error',
    fix: 'Write the address to which the server redirects.',
    // Only the server shows it.
    find: () => [],
  },
  {
    id: 'shape-desktopHome',
    subject: 'chatTabEnabled, chatAdvancedFileAnalysisEnabled and coworkTabEnabled under Unified Claude',
    about: ['chatTabEnabled', 'chatAdvancedFileAnalysisEnabled', 'coworkTabEnabled'],
    since: 'early October 2026',
    cutoff: '2026-11-10',
    effect:
      'with desktopHome "standard", and as announced in every third-party deployment from 2026-11-10 on, the three keys are ignored',
    fix: 'Remove them once every device runs Unified Claude.',
    // The rule on surfaces tells of it: which devices run Unified Claude no file says.
    find: () => [],
  },
];

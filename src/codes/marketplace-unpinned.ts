import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The marketplace is not pinned');

export const docs = (): CodeDoc => ({
  why: 'Plugins that install themselves must be pinned to a state that was looked at; without a pin they are offered only, and before 1.46388.1 not even that.',
  fix: 'Give a 40-digit commit in ref, or manifestSha256 for a url.',
  wrong: set({
    allowedPluginMarketplaces: [
      { source: 'github', repo: 'example/plugins', ref: 'main', installationPreference: 'required' },
    ],
  }),
  right: set({
    allowedPluginMarketplaces: [
      {
        source: 'github',
        repo: 'example/plugins',
        ref: '8f14e45fceea167a5a36dedd4bea2543d1a2b3c4',
        installationPreference: 'required',
      },
    ],
  }),
});

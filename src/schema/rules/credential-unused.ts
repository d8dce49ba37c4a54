import { bootstraps } from './mode.ts';
import type { Rule } from './rule.ts';

/** A chosen kind switches every other source off. */
export const credentialUnused: Rule = {
  id: 'credential-unused',
  source: 'Vendor reference, inferenceCredentialKind: there is no fallback',
  check(context) {
    const { config, effective, report } = context;
    const kind = config.inferenceCredentialKind;
    if (kind === undefined || bootstraps(context)) return;
    for (const { keys } of effective().credentials?.unused ?? [])
      for (const key of keys)
        report('credential-unused', [key], {
          key,
          why: `inferenceCredentialKind is "${kind}", which uses no other credential`,
        });
  },
};

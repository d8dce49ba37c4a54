import type { Credentials } from '../credential.ts';
import { providers } from '../providers.ts';
import { bootstraps } from './mode.ts';
import { listing } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A chosen kind is the only source used: it must exist for the provider and be complete. */
export const credentialKind: Rule = {
  id: 'credential-kind',
  source: 'Vendor reference, inferenceCredentialKind; provider pages',
  check(context) {
    const { config, effective, provider, report } = context;
    const { credentials } = effective();
    if (credentials === undefined || provider === undefined || bootstraps(context)) return;
    const kind = config.inferenceCredentialKind;
    if (kind === undefined) {
      hintAtKind(context, credentials);
      return;
    }
    const [chosen] = credentials.candidates;
    if (chosen === undefined) {
      report('setting-conflict', ['inferenceCredentialKind'], {
        fault: `inferenceCredentialKind "${kind}" is not available with the provider "${provider}"`,
        fix: `Use ${listing(providers[provider].sources.map((one) => `"${one.kind}"`))}, or leave it out.`,
      });
      return;
    }
    const why = `inferenceCredentialKind is "${kind}", and nothing else is then used`;
    for (const key of chosen.missing) {
      if (key === 'inferenceVertexOAuthClientSecret') {
        if (!context.has('inferenceVertexOAuthClientId')) continue;
        report(
          'setting-incomplete',
          ['inferenceVertexOAuthClientId'],
          {
            fault: 'inferenceVertexOAuthClientId is set without inferenceVertexOAuthClientSecret',
            fix: 'Set inferenceVertexOAuthClientSecret.',
          },
          'warning',
        );
      } else report('required-key-missing', ['inferenceCredentialKind'], { key, why });
    }
  },
};

/** Sign-in with an identity provider is chosen by its kind, not by its object alone. */
function hintAtKind({ report }: RuleContext, { complete }: Credentials): void {
  const [only] = complete;
  const [key] = only?.keys ?? [];
  if (complete.length !== 1 || only === undefined) return;
  if (key !== 'inferenceGatewayOidc' && key !== 'inferenceIdpOidc') return;
  report(
    'setting-incomplete',
    [key],
    {
      fault: `${key} is set without inferenceCredentialKind, which it is documented with`,
      fix: `Set inferenceCredentialKind to "${only.source.kind}".`,
    },
    'warning',
  );
}

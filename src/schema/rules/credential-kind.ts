import { credentialsOf, isComplete, isSet, type CredentialSource } from './credential-sources.ts';
import { listing } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A chosen kind is the only source used: it must exist for the provider and be complete. */
export const credentialKind: Rule = {
  id: 'credential-kind',
  source: 'Vendor reference, inferenceCredentialKind; provider pages',
  check(context) {
    const { report } = context;
    const credentials = credentialsOf(context);
    if (credentials === undefined) return;
    const { provider, sources, kind } = credentials;
    if (kind === undefined) {
      hintAtKind(context, sources);
      return;
    }
    const source = sources.find((one) => one.kind === kind);
    if (source === undefined) {
      report('setting-conflict', ['inferenceCredentialKind'], {
        fault: `inferenceCredentialKind "${kind}" is not available with the provider "${provider}"`,
        fix: `Use ${listing(sources.map((one) => `"${one.kind}"`))}, or leave it out.`,
      });
      return;
    }
    const why = `inferenceCredentialKind is "${kind}", and nothing else is then used`;
    for (const key of [...(source.optional === true ? [] : source.keys), ...(source.also ?? [])]) {
      if (isSet(context, key)) continue;
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
function hintAtKind(context: RuleContext, sources: readonly CredentialSource[]): void {
  const complete = sources.filter((source) => isComplete(context, source));
  const [only] = complete;
  const [key] = only?.keys ?? [];
  if (complete.length !== 1 || only === undefined) return;
  if (key !== 'inferenceGatewayOidc' && key !== 'inferenceIdpOidc') return;
  context.report(
    'setting-incomplete',
    [key],
    {
      fault: `${key} is set without inferenceCredentialKind, which it is documented with`,
      fix: `Set inferenceCredentialKind to "${only.kind}".`,
    },
    'warning',
  );
}

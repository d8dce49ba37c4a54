import { keySpec } from '../catalogue/index.ts';
import type { KeySpec } from '../key-spec.ts';
import { isThirdParty } from './mode.ts';
import type { Rule } from './rule.ts';

/** The key means something in third-party mode only, as far as is known. */
function asksForThirdParty(spec: KeySpec): boolean {
  return (
    spec.standardOnly !== true &&
    spec.alsoStandard !== true &&
    spec.appBehaviour !== true &&
    spec.type.kind !== 'any'
  );
}

/** Something must start third-party mode. A policy for standard deployments or for updates alone is legal. */
export const providerMissing: Rule = {
  id: 'provider-missing',
  source: 'Vendor page "Configuration", how the app chooses its mode',
  check(context) {
    const { settings, report, misplaced, has, as } = context;
    if (isThirdParty(context)) return;
    if (as === 'bootstrap') {
      // An answer with nothing in it has a finding of its own.
      if (settings.size > 0) report('provider-missing', [], { served: true });
      return;
    }
    const specs = [...settings.keys()].map(keySpec).filter((spec) => spec !== undefined);
    if (specs.some(asksForThirdParty)) {
      const bootstrapOff = has('bootstrapUrl');
      report('provider-missing', bootstrapOff ? ['bootstrapEnabled'] : [], { bootstrapOff });
    } else if (specs.length > 0) {
      report('no-third-party-mode', [], {
        fault:
          'Neither inferenceProvider nor bootstrapUrl is set; what is set here counts in standard deployments or for the app as such',
        fix: 'Leave it so for such a policy; for third-party inference set inferenceProvider.',
      });
    } else if (!misplaced) report('provider-missing', [], {});
  },
};

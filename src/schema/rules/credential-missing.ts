import type { Candidate } from '../credential.ts';
import { providers } from '../providers.ts';
import { bootstraps } from './mode.ts';
import { listing } from './reading.ts';
import type { Rule } from './rule.ts';

/** Without a kind, some source must be complete; a source that is set in part is said to be. */
export const credentialMissing: Rule = {
  id: 'credential-missing',
  source: 'App log "no credential configured for provider"; vendor provider pages',
  check(context) {
    const { effective, has, provider, report } = context;
    const { credentials } = effective();
    if (credentials === undefined || provider === undefined || bootstraps(context)) return;
    if (has('inferenceCredentialKind')) return;
    const { without, simplest } = providers[provider];
    const served = without !== undefined || credentials.complete.length > 0;
    const partial = credentials.incomplete.filter((one) => !served || !isForWindowsAlone(one));
    for (const { keys, missing } of partial)
      report(
        'setting-incomplete',
        keys.slice(0, 1),
        {
          fault: `${listing(keys)} ${keys.length === 1 ? 'does' : 'do'} nothing without ${listing(missing)}`,
          fix: `Set ${listing(missing)}.`,
        },
        served ? 'warning' : 'error',
      );
    if (served || partial.length > 0) return;
    report('credential-missing', ['inferenceProvider'], {
      fault: `No credential is configured for the provider "${provider}", so Claude Desktop does not start with it`,
      fix:
        simplest === undefined
          ? 'Set inferenceGatewayApiKey or inferenceCredentialHelper, or inferenceCredentialKind "interactive" for a browser sign-in.'
          : `Set ${simplest}, or another credential of the provider with its inferenceCredentialKind.`,
    });
  },
};

/** A helper for Windows in a configuration that other platforms share: they use what else is set. */
function isForWindowsAlone({ source, keys }: Candidate): boolean {
  return keys.every((key) => key === source.onWindows);
}

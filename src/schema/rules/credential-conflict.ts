import {
  credentialsOf,
  isComplete,
  ORDER,
  presentKeys,
  type CredentialSource,
} from './credential-sources.ts';
import { listing } from './reading.ts';
import type { Rule } from './rule.ts';

/** Without a kind, two complete sources leave one of them unused. */
export const credentialConflict: Rule = {
  id: 'credential-conflict',
  source: 'Vendor page "Credential helper"; Bedrock and Vertex pages, order of credentials',
  check(context) {
    const credentials = credentialsOf(context);
    if (credentials === undefined || credentials.kind !== undefined) return;
    const order = ORDER[credentials.provider];
    const complete = credentials.sources.filter((source) => isComplete(context, source));
    const names = (source: CredentialSource): string => listing(presentKeys(context, source));
    const last = complete.at(-1);
    if (last === undefined || complete.length < 2) return;
    const ranked = complete.every(({ kind }) => order.includes(kind))
      ? [...complete].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
      : undefined;
    if (ranked === undefined) {
      context.report('credential-conflict', [presentKeys(context, last)[0] ?? ''], {
        fault: `${listing(complete.map(names))} are all set, and which of them is used is not documented`,
        fix: `Set inferenceCredentialKind to ${complete.map(({ kind }) => `"${kind}"`).join(' or ')}.`,
      });
      return;
    }
    const [winner, ...losers] = ranked;
    for (const loser of losers)
      context.report('credential-conflict', [presentKeys(context, loser)[0] ?? ''], {
        fault: `${names(loser)} is not used, because ${winner === undefined ? '' : names(winner)} is set too`,
        fix: `Remove the one that is not meant, or set inferenceCredentialKind to "${loser.kind}" to use this one.`,
      });
  },
};

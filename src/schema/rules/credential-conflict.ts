import type { Candidate } from '../credential.ts';
import { bootstraps } from './mode.ts';
import { listing } from './reading.ts';
import type { Rule } from './rule.ts';

const names = ({ keys }: Candidate): string => listing(keys);

/** Without a kind, two complete sources leave one of them unused. */
export const credentialConflict: Rule = {
  id: 'credential-conflict',
  source: 'Vendor page "Credential helper"; Bedrock and Vertex pages, order of credentials',
  check(context) {
    const { credentials } = context.effective();
    if (credentials === undefined || context.has('inferenceCredentialKind') || bootstraps(context)) return;
    const { complete, ordered, unused } = credentials;
    const last = complete.at(-1);
    if (!ordered && last !== undefined) {
      context.report('credential-conflict', last.keys.slice(0, 1), {
        fault: `${listing(complete.map(names))} are all set, and which of them is used is not documented`,
        fix: `Set inferenceCredentialKind to ${complete.map(({ source }) => `"${source.kind}"`).join(' or ')}.`,
      });
      return;
    }
    for (const loser of unused)
      context.report('credential-conflict', loser.keys.slice(0, 1), {
        fault: `${names(loser)} is not used, because ${listing(loser.by)} is set too`,
        fix: `Remove the one that is not meant, or set inferenceCredentialKind to "${loser.source.kind}" to use this one.`,
      });
  },
};

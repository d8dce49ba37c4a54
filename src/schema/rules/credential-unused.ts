import { credentialsOf, presentKeys } from './credential-sources.ts';
import type { Rule } from './rule.ts';

/** A chosen kind switches every other source off. */
export const credentialUnused: Rule = {
  id: 'credential-unused',
  source: 'Vendor reference, inferenceCredentialKind: there is no fallback',
  check(context) {
    const credentials = credentialsOf(context);
    if (credentials?.kind === undefined) return;
    const { sources, kind } = credentials;
    const chosen = sources.find((source) => source.kind === kind);
    if (chosen === undefined) return;
    const used = new Set(presentKeys(context, chosen));
    for (const source of sources)
      for (const key of presentKeys(context, source))
        if (!used.has(key)) {
          used.add(key);
          context.report('credential-unused', [key], {
            key,
            why: `inferenceCredentialKind is "${kind}", which uses no other credential`,
          });
        }
  },
};

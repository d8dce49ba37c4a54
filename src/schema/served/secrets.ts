import { isCredentialHeader } from '../../text/secret-names.ts';
import { pathText } from '../path.ts';
import { isDummy } from '../placeholder.ts';
import { hasReference } from '../references.ts';
import { isKnownSecret } from '../show.ts';
import type { ServedRule } from './rule.ts';
import { takesText } from '../types/kinds.ts';

/** A credential is legal in an answer, for one user. */
export const secrets: ServedRule = {
  id: 'secrets',
  source: 'Vendor page "Bootstrap": values for each user, such as a static key',
  check({ texts, report }) {
    for (const { text, path, type, header } of texts) {
      if (text === '' || hasReference(text) || isDummy(text)) continue;
      const credential =
        header === undefined ? isKnownSecret(path) && takesText(type) : isCredentialHeader(header);
      if (credential)
        report('served-secret', path, {
          fault: `${pathText(path)} is a credential, so this answer may be for one person only`,
          fix: 'Serve each user a credential of their own, for a short time, with "Cache-Control: no-store", and keep it out of logs.',
        });
    }
  },
};

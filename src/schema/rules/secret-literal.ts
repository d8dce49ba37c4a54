import type { ReadFormat } from '../document.ts';
import type { Leaf } from '../leaves.ts';
import { pathId, pathText, joinPath } from '../path.ts';
import { isDummy, mdmVariableIn, placeholderIn } from '../placeholder.ts';
import { hasReference, referenceProblem } from '../references.ts';
import { looksLikeCredential } from '../../text/credentials.ts';
import { isSecretVariable } from '../../text/secret-names.ts';
import { isKnownSecret } from '../show.ts';
import { variableFor } from '../variable-name.ts';
import { carriesCredential, plainHeaders } from './header-credential.ts';
import { isDeployed } from './mode.ts';
import type { Rule } from './rule.ts';
import { takesText } from '../types/kinds.ts';

/** A real credential in the file can go to an environment variable, so that the file can be shared. */
export const secretLiteral: Rule = {
  id: 'secret-literal',
  source: 'Inferred: a configuration is kept in git and handed around',
  check(context) {
    const credentials = context.texts.filter(
      (leaf) =>
        leaf.text !== '' &&
        isCredential(leaf) &&
        !isDummy(leaf.text) &&
        !isUnfilled(leaf.text, context.format),
    );
    if (credentials.length === 0) return;
    // Another finding says more about headers that must not hold one.
    const told = new Set(
      [...plainHeaders(context)].flatMap(({ value, path }) =>
        Object.keys(value ?? {}).map((name) => pathId(joinPath(path, name))),
      ),
    );
    const deployed = isDeployed(context);
    // The app runs as the user, so the file of Linux cannot be closed (vendor reference, sources).
    const open = deployed && context.format === 'json';
    for (const { path } of credentials) {
      if (told.has(pathId(path))) continue;
      const args = {
        what: pathText(path),
        name: variableFor(path),
        ...(deployed && { deployed: true as const }),
        ...(open && { open: true as const }),
      };
      context.report('secret-literal', path, args, open ? 'warning' : undefined);
    }
  },
};

/** What stands here is replaced before it is used, or should be. */
function isUnfilled(text: string, format: ReadFormat): boolean {
  return (
    hasReference(text) ||
    referenceProblem(text) !== undefined ||
    placeholderIn(text, { secret: true }) !== undefined ||
    mdmVariableIn(text, format) !== undefined
  );
}

function isCredential({ text, path, type, header }: Leaf): boolean {
  const name = String(path.at(-1));
  if (header !== undefined) return carriesCredential(header, text);
  // The environment of a server holds more than secrets: only names that say so count.
  if (path.includes('env')) return isSecretVariable(name) || looksLikeCredential(text);
  // A text where the row asks for an object is of the wrong type, and no credential by its place.
  return (takesText(type) && isKnownSecret(path)) || looksLikeCredential(text);
}

import { behaviours } from './behaviours.ts';
import { connectors } from './connectors.ts';
import { keys } from './keys.ts';
import type { RetirementRow } from './row.ts';
import { shapes } from './shapes.ts';
import { kindUnknown, signIn } from './sign-in.ts';

export { kindUnknown };

/**
 * Everything that was retired, in the order in which it is rewritten: names first, then values, then forms.
 * validate, migrate, export and the docs all read this one table.
 */
export const retirements: readonly RetirementRow[] = [
  ...keys,
  ...signIn,
  ...shapes,
  ...connectors,
  ...behaviours,
];

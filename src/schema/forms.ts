/** The entry for forms and deployed files: facts of the catalogue that validation alone does not need. */
export { valueFor } from './explain/example.ts';
export { typeText } from './explain/facts.ts';
export { renameTo, replacementOf } from './retirements/renames.ts';
export { settingsDigest } from './compare/digest.ts';
export { neverDelivered } from './delivery.ts';
export { anything, type EnumType, type Unit } from './key-spec.ts';
export { POLICY_KEY, PREFERENCE_DOMAIN, VENDOR_REFERENCE } from './places.ts';
export {
  CATALOGUE_DATE,
  catalogueVersion,
  isBefore,
  latestRelease,
  parseRelease,
  releaseOf,
  releaseText,
} from './releases.ts';
export { retirements } from './retirements/index.ts';
export { fold as foldType, type Kinds } from './types/fold.ts';
export { wireOf, type Wire } from './types/kinds.ts';
export { neededKeys } from './providers.ts';
export { firstRead, type FirstRead } from './target.ts';

/** The door of the schema module. */
export { catalogue, keyNames, keySpec, sections, type Config, type KeyName } from './catalogue/index.ts';
export type { Document, Entry, Format, Path } from './document.ts';
export { FORMATS } from './document.ts';
export { PLATFORMS, PROVIDERS, type KeySpec, type Platform, type Provider } from './key-spec.ts';
export { pathText } from './path.ts';
export {
  parseTarget,
  rangeText,
  releaseText,
  type Release,
  type ReleaseRange,
  type Target,
} from './releases.ts';
export { resolveReferences, type ReferenceSource } from './references.ts';
export { masked, show, shown } from './show.ts';
export { PLACES, settingsOf, validate, type Place, type Validated } from './validate.ts';
export { suppress } from './suppress.ts';
export { isCode } from '../codes/index.ts';
export { compareSettings, type Difference } from './compare.ts';
export { holdsSecret } from './show.ts';
export { migrate, respell, type Migrated } from './migrate.ts';
export { effective, type Dropped, type Effective, type EffectiveInput } from './effective.ts';
export {
  awsDomain,
  bedrockHost,
  dnsLabel,
  keysOfSignIn,
  providers,
  signInsOf,
  type AuthScheme,
  type CredentialKind,
  type Field,
  type ProviderRow,
  type SignIn,
} from './providers.ts';
export { isNested, nearestPlace, readNested, type NestedReading } from './nested.ts';

/** The entry of the schema module. Nothing outside imports another file of it but for those that few commands load. */
export { isCode } from '../codes/index.ts';
export { keyNames, keySpec, type KeyName } from './catalogue/index.ts';
export { DEFAULT_SCOPES } from './catalogue/shapes.ts';
export { compareKnown, type NotCompared } from './compare/unresolved.ts';
export { compareSettings, type Difference } from './compare.ts';
export { decodeWire } from './decode.ts';
export { keptOnDevice, staysOnDevice } from './delivery.ts';
export { replacementOf } from './retirements/renames.ts';
export {
  FORMATS,
  READ_FORMATS,
  type Document,
  type Entry,
  type Envelope,
  type Format,
  type Ignore,
  type JsonForm,
  type Part,
  type Path,
  type Position,
  type Range,
  type ReadFormat,
  type TextEncoding,
} from './document.ts';
export { textEdits, type Edit } from './edit.ts';
export { effective, type Effective, type EffectiveInput } from './effective.ts';
export { asDocument, basesOf, compose, MAX_DEPTH, MAX_FILES, type Composed } from './extends.ts';
export { CLAUDE_CODE_SETTINGS } from './elsewhere.ts';
export { factsText } from './facts.ts';
export { MAX_PORT, parseUrl } from './formats.ts';
export {
  PLATFORMS,
  PROVIDERS,
  type FieldType,
  type KeySpec,
  type Platform,
  type Provider,
} from './key-spec.ts';
export { hasBases, isAboutFile } from './not-settings.ts';
export { looksServed } from './looks-served.ts';
export { migrate, respell, type Migrated } from './migrate.ts';
export {
  ANY_TIER,
  checkModelName,
  claudeVersion,
  hasContextSuffix,
  isTierAlias,
  MODEL_TIERS,
  withoutContextSuffix,
} from './model-name.ts';
export { nearest } from './nearest.ts';
export { owners } from './extends/owners.ts';
export { isNested, nearestPlace, readNested, type NestedReading } from './nested.ts';
export { membersOf, joinPath, pathText, valueAt } from './path.ts';
export { HIVES, POLICY_KEY, PREFERENCE_DOMAIN, type Hive } from './places.ts';
export { presets, type Preset, type PresetName } from './presets.ts';
export {
  awsDomain,
  bedrockHost,
  dnsLabel,
  providers,
  type AuthScheme,
  type CredentialKind,
} from './providers.ts';
export { AWS_REGION } from './regions.ts';
export { batchOf, placesOf, type Batch } from './remedy.ts';
export { hasReference, mapTexts, resolveReferences, texts, type ReferenceSource } from './references.ts';
export { beyondKnown, parseTarget, rangeText, type Release, type ReleaseRange } from './releases.ts';
export { holdsSecret, masked, show, shown, typeName } from './show.ts';
export { variableFor } from './variable-name.ts';
export { checkSiblings, type SiblingFile, type Siblings } from './siblings.ts';
export { suppress } from './suppress.ts';
export { settingsOf } from './settings.ts';
export { PLACES, validate, type Place, type ValidateOptions, type Validated } from './validate.ts';

/** The key that the steps of models set. */
export const MODELS_KEY = 'inferenceModels';

/** One entry of `inferenceModels` in its long form. */
export interface ModelObject {
  readonly name: string;
  readonly labelOverride?: string;
  readonly supports1m?: boolean;
  readonly prefer1m?: boolean;
  readonly anthropicFamilyTier?: string;
  readonly isFamilyDefault?: boolean;
}

/** Entries as objects, whichever form they were written in; what is neither is passed over. */
export function entriesOf(value: unknown): readonly ModelObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [{ name: entry }];
    if (entry === null || typeof entry !== 'object') return [];
    const { name } = entry as { readonly name?: unknown };
    return typeof name === 'string' ? [entry as ModelObject] : [];
  });
}

/** The shortest form of an entry: a bare ID when there is nothing else to say. */
export function shortest(entry: ModelObject): string | ModelObject {
  return Object.keys(entry).length === 1 ? entry.name : entry;
}

/** Entries of these names; what was set for a model that stays is kept. */
export function withDetails(
  names: readonly string[],
  before: readonly ModelObject[],
): (string | ModelObject)[] {
  return names.map((name) => shortest(before.find((one) => one.name === name) ?? { name }));
}

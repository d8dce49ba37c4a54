import type { Migrated } from '../schema/index.ts';

/** One rewrite with the file it is made in, when that is a base. */
export type PlacedChange = Migrated['changes'][number] & { readonly file?: string };

/** What a person must decide, with the file it stands in, when that is a base. */
export type PlacedDecision = Migrated['decisions'][number] & { readonly file?: string };

/** What a run of `migrate` tells. */
export interface Migration {
  readonly changes: readonly PlacedChange[];
  readonly decisions: readonly PlacedDecision[];
}

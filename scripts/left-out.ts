import type { FieldRow, FieldSpec, KeyRow, KeySpec } from '../src/schema/key-spec.ts';
import type {
  CredentialSource,
  Field,
  ProviderFacts,
  ProviderRow,
  SourceRow,
} from '../src/schema/providers.ts';
import type { KnownRelease } from '../src/schema/releases.ts';
import type { Rule } from '../src/schema/rules/rule.ts';
import type { FormatRow, FormatSpec } from '../src/schema/string-formats.ts';

/** What a row has beyond what deciding needs. */
type Words<Row, Facts> = Exclude<keyof Row, keyof Facts>;

type KeyWords = Words<KeyRow, KeySpec> | Words<FieldRow, FieldSpec>;
type ProviderWords =
  | Words<ProviderRow, ProviderFacts>
  | Words<ProviderRow['models'], ProviderFacts['models']>
  | Words<SourceRow, CredentialSource>
  | Words<Field, ProviderFacts['fields'][number]>;

/**
 * The words of tables in `src/schema`, by file or folder: `build.js` leaves these properties out of what every run
 * loads. A property that is added to the words of a type, or renamed there, is a type error here until it is listed.
 */
export const LEFT_OUT = {
  catalogue: {
    title: true,
    group: true,
    summary: true,
    unset: true,
    notes: true,
    example: true,
    beside: true,
  } satisfies Record<KeyWords, true>,
  providers: {
    description: true,
    message: true,
    hint: true,
    offers: true,
    offered: true,
    what: true,
    example: true,
  } satisfies Record<ProviderWords, true>,
  releases: { date: true, notBefore: true, notAfter: true, official: true, note: true } satisfies Record<
    Words<KnownRelease, Pick<KnownRelease, 'version'>>,
    true
  >,
  rules: { source: true } satisfies Record<keyof Pick<Rule, 'source'>, true>,
  'string-formats': { pattern: true, words: true, example: true } satisfies Record<
    Words<FormatRow, FormatSpec>,
    true
  >,
};

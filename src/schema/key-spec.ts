/*
 * The language in which the catalogue is written: one row a key, everything else derived from it.
 * Types only and tiny constructors, so that reading a row needs no other file.
 */

export const PROVIDERS = ['gateway', 'anthropic', 'bedrock', 'mantle', 'vertex', 'foundry'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The values of inferenceCredentialKind that today's app reads. */
export type CredentialKind =
  'static' | 'helper-script' | 'interactive' | 'vendor-profile' | 'workforce' | 'external-idp';

export const PLATFORMS = ['macos', 'windows', 'linux'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A desktop release such as `1.46388.1`, or `baseline`: already there in 1.2581.0, the oldest known. */
export type Since = string;

/** What a text must look like beyond being text; `schema/formats.ts` holds the test of each. */
export type StringFormat =
  | 'foundry-resource' // the name, not the address
  | 'absolute-path' // of the device: /…, C:\…, \\server\…
  | 'folder-path' // absolute, or ~ or a supported %VAR% first
  | 'url' // https, or http on loopback
  | 'https-url' // https only
  | 'http-url' // http or https: a proxy or a PAC file
  | 'origin' // https, no path
  | 'issuer' // https, without the discovery suffix
  | 'uri-or-identifier' // https, or an identifier with a scheme of its own such as urn:
  | 'uuid'
  | 'arn'
  | 'aws-region'
  | 'gcp-region'
  | 'host-pattern' // host, *.domain, * or any but * with :port
  | 'ssh-host-pattern' // host, IP, *.domain or *
  | 'domain-pattern' // host, *.domain or *
  | 'url-pattern'; // * as wildcard

/** What a number counts. */
export type Unit = 'seconds' | 'minutes' | 'hours' | 'days' | 'tokens' | 'characters' | 'USD';

/**
 * What a text is, where its form does not say it: a sentence for people, one argument of a program, a name that
 * must be exactly right, the path of a program that the app runs, or scopes of a sign-in with blanks between them.
 */
export type TextRole = 'prose' | 'argument' | 'identifier' | 'program' | 'scopes';

/** A text. */
export interface StringType {
  readonly kind: 'string';
  readonly role?: TextRole;
  /** Tokens in braces that the app fills in itself: no placeholders. */
  readonly tokens?: readonly string[];
  readonly format?: StringFormat;
  /** Regular expression source the whole text must match. */
  readonly pattern?: string;
  /** What the pattern asks for, as a fault and its fix. */
  readonly words?: { readonly problem: string; readonly fix: string };
  /** UTF-16 code units, after trimming. */
  readonly minLength?: number;
  readonly maxLength?: number;
}
/** True or false. */
export interface BooleanType {
  readonly kind: 'boolean';
}
/** A number, whole or not. */
export interface NumberType {
  readonly kind: 'integer' | 'number';
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is not allowed: (0, 1] is `above: 0, max: 1`. */
  readonly above?: number;
  readonly unit?: Unit;
}
/** One of a few texts. */
export interface EnumType<V extends string = string> {
  readonly kind: 'enum';
  readonly values: readonly V[];
  /** What the app reads any other value as, in a word: then that is a warning, not an error. */
  readonly otherwise?: string;
  /** First release that reads a value, where it is known and later than the key. */
  readonly since?: Readonly<Partial<Record<NoInfer<V>, Since>>>;
}
/** A list of values of one type. */
export interface ArrayType<T extends FieldType = FieldType> {
  readonly kind: 'array';
  readonly items: T;
  readonly maxItems?: number;
}
/** A map of free names to values of one type, such as HTTP headers. */
export interface MapType<T extends FieldType = FieldType> {
  readonly kind: 'map';
  readonly values: T;
  /** Names are HTTP field names (RFC 9110 section 5.1) and values HTTP field values. */
  readonly of?: 'headers';
}
/** Members that are known by name. */
export interface ObjectType<F extends Fields = Fields> {
  readonly kind: 'object';
  readonly fields: F;
  /** An OpenID Connect client: without a member it is no sign-in at all. */
  readonly of?: 'oidc-client';
}
/** One of several types, told apart by their JSON type. */
export interface EitherType<T extends FieldType = FieldType> {
  readonly kind: 'either';
  readonly of: readonly T[];
}
/** Meaning not established: accepted, not checked. */
export interface AnyType {
  readonly kind: 'any';
  /** What the name suggests; for documentation, never enforced. */
  readonly guess?: Guess;
}

/** What the name of a key suggests that its value is. */
export type Guess =
  | 'boolean'
  | 'integer (seconds)'
  | 'object'
  | 'enum'
  | 'string'
  | 'string (url)'
  | 'string (absolute-path)'
  | 'string (uuid)';

/** What a value may be; `types/` holds what is known of each kind. */
export type FieldType =
  StringType | BooleanType | NumberType | EnumType | ArrayType | MapType | ObjectType | EitherType | AnyType;

/** One member of an object value: what deciding needs. */
export interface FieldSpec {
  readonly type: FieldType;
  readonly required?: boolean;
  /** The vendor calls the member required, but what the app does without it is not known: a rule warns. */
  readonly advised?: true;
  readonly secret?: boolean;
  readonly default?: string | number | boolean;
  /** First release that reads the member, when later than the key itself. */
  readonly since?: Since;
  /** In words: for which kind of entry the member counts, such as `stdio`. */
  readonly appliesTo?: string;
  /** The member is a retired spelling; `deprecations.ts` says what becomes of it. */
  readonly deprecated?: boolean;
}
/** The members of an object by name. */
export type Fields = Readonly<Record<string, FieldSpec>>;

/** One key of the configuration: what deciding needs. A missing property means "not known", never "no". */
export interface KeySpec {
  /** Where the value stands in a nested (v2) document: members from the top, joined by dots. */
  readonly nestedPath?: string;
  /** First release that reads it there, when later than the key itself … */
  readonly nestedPathSince?: Since;
  /** … and where releases before that read it. */
  readonly nestedPathBefore?: string;
  /** Several keys share the place: the credential kind that makes it this one. */
  readonly nestedKind?: string;
  readonly type: FieldType;
  /** Providers that read the key; every provider when absent. */
  readonly providers?: readonly Provider[];
  /** The value, or a part of it, is a credential: masked wherever it is shown. */
  readonly secret?: boolean;
  /** What an unset key means, when it is a value. */
  readonly default?: string | number | boolean;
  readonly since?: Since;
  /** When `since` is not known: after this release, at or before that one. */
  readonly sinceBounds?: { readonly after?: Since; readonly atOrBefore?: Since };
  /** First release that reads the key from a managed (MDM) source, when later than `since`. */
  readonly managedSince?: Since;
  /** Read no more from this release on. */
  readonly removed?: { readonly since?: Since; readonly atOrBefore?: Since };
  /** Platforms on which the key means something; all when absent. */
  readonly platforms?: readonly Platform[];
  /** Read only in standard (claude.ai) deployments. */
  readonly standardOnly?: boolean;
  /** Read in standard (claude.ai) deployments too, so that it alone asks for no third-party mode. */
  readonly alsoStandard?: boolean;
  /** App behaviour: such keys alone do not make a device managed. */
  readonly appBehaviour?: boolean;
  /** Windows: counts under HKEY_LOCAL_MACHINE only. */
  readonly machineHiveOnly?: boolean;
  readonly beta?: boolean;
  /**
   * Which sources deliver the key, when not every one does. `device`: device management or the local file, never a
   * bootstrap server. `console`: the admin console of the vendor alone.
   */
  readonly delivery?: 'device' | 'console';
}

/*
 * A row of the catalogue holds more: words for people. Most commands show none, so the build leaves the properties
 * named here out of what every run loads (`scripts/left-out.ts`); `schema/descriptions.ts` is the way to them.
 */

/** One member of an object value, as the catalogue writes it. */
export interface FieldRow extends FieldSpec {
  /** One sentence, our own words, present tense. */
  readonly summary: string;
}

/** One key, as the catalogue writes it. */
export interface KeyRow extends KeySpec {
  /** The label in the app's own window, or a description where the label is not known. */
  readonly title: string;
  /** Sub-heading inside the section. */
  readonly group?: string;
  /** One sentence, our own words, present tense. */
  readonly summary: string;
  /** What an unset key means, in words. */
  readonly unset?: string;
  /** Facts worth knowing, our own words, one sentence each. */
  readonly notes?: readonly string[];
  /** A value for examples, where the type alone makes a poor one. */
  readonly example?: unknown;
  /** What stands beside the key in an example, where the example of its provider is not it. */
  readonly beside?: Beside;
}

/** A row of the catalogue says since when the key is read, or between which releases: `{}` where nobody knows. */
export type DatedRow = KeyRow & (Required<Pick<KeyRow, 'since'>> | Required<Pick<KeyRow, 'sinceBounds'>>);

interface Beside {
  /** The credential of the provider's example, where it is not the simplest one. */
  readonly kind?: CredentialKind;
  /** Without the example of a provider. */
  readonly alone?: true;
  /** Further settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The native value a type describes. */
export type ValueOf<T extends FieldType> = T extends { kind: 'string' }
  ? string
  : T extends { kind: 'boolean' }
    ? boolean
    : T extends { kind: 'integer' | 'number' }
      ? number
      : T extends EnumType<infer V>
        ? V
        : T extends ArrayType<infer I>
          ? readonly ValueOf<I>[]
          : T extends MapType<infer I>
            ? Readonly<Record<string, ValueOf<I>>>
            : T extends ObjectType<infer F>
              ? ObjectOf<F>
              : T extends EitherType<infer I>
                ? I extends FieldType
                  ? ValueOf<I>
                  : never
                : unknown;

type RequiredNames<F extends Fields> = {
  [K in keyof F]: F[K] extends { required: true } ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = { readonly [K in RequiredNames<F>]: ValueOf<F[K]['type']> } & {
  readonly [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]['type']>;
};

/* Constructors: each row reads as a sentence. */

export const text = <const O extends Omit<StringType, 'kind'>>(options?: O): { kind: 'string' } & O =>
  ({ kind: 'string', ...options }) as { kind: 'string' } & O;
export const bool: BooleanType = { kind: 'boolean' };
export const integer = (options?: Omit<NumberType, 'kind'>): NumberType => ({ kind: 'integer', ...options });
export const decimal = (options?: Omit<NumberType, 'kind'>): NumberType => ({ kind: 'number', ...options });
export const oneOf = <const V extends string>(
  values: readonly V[],
  since?: Readonly<Partial<Record<NoInfer<V>, Since>>>,
): EnumType<V> => (since === undefined ? { kind: 'enum', values } : { kind: 'enum', values, since });
export const list = <T extends FieldType>(items: T, maxItems?: number): ArrayType<T> =>
  maxItems === undefined ? { kind: 'array', items } : { kind: 'array', items, maxItems };
export const map = <T extends FieldType>(values: T): MapType<T> => ({ kind: 'map', values });
export const headers: MapType<StringType> = { kind: 'map', values: { kind: 'string' }, of: 'headers' };
export const object = <const F extends Readonly<Record<string, FieldRow>>>(fields: F): ObjectType<F> => ({
  kind: 'object',
  fields,
});
export const oidcClient = <const F extends Readonly<Record<string, FieldRow>>>(fields: F): ObjectType<F> => ({
  ...object(fields),
  of: 'oidc-client',
});
export const either = <const T extends readonly FieldType[]>(...of: T): EitherType<T[number]> => ({
  kind: 'either',
  of,
});
export const anything = (guess?: Guess): AnyType =>
  guess === undefined ? { kind: 'any' } : { kind: 'any', guess };

import type { KeyName } from './catalogue/index.ts';
import type { Provider } from './key-spec.ts';
import type { CredentialKind, Example, Field, Offer, OidcKeys, SourceRow } from './providers.ts';
import { providerRows } from './rows.ts';

/* Ways to sign in, as the wizard and examples have them: derived from the provider table. */

/** The example of a provider with another source of the credential. */
export function exampleWith(provider: Provider, kind: CredentialKind): Example {
  const { example, sources } = providerRows[provider];
  const source = sources.find((one) => one.kind === kind);
  return Object.fromEntries(
    Object.entries({ ...example, ...source?.example }).filter(([, value]) => value !== undefined),
  );
}

/** One way in which users authenticate, as the wizard offers it. */
export interface SignIn {
  readonly id: string;
  /** Value of `inferenceCredentialKind`; absent where none is documented. */
  readonly kind?: CredentialKind;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The OpenID Connect client to ask for, and the key that chooses between browser and broker. */
  readonly oidc?: OidcKeys;
  /** Keys that belong to it without being asked for. */
  readonly keeps: readonly KeyName[];
  /** The id of the way that takes its place wherever every release of the fleet reads that one. */
  readonly newer?: string;
  /** The provider lists no models with it. */
  readonly needsModels?: true;
}

const offers = new Map<Provider, readonly SignIn[]>();

/** The sign-ins of a provider in the order of the wizard, always the same objects. */
export function signInsOf(provider: Provider): readonly SignIn[] {
  const known = offers.get(provider);
  if (known !== undefined) return known;
  const { sources, offered } = providerRows[provider];
  const all = sources.flatMap((source) => source.offers.map((offer) => signInFrom(source, offer)));
  const ordered = offered.flatMap((id) => all.filter((one) => one.id === id));
  offers.set(provider, ordered);
  return ordered;
}

function signInFrom(source: SourceRow, offer: Offer): SignIn {
  const { id, name, description, fields } = offer;
  const [oidc] = offer.withoutOidc === true ? [] : (source.oidc ?? []);
  return {
    ...{ id, name, description, fields, keeps: source.tuning ?? [] },
    ...(offer.withoutKind === true ? {} : { kind: source.kind }),
    ...(offer.newer === undefined ? {} : { newer: offer.newer }),
    ...(oidc === undefined ? {} : { oidc }),
    ...(source.noDiscovery === true ? { needsModels: true as const } : {}),
  };
}

/** The keys a sign-in is made of. */
export function keysOfSignIn({ fields, oidc, keeps }: SignIn): readonly KeyName[] {
  return [...fields.map(({ key }) => key), ...(oidc === undefined ? [] : [oidc.key, oidc.flow]), ...keeps];
}

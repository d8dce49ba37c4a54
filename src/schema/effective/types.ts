import type { Diagnostic } from '../../diagnostics.ts';
import type { Config, KeyName } from '../catalogue/index.ts';
import type { Credentials } from '../credential.ts';
import type { Platform, Provider } from '../key-spec.ts';
import type { AuthScheme, CredentialKind, OidcKeys } from '../providers.ts';
import type { Target } from '../releases.ts';

/** A configuration as `validate` gives it: a `Validated` is one, and so is a bare map of settings. */
export interface EffectiveInput {
  /** Decoded settings in the spelling of the document (`Validated.settings`). References resolved, if they shall count. */
  readonly settings: ReadonlyMap<string, unknown>;
  /**
   * Error findings of single keys, by today's name of the key (`Validated.refused`): their values are not used.
   * Absent for settings that nobody has validated: then each value is checked when it is asked for.
   */
  readonly refused?: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** Where, and at which releases. */
export interface EffectiveOptions {
  /** Undefined: the configuration is for every platform, and only what holds on all of them is certain. */
  readonly platform?: Platform | undefined;
  /**
   * Only what every release of the range reads is used. Undefined: the fleet is not known, and retired spellings
   * are read as what they stand for.
   */
  readonly target?: Target | undefined;
}

/** Why a setting is not used. */
export type DropReason =
  | 'refused' // it has an error of its own
  | 'unresolved' // it holds a reference that nobody has resolved
  | 'retired' // a release of the target reads it no more
  | 'too-new' // a release of the target does not read it yet
  | 'other-provider' // another provider's key
  | 'platform' // another platform's key
  | 'kind' // inferenceCredentialKind names another credential
  | 'outranked' // another setting comes first
  | 'alone'; // it tunes something that is not set

/** One setting that the app does not use. */
export interface Dropped {
  /** The key as the document spells it. */
  readonly key: string;
  readonly reason: DropReason;
  /** Every reason that holds, `reason` first. */
  readonly reasons: readonly DropReason[];
  /** A clause that follows the name of the key: printable, no secret in it. */
  readonly why: string;
  /** The keys that decide against it, where there are some. */
  readonly by: readonly KeyName[];
  /** With `other-provider`: the providers that read it. */
  readonly readers?: readonly Provider[];
  /** With `refused`: the errors. */
  readonly findings: readonly Diagnostic[];
}

/** Where inference requests go. */
export interface EffectiveAddress {
  /** As configured, or made from the region or resource. */
  readonly url: string;
  /** The key that says so; undefined for the one address a provider always has. */
  readonly key: KeyName | undefined;
}

/** The credential that requests carry. */
export interface EffectiveCredential {
  readonly kind: CredentialKind;
  /** inferenceCredentialKind says so; otherwise the app chose among what is set. */
  readonly chosen: boolean;
  /** Nothing else can be used instead, as far as is documented, on the platform or platforms asked for. */
  readonly certain: boolean;
  /** The keys it is made of, those that are set. */
  readonly keys: readonly KeyName[];
  /** The keys it cannot do without and that are not set: then the app has no credential. */
  readonly missing: readonly KeyName[];
  /** `static`: the key whose value is sent, and the value unless it cannot be used. A secret: never print it. */
  readonly secret?: { readonly key: KeyName; readonly value: string | undefined };
  /** `helper-script`: what is run. */
  readonly helper?: EffectiveHelper;
  /** Inference requests carry it in `Authorization` and in `x-api-key`. */
  readonly bothHeaders: boolean;
}

/** The credential helper on the platform. */
export interface EffectiveHelper {
  /** The key that names the program: on Windows it may be the one made for Windows. */
  readonly key: KeyName;
  /** Absolute path; undefined when it is not set or cannot be used. */
  readonly program: string | undefined;
  readonly args: readonly string[];
  readonly timeoutSec: number;
}

/** The OpenID Connect client with which users sign in. */
export interface EffectiveOidc {
  readonly key: OidcKeys['key'];
  /** Members as configured, with the default of `bearerTokenType`. */
  readonly client: NonNullable<Config['inferenceIdpOidc']> & {
    readonly bearerTokenType: 'id_token' | 'access_token';
  };
  /** The operating system's identity broker signs in, not a browser. */
  readonly broker: boolean;
}

/** How users sign in; undefined where nobody does. */
export interface EffectiveSignIn {
  /** `idp`: at an OpenID provider; `gateway`: at the gateway, which is its own authorization server; `vendor`: at the vendor of the provider. */
  readonly at: 'idp' | 'gateway' | 'vendor';
  /** With `idp`: undefined when the object has an error. */
  readonly oidc?: EffectiveOidc;
}

/** How the app leaves the device. */
export type EffectiveProxy =
  | { readonly kind: 'system' }
  | {
      readonly kind: 'url' | 'pac';
      readonly key: KeyName;
      /** Undefined when the value cannot be used. */
      readonly url: string | undefined;
    };

/** One entry of inferenceModels. */
export interface EffectiveModel {
  readonly name: string;
  readonly supports1m?: boolean;
  readonly anthropicFamilyTier?: string;
  readonly isFamilyDefault?: boolean;
}

/** Whether the app asks the provider for its models. */
export interface EffectiveDiscovery {
  readonly asks: boolean;
  /** Why it does not: the setting, the provider, the credential, or a list that needs no asking. */
  readonly reason?: 'setting' | 'provider' | 'credential' | 'full-ids';
  /** The same as a clause. */
  readonly why?: string;
}

/** What the app uses of a configuration. */
export interface Effective {
  readonly provider: Provider | undefined;
  /** Each user's configuration comes from a bootstrap server, which replaces this one as a whole. */
  readonly bootstraps: boolean;
  /** Undefined when no address can be told. */
  readonly address: EffectiveAddress | undefined;
  /** The header that carries the credential; undefined for providers that do not speak the Messages API. */
  readonly scheme: AuthScheme | undefined;
  /** The credential that is used, or the likeliest one (`certain`); undefined when there is none. */
  readonly credential: EffectiveCredential | undefined;
  /** The choice behind it: other candidates, what is complete, what is set in part or for nothing. */
  readonly credentials: Credentials | undefined;
  readonly signIn: EffectiveSignIn | undefined;
  /** inferenceCustomHeaders. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: EffectiveProxy;
  /** inferenceModels, in order. */
  readonly models: readonly EffectiveModel[];
  readonly discovery: EffectiveDiscovery;
  /** Everything that is set and not used, in the order of the document. */
  readonly dropped: readonly Dropped[];
}

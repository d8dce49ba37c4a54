import type { Diagnostic } from '../../diagnostics.ts';
import { keySpec, type Config, type KeyName } from '../catalogue/index.ts';
import { chooseCredential, type Credentials } from '../credential.ts';
import { PROVIDERS, type Platform, type Provider } from '../key-spec.ts';
import { hasReference } from '../references.ts';
import { issuesOf } from '../types/kinds.ts';

/** Settings in today's spelling, with what is known of them. */
interface ReadingInput {
  readonly settings: ReadonlyMap<string, unknown>;
  /** Today's key -> the key as the document has it, where they differ. */
  readonly writtenAs?: ReadonlyMap<string, string> | undefined;
  readonly refused?: ReadonlyMap<string, readonly Diagnostic[]> | undefined;
  readonly platform?: Platform | undefined;
}

/** Settings as the parts of `effective` ask for them. */
export interface Reading extends ReadingInput {
  readonly provider: Provider | undefined;
  /** Each user's configuration comes from a bootstrap server. */
  readonly bootstraps: boolean;
  /** Undefined without a provider, or when the kind is set and cannot be read. */
  readonly credentials: Credentials | undefined;
  /** The key is set, readable or not. */
  readonly has: (key: KeyName) => boolean;
  /** The value, unless it is unset, refused or an unresolved reference. */
  readonly value: <K extends KeyName>(key: K) => Config[K] | undefined;
  /** Without `refused`: the keys whose values were asked for and cannot be used. */
  readonly unfit: () => readonly string[];
  /** The key as the document spells it. */
  readonly spelled: (key: string) => string;
}

/** The settings, each looked at when it is asked for. */
export function readingOf(input: ReadingInput): Reading {
  const { settings, refused, writtenAs, platform } = input;
  const has = (key: KeyName): boolean => settings.has(key);
  const unfit = new Map<string, boolean>();
  /** Settings that nobody has validated are looked at when they are asked for. */
  const isUnfit = (key: KeyName, found: unknown): boolean => {
    let is = unfit.get(key);
    if (is === undefined) {
      const type = keySpec(key)?.type;
      is = found !== undefined && type !== undefined && issuesOf(type, found).length > 0;
      unfit.set(key, is);
    }
    return is;
  };
  const value = <K extends KeyName>(key: K): Config[K] | undefined => {
    const found = settings.get(key);
    if (isUnresolved(found)) return undefined;
    const bad = refused === undefined ? isUnfit(key, found) : refused.has(key);
    return bad ? undefined : (found as Config[K]);
  };
  const named = value('inferenceProvider');
  const provider = PROVIDERS.find((one) => one === named);
  const kind = value('inferenceCredentialKind');
  const known = provider !== undefined && (kind !== undefined || !has('inferenceCredentialKind'));
  return {
    settings,
    refused,
    writtenAs,
    platform,
    provider,
    bootstraps: has('bootstrapUrl') && value('bootstrapEnabled') !== false,
    credentials: known ? chooseCredential({ provider, kind, platform, has }) : undefined,
    has,
    value,
    unfit: () => [...unfit].filter(([, is]) => is).map(([key]) => key),
    spelled: (key) => writtenAs?.get(key) ?? key,
  };
}

/** A text that a reference will replace. */
export function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && hasReference(value);
}

import { ORDER, SOURCES, type CredentialKind } from '../schema/rules/credential-sources.ts';
import { PROVIDERS, type Provider } from '../schema/key-spec.ts';
import { has, textOf } from './read.ts';
import type { Settings } from './types.ts';

export function providerOf(settings: Settings): Provider | undefined {
  const text = textOf(settings, 'inferenceProvider');
  return PROVIDERS.find((provider) => provider === text);
}

/**
 * The ways in which the credential may be got: the one that is chosen or wins, or, where no order is
 * documented, every one that is configured. None when nothing is configured.
 */
export function credentialKinds(settings: Settings, provider: Provider): readonly CredentialKind[] {
  const sources = SOURCES[provider];
  const chosen = textOf(settings, 'inferenceCredentialKind');
  if (chosen !== undefined) return sources.filter(({ kind }) => kind === chosen).map(({ kind }) => kind);
  const configured = sources
    .filter(({ keys }) => keys.length > 0 && keys.every((key) => has(settings, key)))
    .map(({ kind }) => kind);
  const winner = ORDER[provider].find((kind) => configured.includes(kind));
  const unordered = configured.filter((kind) => !ORDER[provider].includes(kind));
  return winner === undefined ? unordered : [winner, ...unordered];
}

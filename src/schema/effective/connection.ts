import { isTierAlias } from '../model-name.ts';
import { dnsLabel, providers, type AuthScheme } from '../providers.ts';
import type { Reading } from './reading.ts';
import type { EffectiveAddress, EffectiveDiscovery, EffectiveModel, EffectiveProxy } from './types.ts';

/** Where requests go: the address that is set, else the one the provider has for the region or the resource. */
export function addressOf({ provider, has, value }: Reading): EffectiveAddress | undefined {
  if (provider === undefined) return undefined;
  const { key, fixed, from, make } = providers[provider].address;
  if (key !== undefined && has(key)) {
    const url = value(key);
    return typeof url === 'string' ? { url, key } : undefined;
  }
  if (fixed !== undefined) return { url: fixed, key: undefined };
  const label = from === undefined ? undefined : dnsLabel(value(from));
  return label === undefined || make === undefined ? undefined : { url: make(label), key: from };
}

/** The header that carries the credential. */
export function schemeOf({ provider, value }: Reading): AuthScheme | undefined {
  const scheme = provider === undefined ? undefined : providers[provider].scheme;
  if (scheme === undefined) return undefined;
  return (scheme.key === undefined ? undefined : value(scheme.key)) ?? scheme.default;
}

/** A PAC file beats a fixed proxy; without either the operating system decides (vendor page "Proxy"). */
export function proxyOf({ has, value }: Reading): EffectiveProxy {
  if (has('egressProxyPacUrl'))
    return { kind: 'pac', key: 'egressProxyPacUrl', url: value('egressProxyPacUrl') };
  if (has('egressProxyUrl')) return { kind: 'url', key: 'egressProxyUrl', url: value('egressProxyUrl') };
  return { kind: 'system' };
}

/** The entries of inferenceModels, each as an object. */
export function modelsOf({ value }: Reading): readonly EffectiveModel[] {
  return (value('inferenceModels') ?? []).map((entry) =>
    typeof entry === 'string' ? { name: entry } : entry,
  );
}

/** Vendor reference, modelDiscoveryEnabled; Bedrock lists models for a bearer token or a helper only. */
export function discoveryOf(reading: Reading): EffectiveDiscovery {
  const { provider, credentials, has, value } = reading;
  if (value('modelDiscoveryEnabled') === false)
    return { asks: false, reason: 'setting', why: 'modelDiscoveryEnabled is false' };
  if (provider === undefined) return { asks: false };
  const { models, name } = providers[provider];
  if (models.noDiscovery !== undefined) return { asks: false, reason: 'provider', why: models.noDiscovery };
  // A sign-in that is set in part is what is meant, and it is told of elsewhere.
  const [likely] = [...(credentials?.candidates ?? []), ...(credentials?.incomplete ?? [])];
  if (likely?.source.noDiscovery === true) {
    const kind = value('inferenceCredentialKind');
    const by = kind === undefined ? (likely.keys[0] ?? likely.source.kind) : `the credential kind "${kind}"`;
    return {
      asks: false,
      reason: 'credential',
      why: `${name.replace('Amazon ', '')} has no model discovery with ${by}`,
    };
  }
  const listed = modelsOf(reading);
  const full = listed.length > 0 && listed.every((one) => !isTierAlias(one.name));
  if (!has('modelDiscoveryEnabled') && full && models.skipsDiscovery === true)
    return { asks: false, reason: 'full-ids', why: 'every entry of inferenceModels is a full ID' };
  return { asks: true };
}
